"""Two people's edits of one text, joined when they do not touch.

Owns the three-way merge of words. Pure and bounded.

A text is cut into tokens: a word or a mark with the space after it. Each side's edits are spans of the base:

    base   Thôn 3 | còn | 5 | hộ nghèo. | Đường hỏng.
    mine           [5 → 4]
    theirs                                [Đường hỏng → Đường đã sửa]      no token is shared and none adjoins: joined

    mine           [5 → 4]
    theirs             [hộ nghèo → hộ cận nghèo]                           adjoining: a person must choose

Edits of which one begins where the other ends are taken to touch: "5 hộ" made "4 hộ" here and "5 hộ cận nghèo" there is
one statement, and no program can say which is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sync.values import normal

# Steps of the comparison, about a quarter of a second. Two texts of forty pages that share nothing exceed it; they are
# then shown to a person, as two texts that differ that much should be.
STEPS_MAX: Final = 1_000_000

_TOKEN: Final = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens start … end of the base became `text`."""

    start: int
    end: int
    text: str


class TooFarError(Exception):
    """Two texts differ too much to be compared within `STEPS_MAX`."""


def joined(base: str, mine: str, theirs: str) -> str | None:
    """The text with both sides' edits in NFC; None when edits touch, or when a side differs too much to tell."""
    tokens = tokens_of(base)
    try:
        both = [*edits(tokens, tokens_of(mine)), *edits(tokens, tokens_of(theirs))]
    except TooFarError:
        return None
    ordered = sorted(set(both), key=lambda edit: (edit.start, edit.end))
    if any(later.start <= earlier.end for earlier, later in pairwise(ordered)):
        return None
    return normal("".join(_applied(tokens, ordered)))


def tokens_of(text: str) -> list[str]:
    """The text in tokens; put together again they are the text."""
    return _TOKEN.findall(text)


def edits(base: Sequence[str], other: Sequence[str]) -> list[Edit]:
    """The fewest edits that turn `base` into `other`, in order. TooFarError beyond `STEPS_MAX`."""
    found: list[Edit] = []
    at = to = 0
    for base_at, other_at, length in [*_kept_runs(base, other), (len(base), len(other), 0)]:
        if base_at > at or other_at > to:
            found.append(Edit(at, base_at, "".join(other[to:other_at])))
        at, to = base_at + length, other_at + length
    return found


def _applied(tokens: Sequence[str], ordered: Sequence[Edit]) -> Iterator[str]:
    at = 0
    for edit in ordered:
        yield from tokens[at : edit.start]
        yield edit.text
        at = edit.end
    yield from tokens[at:]


def _kept_runs(base: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs of tokens that both have: (place in base, place in other, length), in order."""
    head = 0
    while head < min(len(base), len(other)) and base[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(base), len(other)) - head and base[-1 - tail] == other[-1 - tail]:
        tail += 1
    middle = _middle_runs(base[head : len(base) - tail], other[head : len(other) - tail])
    runs = [(0, 0, head), *((a + head, b + head, size) for a, b, size in middle)]
    return [run for run in [*runs, (len(base) - tail, len(other) - tail, tail)] if run[2]]


def _middle_runs(base: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    pairs = _kept_pairs(base, other) if base and other else []
    runs: list[tuple[int, int, int]] = []
    for a, b in pairs:
        if runs and runs[-1][0] + runs[-1][2] == a and runs[-1][1] + runs[-1][2] == b:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((a, b, 1))
    return runs


def _kept_pairs(base: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """The places of the tokens of a longest common subsequence (Myers 1986, forward, with the trace kept).

    `furthest[k]` is how far into the base a path with d edits gets on diagonal k = base − other. Memory is d² numbers,
    bounded with the steps.
    """
    furthest = [0] * (2 * (len(base) + len(other)) + 3)
    trace: list[list[int]] = []
    steps = 0
    for d in range(len(base) + len(other) + 1):
        # Diagonals −d−1 … d+1 of this round; a negative index reaches the list's end, where they lie.
        trace.append([furthest[k] for k in range(-d - 1, d + 2)])
        for k in range(-d, d + 1, 2):
            down = k == -d or (k != d and furthest[k - 1] < furthest[k + 1])
            x = start = furthest[k + 1] if down else furthest[k - 1] + 1
            while x < len(base) and x - k < len(other) and base[x] == other[x - k]:
                x += 1
            furthest[k] = x
            steps += x - start + 2
            if x >= len(base) and x - k >= len(other):
                return _walked_back(trace, len(base), len(other))
        if steps > STEPS_MAX:
            raise TooFarError
    return []


def _walked_back(trace: Sequence[Sequence[int]], x: int, y: int) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for d in range(len(trace) - 1, -1, -1):
        furthest, k, zero = trace[d], x - y, d + 1
        down = k == -d or (k != d and furthest[zero + k - 1] < furthest[zero + k + 1])
        before = k + 1 if down else k - 1
        start_x = furthest[zero + before] if d else 0
        start_y = start_x - before if d else 0
        while x > start_x and y > start_y:
            x, y = x - 1, y - 1
            kept.append((x, y))
        x, y = start_x, start_y
    return kept[::-1]
