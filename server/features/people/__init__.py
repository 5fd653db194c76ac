"""Persons, their logins, their dated assignments, and the agencies and themes of the directory."""
