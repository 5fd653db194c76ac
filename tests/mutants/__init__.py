"""Deliberate faults, and the runner that proves each is noticed."""
