"""The sync engine: what the phone and the office agree on.

Sans-I/O. No clock, no chance, no socket, no Flask and no SQL may enter: time, random bytes, ids, storage and network
arrive as arguments. msgspec is the one dependency (`http_transport.py` alone, the one socket, also uses requests).
"""
