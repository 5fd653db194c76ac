"""Devices and the sessions on them: the one door through which a person comes in."""
