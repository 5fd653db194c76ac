"""Which tests prove which promise: `python -m tests.tools.promises`.

Owns how a test names what it proves (docs/invariants.md, docs/failures.md): by a mark in Python, by its title in
TypeScript. Reads sources only.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.tidy.sources import files, text, tree

KINDS: Final = ("invariant", "failure")
# [invariant cursor-with-rows] [failure 13]
_TITLE: Final = re.compile(r"\[(invariant|failure) ([\w-]+)\]")
_ROW: Final = {
    "invariant": re.compile(r"^\| \d+ \| `([\w-]+)` \|", re.MULTILINE),
    "failure": re.compile(r"^\| (\d+) \| .* \| [\d, ]+ \|$", re.MULTILINE),
}

Named = tuple[str, str]


def promised(kind: str) -> list[str]:
    """The names of all promises of a kind, as its document lists them."""
    return _ROW[kind].findall(text(Path(f"docs/{kind}s.md")))


def proofs() -> dict[Named, list[str]]:
    """(kind, name) → the tests that prove it, as `path::test`."""
    found: dict[Named, list[str]] = defaultdict(list)
    for path in files("tests/**.py"):
        for named, test in _marked(path):
            found[named].append(test)
    for path in files("client_pwa/src/**.test.ts"):
        for line in text(path).splitlines():
            for kind, name in _TITLE.findall(line):
                found[kind, name].append(f"{path}::{line.strip()[:100]}")
    return dict(found)


def _marked(path: Path) -> Iterator[tuple[Named, str]]:
    """What the functions and classes of a file, and the file itself (`pytestmark`), are marked with."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            marks, test = node.decorator_list, node.name
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            marks, test = [node.value], "all"
        else:
            continue
        for mark in marks:
            yield from ((named, f"{path}::{test}") for named in _names(mark))


def _names(mark: ast.expr) -> Iterator[Named]:
    for call in ast.walk(mark):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func).startswith("pytest.mark.")):
            continue
        kind = ast.unparse(call.func).removeprefix("pytest.mark.")
        if kind in KINDS:
            yield from ((kind, str(ast.literal_eval(argument))) for argument in call.args)


def main() -> None:
    """Print every promise with its tests."""
    found = proofs()
    for kind in KINDS:
        for name in promised(kind):
            tests = found.get((kind, name), [])
            print(f"{kind} {name}: {len(tests)}", *tests, sep="\n    ")


if __name__ == "__main__":
    main()
