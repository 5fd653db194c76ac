"""The bounds of one request, of one operation and of one answer, each with its reason.

Owns numbers only. Those a phone must keep too are in `client_pwa/src/sync/schema.json`.
"""

from __future__ import annotations

from typing import Final

PROTOCOL: Final = 1
# A request after decompression. A thousand visits of 2 KB are 2 MB; what is larger is not a person's writing.
REQUEST_BYTES_MAX: Final = 8_000_000
# Operations of one push: a month of work offline is about a hundred.
OPS_MAX: Final = 1_000
# Groups of one push and columns of one group: every kind in every combination that people's work makes is far fewer.
GROUPS_MAX: Final = 1_000
COLUMNS_MAX: Final = 200
# The ops that one op replaces.
SUPERSEDES_MAX: Final = 100
# An operation that this server does not know is kept as it came; one of a known kind has bounds for every field.
UNKNOWN_OP_BYTES_MAX: Final = 64_000
# JSON numbers beyond this are not exact in JavaScript.
SAFE_INTEGER_MAX: Final = 2**53 - 1
# Rows of one segment before compression: about 100 KB on the wire, two seconds at 50 KB/s, and the unit that a
# broken answer loses.
SEGMENT_BYTES: Final = 400_000
# What one answer holds when the phone does not say, and the bounds of what it may say (`want.bytes`).
ANSWER_BYTES: Final = 4_000_000
ANSWER_BYTES_MIN: Final = 10_000
ANSWER_BYTES_MAX: Final = 8_000_000
# Records named gone with one key: a busy month of a province, about 400 KB. A person who loses more with one key is
# told to resync: bounded, resumable, and as private.
GONE_MAX: Final = 20_000
# A cursor's length, so that it may stand in a header or an address.
CURSOR_CHARS_MAX: Final = 512
