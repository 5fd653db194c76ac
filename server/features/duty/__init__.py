"""Duty: who owes which visit in which period, leave and excuses, and the office's periods with their cut-off."""
