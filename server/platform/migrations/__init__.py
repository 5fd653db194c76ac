"""The numbered steps of the database's shape. Append only: a released step is never edited.

`versions/0001_log.py` makes the engine's tables; a feature that needs tables of its own adds the next number.
"""
