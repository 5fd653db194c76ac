"""Every promise of the documents is proved by a test that names it, and no test names one that is not there."""

from __future__ import annotations

import pytest

from tests.tools.promises import KINDS, promised, proofs


@pytest.mark.parametrize("kind", KINDS)
def test_every_promise_has_a_test_that_names_it(kind: str) -> None:
    proved = {name for found, name in proofs() if found == kind}
    assert [name for name in promised(kind) if name not in proved] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_test_names_a_promise_that_is_not_there(kind: str) -> None:
    assert {name for found, name in proofs() if found == kind} <= set(promised(kind))


def test_the_documents_list_what_the_protocol_promises() -> None:
    assert (len(promised("invariant")), len(promised("failure"))) == (20, 49)
