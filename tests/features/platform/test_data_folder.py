"""The folder of an office is its owner's alone: it holds reports, password hashes and keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from server.cli.serving import office_folder
from server.config import Config
from tests.cast import OpenOffice


def rights(folder: Path) -> int:
    return folder.stat().st_mode & 0o777


def test_an_app_makes_its_folder_for_its_owner_alone(config: Config, open_office: OpenOffice, tmp_path: Path) -> None:
    open_office(replace(config, data_dir=tmp_path / "new" / "office"))
    assert rights(tmp_path / "new" / "office") == 0o700


@pytest.mark.parametrize("given", [0o750, 0o755])
def test_the_command_line_does_too_and_leaves_a_folder_that_is_there(tmp_path: Path, given: int) -> None:
    assert rights(office_folder(tmp_path / "new")) == 0o700
    own = tmp_path / "own"
    own.mkdir()
    own.chmod(given)
    assert rights(office_folder(own)) == given
