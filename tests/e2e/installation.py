"""One installation of the whole product as processes, and everything a test does to it from outside."""

from __future__ import annotations

import http.client
import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from opora.charters import shipped
from opora.toolkit import postgres
from tests.e2e.people import ADDRESS, DESK

REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0  # on a busy machine; a quiet one needs two to ten
MOSCOW = ZoneInfo("Europe/Moscow")


def until(happened: Callable[[], Any], seconds: float = 60.0, *, why: Callable[[], str] = str) -> Any:
    """Ask again and again until the answer is true; gives it. Fails with the words of `why` after `seconds`."""
    ends = time.monotonic() + seconds
    while not (answer := happened()):
        assert time.monotonic() < ends, f"it did not happen within {seconds:g} s. {why()}"
        time.sleep(0.05)
    return answer


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def children(pid: int) -> list[int]:
    """The processes a process has started."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    """It runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return False


@dataclass
class Installation:
    """A data folder, its ports, and the supervisor that runs (or not)."""

    data: Path
    port: int = field(default_factory=free_port)
    mail_port: int = field(default_factory=free_port)
    catch_port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    _read: dict[str, EmailMessage] = field(default_factory=dict)

    # --- Its processes ---------------------------------------------------------------------------------------------

    def environment(self, **changes: str) -> dict[str, str]:
        """What its processes see; a demonstration whose time can be moved."""
        own = {
            "OPORA_DATA": str(self.data),
            "PORT": str(self.port),
            "OPORA_MAIL_PORT": str(self.mail_port),
            "OPORA_CATCH_PORT": str(self.catch_port),
            "OPORA_URL": f"http://127.0.0.1:{self.port}",
            "PYTHONUNBUFFERED": "1",
        }
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "OPORA_SMTP_URL")}
        return {**kept, **own, **self.settings, **changes}

    def opora(self, *words: str, **changes: str) -> str:
        """Run a command to its end; gives what it printed. Fails when it does."""
        ended = self.run("opora.cli", *words, **changes)
        assert ended.returncode == 0, f"opora {' '.join(words)}: {ended.stdout}{ended.stderr}"
        return ended.stdout

    def run(self, module: str, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run a module of Python in the installation's environment."""
        command = [sys.executable, "-m", module, *words]
        environment = self.environment(**changes)
        return subprocess.run(command, check=False, cwd=REPOSITORY, env=environment, capture_output=True, text=True)

    def furnish(self) -> None:
        """Migrate the empty installation and make the desk of the tests, a day before its first morning."""
        self.opora("migrate", "--quiet")
        made = self.run("tests.e2e.furnish")
        assert made.returncode == 0, made.stderr

    def start(self, *, within: float = START_SECONDS) -> float:
        """Start it and wait for the first page, at most `within` seconds; gives the seconds that took."""
        begun = time.monotonic()
        with (self.data / "up.log").open("ab") as log:
            command = [sys.executable, "-m", "opora.cli", "up"]
            self.process = subprocess.Popen(command, cwd=REPOSITORY, env=self.environment(), stdout=log, stderr=log)
        until(lambda: self.status() or not self.is_running, within, why=self.log)
        assert self.is_running, self.log()
        return time.monotonic() - begun

    @property
    def is_running(self) -> bool:
        """The supervisor lives."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> float:
        """What Ctrl-C does; gives the seconds until everything has stopped."""
        assert self.process is not None
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(20) == 0, self.log()
        return time.monotonic() - begun

    def kill(self) -> None:
        """kill -9 of the supervisor, all it started, and the database server with all its processes."""
        assert self.process is not None
        server = postgres.postmaster.pid(postgres.folder(self.data))
        assert server, "the database does not run"
        killed = dict.fromkeys([self.process.pid, *children(self.process.pid), server, *children(server)])
        for pid in killed:
            with suppress(ProcessLookupError):  # a connection of the database that has just ended by itself
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        until(lambda: not any(is_alive(pid) for pid in killed))

    def clear(self) -> None:
        """At the end: nothing of it runs any more, whatever the test did."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
        postgres.stop(self.data)

    def log(self) -> str:
        """The end of what it said."""
        return (self.data / "up.log").read_text(errors="replace")[-6000:]

    # --- Its pages -------------------------------------------------------------------------------------------------

    def url(self, path: str) -> str:
        """The address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"

    def status(self, path: str = "/accounts/login/") -> int | None:
        """The status of a page; None when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    # --- Its mail --------------------------------------------------------------------------------------------------

    def send_mail(self, raw: bytes, *, sender: str, to: str = ADDRESS) -> None:
        """Hand a mail over by SMTP."""
        with smtplib.SMTP("127.0.0.1", self.mail_port, timeout=30) as server:
            server.sendmail(sender, [to], raw)

    def mails(self, *, to: str, subject: str = "", text: str = "") -> list[EmailMessage]:
        """What the catcher keeps, oldest first: mails to `to` whose subject and text contain these words."""
        for path in (self.data / "caught").glob("*.eml"):
            if path.name not in self._read:
                self._read[path.name] = message_from_bytes(path.read_bytes(), policy=policy.default)  # type: ignore[assignment]
        found = (mail for _, mail in sorted(self._read.items()) if to in str(mail["To"]))
        return [mail for mail in found if subject in str(mail["Subject"]) and text in body(mail)]

    def caught(self, *, to: str, subject: str = "", text: str = "", within: float = 30.0) -> EmailMessage:
        """The newest such mail; waits for one."""
        until(lambda: self.mails(to=to, subject=subject, text=text), within, why=self.log)
        return self.mails(to=to, subject=subject, text=text)[-1]

    def mails_have_left(self, within: float = 120.0) -> None:
        """Wait until nothing is left to send or to take in."""
        jobs = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND scheduled_at IS NULL"
        until(lambda: self.value(jobs) == 0, within, why=self.log)

    # --- Its time --------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The time inside."""
        return datetime.now(UTC) + timedelta(seconds=self._offset())

    def move_clock(self, by: timedelta) -> None:
        """Let time pass; running processes see it within 0.3 s."""
        new = self.data / "clock-offset.new"
        new.write_text(repr(self._offset() + by.total_seconds()))
        new.replace(self.data / "clock-offset")
        time.sleep(0.3)

    def go_to(self, moment: datetime) -> None:
        """Move the clock to a later moment."""
        self.move_clock(moment - self.now())

    def next_morning(self) -> datetime:
        """Go to 10:00 in Moscow of the next day that, like the day after it, is a working day of the charter."""
        calendar = shipped(DESK).calendar("working-days")
        morning = self.now().astimezone(MOSCOW).replace(hour=10, minute=0, second=0, microsecond=0)
        while True:
            morning += timedelta(days=1)
            if all(calendar.is_working_day((morning + timedelta(days=ahead)).date()) for ahead in (0, 1)):
                self.go_to(morning)
                return morning

    def _offset(self) -> float:
        try:
            return float((self.data / "clock-offset").read_text())
        except FileNotFoundError:
            return 0.0

    # --- Its tables ------------------------------------------------------------------------------------------------

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query gives, asked as the owner of the tables."""
        with psycopg.connect(postgres.uri(self.data, user=postgres.OWNER), autocommit=True) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    def value(self, query: str, *values: object) -> Any:
        """The one value of a query; None when there is no row."""
        found = self.rows(query, *values)
        return found[0][0] if found else None

    def happened(self, name: str) -> list[str]:
        """The journal of a ticket: the names of its events in order."""
        query = (
            "SELECT event FROM journal_entry e JOIN tickets_ticket t ON t.id = e.ticket_id"
            " WHERE t.name = %s ORDER BY e.id"
        )
        return [event for (event,) in self.rows(query, name)]


def body(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""
