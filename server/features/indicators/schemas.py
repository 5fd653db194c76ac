"""What the table's route takes and gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from server.schemas import Day, Id, Strict


class IndicatorTableIn(Strict):
    """Whose table, for which days, both included."""

    unit = Id(required=True)
    starts = Day(required=True, metadata={"example": "2024-01-01"})
    ends = Day(required=True, metadata={"example": "2024-12-31"})


class IndicatorFigureOut(Schema):
    """A value in thousandths, its comparator, the days that it covers, and how many units said something."""

    value_e3 = fields.Integer(required=True)
    comparator = fields.String(required=True)
    estimated = fields.Boolean(required=True)
    starts = Day(required=True)
    ends = Day(required=True)
    units = fields.Integer(required=True)


class IndicatorPercentOut(Schema):
    """Tenths of a percent and how they stand to the true ones."""

    value_e1 = fields.Integer(required=True)
    comparator = fields.String(required=True)


class IndicatorCellOut(Schema):
    """A category, or the total (None). `periods_differ`: figures of two different periods stand beside each other."""

    category = fields.String(required=True, allow_none=True)
    plan = fields.Nested(IndicatorFigureOut, required=True, allow_none=True)
    actual = fields.Nested(IndicatorFigureOut, required=True, allow_none=True)
    percent = fields.Nested(IndicatorPercentOut, required=True, allow_none=True)
    share = fields.Nested(IndicatorPercentOut, required=True, allow_none=True)
    verdict = fields.String(required=True, allow_none=True)
    periods_differ = fields.Boolean(required=True)


class IndicatorRowOut(Schema):
    """An indicator of the table."""

    indicator = Id(required=True)
    code = fields.String(required=True)
    total = fields.Nested(IndicatorCellOut, required=True)
    categories = fields.List(fields.Nested(IndicatorCellOut), required=True)
