"""Backups: how a whole office becomes one file, is proved, and comes back as a new life of the database.

    live database ─ dump ─▶ archive ─ load ─▶ another database ─ restore ─▶ live database, new epoch
                      └──────── verify: either of the two, and the photos ────────┘

Nothing about visits or people may enter: which tables hold what is told by whoever calls.
"""
