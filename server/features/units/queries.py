"""Readings of the units."""

from __future__ import annotations

from server.features.units.rules import Unit, read_unit
from sync.ports import Reader


def load_units(reader: Reader) -> dict[str, Unit]:
    """All units by id, as they stand in that reading."""
    return {record.id: read_unit(record.id, record.body) for record in reader.records("unit")}
