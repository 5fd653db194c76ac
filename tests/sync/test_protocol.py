"""Whatever bytes come, they are a request of ours or refused whole."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.client import Client
from sync.limits import OPS_MAX
from sync.ports import Patch
from sync.protocol import BadBody, TooLarge, read_request
from sync.reading import read_kept, read_ops
from tests.factories import id_of

ENVELOPE = json.loads((Path(__file__).parents[2] / "sync/vectors/envelope_faults.json").read_text("utf-8"))["envelope"]
ME, PHONE = id_of("me"), id_of("phone")
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=5), one, max_size=3),
    max_leaves=8,
)


def read(data: bytes) -> None:
    """Read a request to its last operation; only what the peer did wrong may be raised."""
    try:
        request = read_request(data)
        if request.push is not None:
            read_ops(request.push, author=ME, device=PHONE)
    except (BadBody, TooLarge):
        return


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read(data)


@given(anything)
def test_any_json_is_read_or_refused(value: Any) -> None:
    read(json.dumps(value).encode())


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for step, one in inner for found in paths(one, (*path, step)))]


@given(st.sampled_from([path for path in paths(ENVELOPE) if path]), anything)
def test_anything_anywhere_is_read_or_refused(path: tuple[str | int, ...], value: Any) -> None:
    envelope = json.loads(json.dumps(ENVELOPE).replace("$person", ME).replace("$device", PHONE).replace("$unit", ME))
    place = envelope
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    read(json.dumps(envelope).encode())


def test_too_many_operations_are_too_large() -> None:
    client = Client(ME, PHONE, lambda: id_of("same"))
    for _ in range(OPS_MAX + 1):
        client.say("draft.restore", ME, role="cadre", at=0)
    with pytest.raises(TooLarge):
        read_request(client.request(0, ops_max=OPS_MAX + 1))
    assert read_request(client.request(0)).push is not None


def test_a_kept_operation_reads_as_it_came() -> None:
    client = Client(ME, PHONE, lambda: id_of("one"))
    client.say("visit.submit", ME, role="cadre", at=5, args={"round": 1}, patch=Patch(set={"village": "Thôn 3"}))
    push = read_request(client.request(0)).push
    assert push is not None
    [sealed] = read_ops(push, author=ME, device=PHONE)
    kept, sent = read_kept(sealed.body(7), author=ME, device=PHONE)
    assert (kept.op, sent) == (sealed.op, 7)


def test_half_a_pair_of_one_operation_leaves_the_others_alone() -> None:
    client = Client(ME, PHONE, iter([id_of("inc"), id_of("a"), id_of("b")]).__next__)
    for village in ("HALF", "mưa 🌧 và \\ud800 viết ra"):
        client.say("draft.save", ME, role="cadre", at=0, patch=Patch(set={"village": village}))
    push = read_request(client.request(0).replace(b"HALF", b"\\ud83d")).push
    assert push is not None
    broken, whole = read_ops(push, author=ME, device=PHONE)
    assert broken.fault is not None
    assert broken.fault.code == "bad_character"
    assert whole.op is not None
    assert whole.op.patch.set["village"] == "mưa 🌧 và \\ud800 viết ra"
