"""The list of deliberate faults keeps up with the code: each can still be planted, and there are enough of them."""

from __future__ import annotations

from tests.mutants.catalogue import ROOT, mutants, places

AT_LEAST = 40


def test_each_fault_can_be_planted_in_exactly_one_place() -> None:
    assert [one.name for one in mutants() if places(one) != 1] == []


def test_there_are_enough_in_both_languages_each_with_a_name_of_its_own() -> None:
    names = [one.name for one in mutants()]
    assert len(set(names)) == len(names) >= AT_LEAST
    assert {one.in_typescript for one in mutants()} == {True, False}


def test_the_tests_that_must_notice_are_there() -> None:
    roots = {one.name: ROOT / ("client_pwa" if one.in_typescript else "") for one in mutants()}
    files = [(one.name, roots[one.name] / by.partition("::")[0]) for one in mutants() for by in one.by]
    assert [name for name, path in files if not path.exists()] == []
