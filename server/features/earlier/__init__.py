"""What lies before the window: kept up to date with time passing, and fetched when somebody asks for it."""
