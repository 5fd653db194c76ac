"""What an installation may set, and from where: environment variables, then defaults.

Owns the names `DIABAN_*` and their meaning. Nothing here opens a file, a socket or a database.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

# A push of 512 KB compressed, a spreadsheet of some thousand rows and a photo's chunk all fit; a flood does not.
BODY_SIZE_BYTES_MAX: Final = 8 * 1024 * 1024
# What OWASP asks for (argon2id, two passes: server/platform/passwords.py). Each hash being made holds this much.
PASSWORD_MEMORY_KIB: Final = 19 * 1024
# One at a time is forty sign-ins a second; more would take memory from the people who are syncing.
PASSWORD_HASHES_MAX: Final = 1

_LOCAL_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
_STATIC_DIR: Final = Path(__file__).parent / "static" / "app"


# Of one address, in each process; an office of sixty behind one address stays far below.
REQUESTS_PER_MINUTE: Final = 1200


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one running office.

    `database_url` None is an SQLite file in `data_dir`. `public_origin` is the address people type, such as
    `https://diaban.example.vn`; None is right for a server that is reached on this machine alone. `trust_proxy`
    counts the proxies in front whose `X-Forwarded-*` may be believed.
    """

    data_dir: Path
    database_url: str | None = None
    public_origin: str | None = None
    trust_proxy: int = 0
    static_dir: Path = _STATIC_DIR
    password_memory_kib: int = PASSWORD_MEMORY_KIB
    password_hashes_max: int = PASSWORD_HASHES_MAX
    body_size_bytes_max: int = BODY_SIZE_BYTES_MAX
    requests_per_minute: int = REQUESTS_PER_MINUTE
    # Names this server answers to; empty: any. A page of another site that resolves to this machine is then refused.
    hosts: tuple[str, ...] = ()
    sign_ins_per_minute: int = 30
    # Where mail is handed in (`smtp://user:password@host`), and in whose name; None: none is sent.
    mail_url: str | None = None
    mail_from: str | None = None
    # Hosts of push services beside the known ones.
    push_hosts: tuple[str, ...] = ()
    # A file that names the office's gateway to other networks, with its password in it; None: there is no gateway.
    gateway_url_file: Path | None = None
    # Whether this process may do the office's jobs; those beside a `diaban worker` may not.
    does_jobs: bool = True
    # Where a backup is made every day, and the file whose first line locks it; None: none is, and it is not locked.
    backup_dir: Path | None = None
    backup_pass_phrase_file: Path | None = None

    @property
    def blobs_dir(self) -> Path:
        """Where the bytes of photos lie."""
        return self.data_dir / "files"

    @property
    def erasures_file(self) -> Path:
        """The list of erasures, which no backup holds."""
        return self.data_dir / "erasures.jsonl"

    @property
    def backups_dir(self) -> Path:
        """Where backups go that name no other place."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def url(self) -> str:
        """The database to open, as an SQLAlchemy address."""
        return self.database_url or f"sqlite:///{self.data_dir / 'diaban.sqlite3'}"


def read_config(environment: Mapping[str, str] | None = None, *, data_dir: Path | None = None) -> Config:
    """The settings that the environment gives. ValueError where a number is asked for and none is given."""
    given = os.environ if environment is None else environment
    chosen = data_dir or Path(given.get("DIABAN_DATA_DIR") or Path.home() / ".local" / "share" / "diaban")
    origin = given.get("DIABAN_PUBLIC_ORIGIN")
    return Config(
        data_dir=chosen,
        database_url=given.get("DIABAN_DATABASE_URL") or None,
        public_origin=origin.rstrip("/") if origin else None,
        trust_proxy=int(given.get("DIABAN_TRUST_PROXY") or 0),
        backup_dir=_path(given.get("DIABAN_BACKUP_DIR")),
        backup_pass_phrase_file=_path(given.get("DIABAN_BACKUP_PASS_PHRASE_FILE")),
        requests_per_minute=int(given.get("DIABAN_REQUESTS_PER_MINUTE") or REQUESTS_PER_MINUTE),
        mail_url=given.get("DIABAN_MAIL_URL") or None,
        mail_from=given.get("DIABAN_MAIL_FROM") or None,
        push_hosts=tuple((given.get("DIABAN_PUSH_HOSTS") or "").split()),
        gateway_url_file=_path(given.get("DIABAN_GATEWAY_URL_FILE")),
        does_jobs=given.get("DIABAN_JOBS") != "off",
        hosts=(*_LOCAL_HOSTS, *_host_of(origin), *(given.get("DIABAN_HOSTS") or "").split()),
    )


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _host_of(origin: str | None) -> tuple[str, ...]:
    name = urlsplit(origin).hostname if origin else None
    return (name,) if name else ()
