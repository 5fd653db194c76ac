"""The joint record of a visit: what the commune's contact says to one round of it."""
