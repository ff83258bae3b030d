"""What `opora doctor` looks at: each check is a generator of findings and may fail without stopping the others."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from opora.channels.models import IncomingMail, OutgoingMail
from opora.config import queue
from opora.config.processes import schema
from opora.desks import charters, row_security, tenancy
from opora.desks.models import Desk
from opora.engine.charter import declared_not_enforced

OK, WARN, FAIL = "ok", "warn", "FAIL"
SPACE_WARN, SPACE_FAIL = 0.80, 0.95  # shares of the disk in use
OLDEST_SERVER = 150000


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: `state` is ok, warn or FAIL."""

    check: str
    state: str
    words: str


def findings() -> list[Finding]:
    """Everything, in a fixed order. Needs the database."""
    found: list[Finding] = []
    tenancy.enter(tenancy.ALL_DESKS)
    for check in CHECKS:
        try:
            found += check()
        except DatabaseError as error:
            found.append(Finding(check.__name__.strip("_"), FAIL, str(error).splitlines()[0]))
    return found


def _settings() -> Iterator[Finding]:
    if settings.DEMO:
        yield Finding(
            "settings", WARN, "OPORA_DEMO is on: time may be moved and mail is caught; switch it off in production."
        )
    elif settings.PUBLIC_URL.startswith("http://"):
        yield Finding(
            "settings", WARN, f"OPORA_URL is {settings.PUBLIC_URL}: without https cookies travel in the open."
        )
    else:
        yield Finding("settings", OK, settings.PUBLIC_URL)


def _server() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version'),"
                       " current_setting('fsync'), current_setting('synchronous_commit')")  # fmt: skip
        number, version, fsync, synchronous = cursor.fetchone()
    kind = "embedded" if settings.EMBEDDED else "of DATABASE_URL"
    yield Finding("database", OK if number >= OLDEST_SERVER else FAIL, f"PostgreSQL {version}, {kind}")
    if (fsync, synchronous) != ("on", "on"):
        yield Finding(
            "database",
            FAIL,
            f"fsync={fsync}, synchronous_commit={synchronous}: a power cut would lose what was confirmed.",
        )


def _migrations() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fingerprint FROM opora_installation")
        row = cursor.fetchone()
    is_current = bool(row) and row[0] == schema.wanted()
    yield Finding("migrations", OK if is_current else FAIL, "up to date" if is_current else "run `opora migrate`")


def _row_security() -> Iterator[Finding]:
    problems = row_security.problems(connection)
    yield from (Finding("row security", FAIL, problem) for problem in problems)
    if not problems:
        yield Finding(
            "row security", OK, f"on for every table of desks, the application works as {row_security.APP_ROLE}"
        )


def _space() -> Iterator[Finding]:
    for place in {Path(settings.DATA), Path(settings.FILES)}:
        usage = shutil.disk_usage(next(one for one in (place, *place.parents) if one.exists()))
        share = 1 - usage.free / usage.total
        state = FAIL if share >= SPACE_FAIL else WARN if share >= SPACE_WARN else OK
        yield Finding("disk space", state, f"{place}: {share:.0%} in use, {usage.free / 2**30:.1f} GB free")


def _charters() -> Iterator[Finding]:
    for desk in Desk.objects.filter(is_active=True).order_by("slug"):
        try:
            charter = charters.in_force(desk)
        except Exception as error:  # whatever is wrong with one desk's charter must not hide the others
            yield Finding("charter", FAIL, f"{desk.slug}: {' '.join(str(error).split())[:300]}")
            continue
        yield Finding("charter", OK, f"{desk.slug}: {charter.title}, edition {charter.edition}")
        for declared in declared_not_enforced(charter):
            clause = f" (clause {declared.clause})" if declared.clause else ""
            yield Finding("declared, not yet enforced", WARN, f"{desk.slug}: {declared.path}{clause}: {declared.title}")


def _mail() -> Iterator[Finding]:
    quarantined = IncomingMail.objects.across_desks().filter(state=IncomingMail.State.QUARANTINE).count()
    failed = OutgoingMail.objects.across_desks().filter(state=OutgoingMail.State.FAILED).count()
    uncertain = OutgoingMail.objects.across_desks().filter(state=OutgoingMail.State.UNCERTAIN).count()
    yield Finding("quarantine", WARN if quarantined else OK, f"{quarantined} mails wait for a person")
    yield Finding(
        "outbox",
        WARN if failed or uncertain else OK,
        f"{failed} mails failed, {uncertain} may or may not have been sent",
    )


def _queue() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'failed'),"
            " count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) < now() - interval '5 minutes')"
            " FROM procrastinate_jobs"
        )
        failed, late = cursor.fetchone()
    stalled = len(queue.stalled_jobs())
    words = f"{stalled} jobs lost their worker, {failed} failed, {late} are over five minutes late"
    yield Finding("queue", WARN if stalled or failed or late else OK, words)


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _settings,
    _server,
    _migrations,
    _row_security,
    _space,
    _charters,
    _mail,
    _queue,
)
