"""What every feature stands on: the clock, the database and its store, the one way to append a change, and bytes.

Nothing about visits, feedback or people may enter, and nothing of Flask.
"""
