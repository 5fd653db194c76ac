"""Before an office serves, and whenever its database turns out to have been put back: the list is applied to it."""

from __future__ import annotations

from os import urandom

from server.config import Config
from server.features.erasures.actions import Eraser, do_catch_up, drop_bytes
from server.platform.blobs import Blobs
from server.platform.erasure_list import ErasureList
from server.platform.store import SqlStore, SqlTx
from sync.stored import Meta


def eraser_of(config: Config) -> Eraser:
    """What an erasure needs in an office with these settings."""
    return Eraser(ErasureList(config.erasures_file), urandom)


def catch_up(config: Config, store: SqlStore) -> int:
    """Bring the database up to the list, and throw away bytes that a crash left; how many erasures it lacked."""
    eraser = eraser_of(config)
    with store.read() as reader:
        there = {one.id for one in reader.erasures()}
    listed = eraser.listed.read()
    done = 0
    if there != {one.id for one in listed}:
        with store.write() as tx:
            done = do_catch_up(tx, eraser)
    if listed:
        with store.write() as tx:
            drop_bytes(tx, Blobs(config.blobs_dir), listed)
    return done


def lacks(config: Config, meta: Meta) -> bool:
    """Whether a database has fewer erasures than the list: it was put back, and nobody said so."""
    return meta.erasures < eraser_of(config).listed.count()


def catch_up_within(config: Config, tx: SqlTx) -> int:
    """The same inside a write transaction that begins a new life of the database."""
    return do_catch_up(tx, eraser_of(config))
