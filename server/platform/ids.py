"""New ids. The one place in the server that takes them from chance; everything else is given them."""

from __future__ import annotations

import uuid


def new_id() -> str:
    """A new lower-case UUID."""
    return str(uuid.uuid4())
