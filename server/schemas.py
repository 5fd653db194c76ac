"""What several rooms' schemas share: strict bodies, ids, lines of text, civil days, and the shape of an error."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields, validate

# As long as the wire allows for a line (sync/entities.py).
LINE_CHARS_MAX: Final = 300
_UUID: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z"


class Strict(Schema):
    """A body in which every field is named here: what is not, is refused, so that nothing is assigned by accident."""

    class Meta:
        """What marshmallow does with unknown fields."""

        unknown = RAISE


class Line(fields.String):
    """One line that a person typed: NFC, trimmed, without signs that hide or that the wire cannot carry."""

    def __init__(self, *, chars_max: int = LINE_CHARS_MAX, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(max=chars_max), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = unicodedata.normalize("NFC", super()._deserialize(value, attr, data, **kwargs)).strip()
        if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in text):
            raise ValidationError("bad_character")
        return text


class Id(fields.String):
    """A lower-case UUID."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Regexp(_UUID), metadata={"format": "uuid"}, **kwargs)


class Day(fields.String):
    """A civil day, `2024-06-25`. Whether it exists is for the rules."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Regexp(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"), **kwargs)


class ErrorBody(Schema):
    """Why a request was refused."""

    code = fields.String(required=True, metadata={"description": "One code of the catalogue"})
    message = fields.String(required=True, metadata={"description": "A sentence in the language of Accept-Language"})
    details = fields.Dict(keys=fields.String(), required=True)
    retry = fields.Boolean(required=True, metadata={"description": "Whether the same request may succeed later"})


class Error(Schema):
    """The one shape of every error."""

    error = fields.Nested(ErrorBody, required=True)
