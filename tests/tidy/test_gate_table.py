"""What `make test` sees across its gates: the same tests on both stores, and none left out in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.tools.gates import PYTEST_GATES, closing_words, faults_across_gates

RAN: Final = '<testcase classname="tests.a" name="test_it_sends" />'
SKIPPED: Final = '<testcase classname="tests.a" name="test_it_sends"><skipped type="pytest.skip" /></testcase>'
EXPECTED: Final = '<testcase classname="tests.a" name="test_it_sends"><skipped type="pytest.xfail" /></testcase>'
OTHER: Final = '<testcase classname="tests.a" name="test_it_waits" />'


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    for gate in PYTEST_GATES:
        report(tmp_path, gate, RAN)
    return tmp_path


def report(folder: Path, gate: str, *cases: str) -> None:
    (folder / f"{gate}.xml").write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")


def test_equal_lists_without_a_skip_are_right(reports: Path) -> None:
    assert faults_across_gates(reports) == []


def test_a_test_on_one_store_only_is_named(reports: Path) -> None:
    report(reports, "test-pg", RAN, OTHER)
    assert faults_across_gates(reports) == ["not on both stores: tests.a::test_it_waits"]


def test_a_skip_is_a_fault_and_an_expected_failure_is_not(reports: Path) -> None:
    report(reports, "e2e", SKIPPED)
    report(reports, "tidy", EXPECTED)
    assert faults_across_gates(reports) == ["e2e: 1 skipped; such a test must fail"]


def test_a_gate_that_ran_nothing_is_a_fault(reports: Path) -> None:
    (reports / "e2e.xml").unlink()
    assert faults_across_gates(reports) == ["e2e: no test ran"]


def test_a_gate_is_summed_up_by_its_own_count_else_by_its_last_words() -> None:
    assert closing_words("....\n2 failed, 5 passed in 1.2s\nmake: *** [e2e] Error 1\n") == "2 failed, 5 passed in 1.2s"
    assert closing_words("All checks passed!\n\n") == "All checks passed!"
    assert closing_words("") == "nothing said"
