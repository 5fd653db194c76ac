"""Documents that name files, commands or settings name ones that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tests.tidy.sources import ROOT, files, text

# Where a path in a document may start: the root, or a place that the document speaks of all along.
STARTS: Final = ("", "client_pwa", "client_pwa/src", "server", "server/features", "tests", "docs")
CODE: Final = re.compile(r"`([^`\n]+)`")
LINK: Final = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)(?:#[^)]*)?\)")
FILE: Final = re.compile(r"^[\w.-]+(?:/[\w.-]+)*/?$")
SUFFIXES: Final = {".py", ".ts", ".svelte", ".css", ".md", ".toml", ".ftl", ".json", ".csv", ".html", ".tsv"}
# Made by the build or by running; or names of files that users, not the project, have.
MADE: Final = ("server/static/app", "static/app", "client_pwa/node_modules", "client_pwa/src/gen", ".venv", "dist")


def is_path(word: str) -> bool:
    """Whether a word in code type names a file or folder: it has a slash, and a known ending or a slash last."""
    return bool(FILE.match(word)) and "/" in word and (word.endswith("/") or Path(word).suffix in SUFFIXES)


def exists(word: str, beside: Path) -> bool:
    if word.startswith(MADE) or (ROOT / beside.parent / word).exists():
        return True
    return any((ROOT / start / word).exists() for start in STARTS)


def documents() -> tuple[Path, ...]:
    return files("*.md")


def test_files_that_documents_name_are_there() -> None:
    named = [(path, word.split(":")[0]) for path in documents() for word in CODE.findall(text(path))]
    assert [f"{path}: {word}" for path, word in named if is_path(word) and not exists(word, path)] == []


def test_links_between_documents_lead_somewhere() -> None:
    linked = [(path, target) for path in documents() for target in LINK.findall(text(path))]
    assert [f"{path}: {target}" for path, target in linked if not (ROOT / path.parent / target).exists()] == []


def test_commands_that_documents_name_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", text(Path("Makefile")), re.MULTILINE))
    named = {(str(path), name) for path in documents() for name in re.findall(r"`make ([a-z][\w-]*)", text(path))}
    assert sorted((path, name) for path, name in named if name not in targets) == []


def test_every_room_stands_in_the_plans_of_the_house() -> None:
    rooms = {path.parts[2] for path in files("server/features/*/*.py")}
    for plan in (Path("README.md"), Path("docs/architecture.md")):
        assert sorted(rooms - set(re.findall(r"\w+", text(plan)))) == [], plan


def test_a_file_that_is_not_there_is_noticed() -> None:
    assert is_path("server/nowhere.py") and not exists("server/nowhere.py", Path("README.md"))
    assert is_path("tests/tidy/") and exists("tests/tidy/", Path("README.md"))
    assert not is_path("/api/sync") and not is_path("text/html")
