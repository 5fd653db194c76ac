"""What the office kept in lists of its own: open items, past visits and leave, from its spreadsheets."""
