"""Places: the tree of units, their validity, their making from spreadsheets."""
