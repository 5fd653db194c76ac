"""A person's agenda: the days that wait for him, for his calendar to fetch from a secret address."""
