"""Erasing words from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import main
from tests.cast import Cast
from tests.features.visits.stories import submit
from tests.hand import Hands

Run = Callable[..., Result]
NAME = "Nguyễn Văn Ẩn"


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command on the cast's own office."""
    monkeypatch.setattr("server.opening.open_server", lambda *_args: cast.here)

    def run_(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--data-dir", str(tmp_path)])

    return run_


def test_an_operator_looks_which_parts_there_are_erases_one_and_lists_it(hands: Hands, run: Run) -> None:
    visit = submit(hands.owner, findings=f"Gặp ông {NAME}.")
    shown = run("erase", visit)
    assert (shown.exit_code, "findings" in shown.output, NAME in shown.output) == (0, True, False), shown.output
    why = ("--ground", "no_basis", "--reason", "Tên người dân.", "--by", "admin")
    done = run("erase", visit, "--part", "findings", *why)
    assert done.exit_code == 0, done.output
    report = hands.owner.sees("report", visit)
    assert report is not None
    assert (report["findings"], report["erased"][0][0]) == (None, "findings")
    listed = run("erase", "--list")
    assert (listed.exit_code, "Người admin" in listed.output, "Tên người dân." in listed.output) == (0, True, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("erase", "BC-2024-9999"),
        ("erase", "BC-2024-9999", "--ground", "order", "--reason", "Có."),
        ("erase", "{visit}", "--ground", "order"),
        ("erase", "{visit}", "--ground", "because", "--reason", "Có."),
        ("erase", "{visit}", "--ground", "order", "--reason", "Có.", "--by", "nobody-of-this-name"),
    ],
)
def test_what_is_not_there_or_has_no_ground_is_told_in_a_sentence(
    hands: Hands, run: Run, arguments: tuple[str, ...]
) -> None:
    visit = submit(hands.owner)
    done = run(*(each.format(visit=visit) for each in arguments))
    assert (done.exit_code, "Traceback" in done.output) == (1, False), done.output
    assert hands.owner.sees("report", visit)["findings"]  # type: ignore[index]
