"""What the office kept in lists of its own before: open items and past visits, from its spreadsheets."""
