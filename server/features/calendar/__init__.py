"""The office's calendar: working hours, days off, made-up days, and what is promised by urgency."""
