"""Under which system account the embedded PostgreSQL runs: it refuses root, so root lends it an account of its own."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opora.toolkit.postgres.binaries import installation
from opora.toolkit.postgres.errors import PostgresFailure

SYSTEM_ACCOUNT = "opora-db"


@dataclass(frozen=True, slots=True)
class Account:
    """The account PostgreSQL runs under (`uid`, `gid`) and the name of the account Opora itself runs under."""

    uid: int
    gid: int
    opora_name: str

    @property
    def switch(self) -> dict[str, Any]:
        """Options of `subprocess` that start a program under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}

    @property
    def is_other(self) -> bool:
        """PostgreSQL runs under another account than Opora."""
        return self.uid != os.geteuid()


def of(pgdata: Path) -> Account:
    """The account for the cluster in `pgdata`: its owner, the own account, or for root one made for the purpose."""
    own = pwd.getpwuid(os.geteuid())
    if own.pw_uid != 0:
        return Account(own.pw_uid, own.pw_gid, own.pw_name)
    owner = pgdata.stat() if pgdata.exists() else None
    if owner and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, own.pw_name)
    entry = _system_account()
    return Account(entry.pw_uid, entry.pw_gid, own.pw_name)


def open_way(data: Path, who: Account) -> None:
    """Let the account walk through (not list) the folders on the way to the data and to PostgreSQL's own files."""
    data.chmod(0o711 if who.is_other else 0o700)
    if not who.is_other:
        return
    _let_through(data)
    _let_through(installation())
    _let_read(installation())


def give(folder: Path, who: Account) -> None:
    """Make the account the owner of a folder and everything in it."""
    if not who.is_other:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, who.uid, who.gid, follow_symlinks=False)


def _system_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_ACCOUNT)
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT]
    try:
        subprocess.run(command, check=False, capture_output=True, text=True, timeout=30)
        return pwd.getpwnam(SYSTEM_ACCOUNT)
    except (OSError, KeyError, subprocess.TimeoutExpired) as error:
        raise PostgresFailure(
            f"PostgreSQL does not run as root and the account {SYSTEM_ACCOUNT} could not be made: "
            "run Opora under an ordinary account, or set DATABASE_URL."
        ) from error


def _let_through(path: Path) -> None:
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _let_read(root: Path) -> None:
    """Readable for all, as after an ordinary installation (a narrow umask makes it unreadable)."""
    if (root / "bin" / "postgres").stat().st_mode & stat.S_IXOTH:
        return
    for path in (root, *root.rglob("*"), *_shared_libraries(root)):
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def _shared_libraries(root: Path) -> list[Path]:
    beside = root.parent.parent / f"{root.parent.name}.libs"
    return [beside, *beside.rglob("*")] if beside.exists() else []
