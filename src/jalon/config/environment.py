"""Every value that an installation may set, read once from JALON_* variables, frozen, wrong values refused."""

import contextlib
import os
import secrets
import stat
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS = frozenset({"JALON_SECRET_KEY", "JALON_DATABASE_URL", "JALON_SMTP_URL"})
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


class EnvironmentProblem(RuntimeError):
    """A setting is wrong: the message names the variable and what is expected."""


class Environment(BaseSettings):
    """The settings of one instance. Every field is the variable JALON_<NAME IN CAPITALS>."""

    model_config = SettingsConfigDict(env_prefix="JALON_", frozen=True, extra="forbid", env_ignore_empty=True)

    var_dir: Path = Field(default=Path("var"), description="where data, keys and publications are kept")
    database_url: str = Field(default="", description="postgresql://user:password@host:port/name; empty: SQLite")
    secret_key: str = Field(default="", description="empty: made once and kept in var_dir/keys/secret_key")
    base_url: str = Field(default="http://localhost:8000", description="public address of the instance")
    allowed_hosts: str = Field(default="", description="more host names, separated by commas")
    debug: bool = False
    demo: bool = Field(default=False, description="serves demonstration accounts; refused off loopback")
    time_zone: str = "Europe/Paris"
    country: str = "FR"
    outbound: bool = Field(default=False, description="may the server talk to other hosts (mail apart)")
    smtp_url: str = Field(default="", description="smtp://user:password@host:587; empty: mail stays in the outbox")
    mail_from: str = "jalon@localhost"
    trusted_proxies: int = Field(default=0, ge=0, le=5, description="how many proxies stand before the server")
    clamd: str = Field(default="", description="host:port or socket of clamd; empty: no daemon")
    max_upload_mb: int = Field(default=20, ge=1, le=500)
    log_json: bool = False
    security_contact: str = Field(default="", description="mailto: or https: address for reports of flaws")
    rooms: Literal["all", "portal", "office"] = Field(
        default="all", description="portal: public pages only, no database; office: signed-in pages only"
    )

    @field_validator("base_url")
    @classmethod
    def _whole_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("expected an address such as https://jalon.example.org")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"postgresql", "postgres", "sqlite"}:
            raise ValueError("expected postgresql://user:password@host:port/name, sqlite:///path, or nothing")
        return value

    @model_validator(mode="after")
    def _demo_stays_here(self) -> "Environment":
        """The passwords of the demonstration are known: it never answers under a public name."""
        if self.demo and not (self.loopback and set(self.hosts) <= LOOPBACK_HOSTS):
            raise ValueError(
                "the demonstration has known passwords and is served on this machine only: unset JALON_DEMO, "
                "or set JALON_BASE_URL=http://localhost:8000 and no JALON_ALLOWED_HOSTS"
            )
        return self

    @property
    def keys_dir(self) -> Path:
        """Private keys: never in a backup that is not encrypted."""
        return self.var_dir / "keys"

    @property
    def publication_dir(self) -> Path:
        """Blobs, part versions and Releases: all that the portal reads."""
        return self.var_dir / "publication"

    @property
    def files_dir(self) -> Path:
        """Private files, named by their SHA-256."""
        return self.var_dir / "files"

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def loopback(self) -> bool:
        """Whether the instance is only reachable from its own machine."""
        return self.host in LOOPBACK_HOSTS

    @property
    def hosts(self) -> list[str]:
        """The Host headers that are answered."""
        own = [self.host, *(name.strip() for name in self.allowed_hosts.split(",") if name.strip())]
        return sorted({*own, *(LOOPBACK_HOSTS if self.loopback else ())})

    @property
    def on_postgresql(self) -> bool:
        """Whether the database is a server of its own, with roles of its own."""
        return self.database_url.startswith("postgres")

    def database(self) -> dict[str, object]:
        """The Django DATABASES entry; empty for a portal, which has no database."""
        if self.rooms == "portal":
            return {}
        if not self.database_url or self.database_url.startswith("sqlite"):
            return _sqlite(self.var_dir / "jalon.sqlite3", self.database_url)
        return _postgresql(self.database_url)

    def key(self) -> str:
        """The secret key: as set, or made once with the rights of its owner only."""
        return self.secret_key or _kept_secret(self.keys_dir / "secret_key")


def _sqlite(path: Path, url: str) -> dict[str, object]:
    name = Path(urlsplit(url).path[1:]) if url else path
    name.parent.mkdir(parents=True, exist_ok=True)
    if not name.exists():
        name.touch(mode=0o600)  # drafts are no business of the machine's other accounts; -wal and -shm follow
    _close_to_others(name)
    start = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": start}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(name), "OPTIONS": options}


def _close_to_others(name: Path) -> None:
    """A database that an earlier program made may be read by every account of the machine: no longer. Files of another
    owner are left to them."""
    for path in (name, *(name.with_name(f"{name.name}{end}") for end in ("-wal", "-shm"))):
        with contextlib.suppress(FileNotFoundError, PermissionError):
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & 0o077:
                path.chmod(mode & 0o700)


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


def _in_words(place: tuple[int | str, ...], message: str, read: object) -> str:
    if not place:  # several variables together: the message names them
        return message
    name = f"JALON_{'_'.join(map(str, place))}".upper()
    shown = "(not shown)" if name in SECRETS else repr(read)
    return f"{name}: {message} (read: {shown})"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The instance's settings; raises EnvironmentProblem with one line for each wrong variable."""
    try:
        return Environment()
    except ValidationError as error:
        lines = [_in_words(problem["loc"], problem["msg"], problem["input"]) for problem in error.errors()]
        raise EnvironmentProblem("Wrong settings:\n" + "\n".join(lines)) from None
