"""Reminders: what stands to be done, told to who must do it, once, at an hour that is his own."""
