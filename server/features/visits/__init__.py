"""Visits: the writer's draft, what the commune may read, and the report proper."""
