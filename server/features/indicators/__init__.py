"""Indicators: what the office counts, what was planned, and what was reached."""
