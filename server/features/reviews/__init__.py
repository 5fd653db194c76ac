"""Reviews: what a supervisor says about one round of a report."""
