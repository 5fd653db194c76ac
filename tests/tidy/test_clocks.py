"""Time and chance are arguments: nobody reads a clock or draws a number where an answer is computed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.tidy.sources import files, lines, tree, within

# The one clock; the command line, which starts processes; and the tests, which measure.
MAY_READ_CLOCKS: Final = ("server/platform/clock.py", "server/cli.py", "server/cli", "tests", "client_pwa")
CLOCKS: Final = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime",
}  # fmt: skip
CHANCE: Final = {"random", "secrets", "uuid.uuid1", "uuid.uuid4", "os.urandom", "uuid4"}
# Where the phone's answers are computed; elsewhere instants come from view/office.svelte.ts and ids from store/ids.ts.
PURE_IN_APP: Final = re.compile(
    r"^client_pwa/src/(sync/(?!testing).*|features/.*(rules|overlay|cards|lists|figures)|view/(diff|fold|format|paths))\.ts$"
)
READS_IN_APP: Final = re.compile(
    r"\bDate\.now\(|new Date\(\)|Math\.random\(|crypto\.(randomUUID|getRandomValues)\(|performance\.now\("
)


def named(node: ast.expr) -> str:
    """`a.b.c` of an attribute chain, by its last two parts: `datetime.now` of `datetime.datetime.now`."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts[:2]))


def calls(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield f"{path}:{node.lineno}", named(node.func)


def test_only_the_clock_reads_the_clock() -> None:
    code = [path for path in files("*.py") if not within(path, *MAY_READ_CLOCKS)]
    assert [(where, name) for path in code for where, name in calls(path) if name in CLOCKS] == []


def test_rules_and_sync_draw_no_chance() -> None:
    code = [path for path in files("sync/*.py", "server/features/**/rules.py") if path.name != "http_transport.py"]
    found = [(where, name) for path in code for where, name in calls(path)]
    assert [each for each in found if each[1] in CHANCE or each[1].split(".")[0] in CHANCE] == []


def test_the_apps_pure_modules_read_neither_clock_nor_chance() -> None:
    scripts = [path for path in files("client_pwa/src/**.ts") if ".test." not in path.name]
    code = [path for path in scripts if PURE_IN_APP.match(str(path))]
    assert code, "no pure module was found"
    assert [where for path in code for where, line in lines(path) if READS_IN_APP.search(line)] == []


def test_a_planted_clock_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "rules.py"
    planted.write_text("import datetime\n\ndef due():\n    return datetime.datetime.now()\n")
    assert [name for _, name in calls(planted)] == ["datetime.now"]
