"""Years of work of many phones in seconds: a seeded schedule of people and faults, then peace, then an oracle.

Owns everything of the simulation. Real are: the phone's engine, the server's engine, its handlers and its SQL. Made up
are: people, time, chance, the network, the door that Flask keeps, and disks.

    schedule ─▶ world ─▶ phone.turn() ─▶ net ─▶ office (Exchange, HANDLERS, SQL)
                  │                                    │
                  └──────────── oracle ◀───────────────┘
"""
