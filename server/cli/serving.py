"""Starting the server: what must be ready is made ready by a process of its own, then granian serves.

    diaban demo ─▶ prepare (another process: migrate, seed, say what there is) ─▶ server.watching ─▶ server.worker

The preparing process takes its memory with it when it ends; the one that stays becomes granian and nothing else.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final, NoReturn

from server.cli.telling import give_up, tell

# Where server.watching listens.
HOST: Final = "127.0.0.1"
# A folder with this file was made by `diaban demo` and may be emptied by `--fresh`; no other is ever touched.
DEMO_MARK: Final = ".diaban-demo"


def serve_demo(port: int, data_dir: Path | None, *, fresh: bool, browser: bool) -> NoReturn:
    """Serve the demo province; make it first where there is none. This process becomes the server."""
    # Neither the database nor the backups of a real office are the demo's, whatever this shell is set to.
    for name in ("DIABAN_DATABASE_URL", "DIABAN_BACKUP_DIR"):
        os.environ.pop(name, None)
    folder = _folder(data_dir, "demo")
    check_port(port)
    if fresh:
        empty_demo(folder)
    _prepare("demo", folder, port)
    if browser:
        _open_browser(f"http://localhost:{port}")
    _serve(folder, port)


def serve_office(port: int, data_dir: Path | None) -> NoReturn:
    """Serve a real office. This process becomes the server."""
    folder = office_folder(data_dir)
    check_port(port)
    _prepare("office", folder, port)
    _serve(folder, port)


def check_port(port: int) -> None:
    """End with a sentence when something else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            give_up(tell("cli-port-taken", port=str(port)))


def empty_demo(folder: Path) -> None:
    """Throw a demo's data away. Ends with a sentence when the folder holds anything else."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / DEMO_MARK).exists():
        give_up(tell("cli-not-a-demo", folder=str(folder)))
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()


def office_folder(data_dir: Path | None) -> Path:
    """Where a real office's data lies; the folder is made."""
    return _folder(data_dir, "office")


def _folder(data_dir: Path | None, name: str) -> Path:
    own = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "diaban" / name
    chosen = data_dir or Path(os.environ.get("DIABAN_DATA_DIR") or own)
    folder = chosen.resolve()
    # Its owner's alone, as in the factory; one that is there keeps the rights it was given.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _prepare(kind: str, folder: Path, port: int) -> None:
    command = [sys.executable, "-m", "server.cli.preparing", kind, str(folder), str(port)]
    try:
        ended = subprocess.run(command, check=False).returncode  # noqa: S603 - our own module
    except KeyboardInterrupt:
        ended = 130
    if ended:
        sys.exit(ended)


def _open_browser(url: str) -> None:
    # Without a desktop there is only a text browser, which would take the terminal.
    if sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        subprocess.Popen([sys.executable, "-m", "server.cli.browsing", url])  # noqa: S603 - our own module


def _serve(folder: Path, port: int) -> NoReturn:
    """Become the process that watches: what it took to come here is given back."""
    sys.stdout.flush()
    workers = os.environ.get("DIABAN_WORKERS") or "1"
    os.execv(sys.executable, [sys.executable, "-m", "server.watching", str(folder), str(port), workers])  # noqa: S606
