"""Five years of a whole province, made by the product itself: every operation goes through its engine and its handlers.

    python -m tests.perf.province FOLDER [--times 10] [--seed 20] [--visits 20000] [--items 40000]

Nothing here writes a row: units, people and assignments enter by an administrator's actions, everything else is pushed
as phones push it, week by week. The same seed tells the same years.
"""
