"""Difficult tasks: what was taken on, by whom, until when, and how far it is."""
