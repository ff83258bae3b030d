"""Fill a data folder with tickets for the other benchmarks, by COPY into the real tables.

`python -m bench.load --tickets 10000|100000|1000000`: two desks, some four messages a ticket, four of a hundred open.
`python -m bench.load --alarms`: a million open clocks, none due before a year from now.
What is there already is left alone unless `--again` is given.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

from bench import place
from bench.combinations import combinations
from bench.history import Shape, draw
from bench.rows import clocks, journal, messages, people, tickets
from bench.rows.plan import Plan
from bench.stage import CHARTERS, SHARES, build, keep

Lines = Callable[[Plan], Iterable[str]]
PART = tuple[str, tuple[str, ...], Lines]
PARTS: tuple[tuple[PART, ...], ...] = (
    (
        ("customers_organisation", people.ORGANISATIONS, people.organisations),
        ("customers_contract", people.CONTRACTS, people.contracts),
        ("customers_contact", people.CONTACTS, people.contacts),
        ("tickets_ticket", tickets.TICKETS, tickets.tickets),
        ("tickets_message", messages.MESSAGES, messages.messages),
    ),
    (
        ("quality_rating", tickets.RATINGS, tickets.ratings),
        ("clocks_clock", clocks.CLOCKS, clocks.clocks),
        ("clocks_clockevent", clocks.EVENTS, clocks.events),
        ("journal_entry", journal.ENTRIES, journal.entries),
    ),
)
"""What is written, each row of parts by a process of its own."""

TABLES = tuple(table for part in PARTS for table, _, _ in part)
ALARM_TICKETS = 500_000
CONTACTS_EACH = 8
FEW_COMBINATIONS, FEW_MOMENTS = 40, 50


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tickets", type=int, default=10_000)
    options.add_argument("--alarms", action="store_true", help="a million open clocks instead")
    options.add_argument("--again", action="store_true", help="throw away what is there")
    given = options.parse_args()
    name = place.ALARMS if given.alarms else str(given.tickets)
    if given.again:
        shutil.rmtree(place.folder(name), ignore_errors=True)
    if (place.folder(name) / "loaded").exists():
        print(f"{place.folder(name)} is loaded already.")
        return
    load(name, Shape(ALARM_TICKETS, all_open=True) if given.alarms else Shape(given.tickets))


def load(name: str, shape: Shape) -> None:
    """Make the data folder and everything in it."""
    begun = perf_counter()
    now = datetime.now(UTC)
    with place.running(name, loaded=False), hurried(name):
        place.prepare(name)
        said(begun, "prepared")
        staged = build(now - timedelta(days=1200))
        plans = _plans(name, shape, now + timedelta(days=3 * 365 + 365) if shape.all_open else now)
        said(begun, "desks made")
        with indexes_away(name, begun):
            _copied(name, plans)
            said(begun, f"copied: {_counted(name)}")
        _finish(name, plans)
        said(begun, "analysed")
        long = plans[-1]
        number = long.charter.number(len(long.history))
    keep(name, replace(staged, long_ticket=number))
    print(f"{shape.tickets:,} tickets in {perf_counter() - begun:.0f} s ({place.folder(name)})")


def said(begun: float, words: str) -> None:
    print(f"{perf_counter() - begun:6.0f} s  {words}", flush=True)


@contextmanager
def hurried(name: str) -> Iterator[None]:
    """Meanwhile few checkpoints and large sorts; durable as always."""
    with place.owner(name, dbname="postgres", autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET max_wal_size = '8GB'")
        connection.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            connection.execute("ALTER SYSTEM RESET ALL")
            connection.execute("SELECT pg_reload_conf()")


@contextmanager
def indexes_away(name: str, begun: float) -> Iterator[None]:
    """Drop the indexes that no constraint needs; make them again afterwards, two at a time."""
    with place.owner(name, autocommit=True) as connection:
        found = connection.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), a.amname = 'gin' FROM pg_index i"
            " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
            " WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique",
            [list(TABLES)],
        ).fetchall()
        for index, _, _ in found:
            connection.execute(f"DROP INDEX {index}")
    yield
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: _made(name, one[1]), sorted(found, key=lambda one: not one[2])))
    said(begun, f"{len(found)} indexes made")


def _made(name: str, definition: str) -> None:
    with place.owner(name, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute(definition)


def _plans(name: str, shape: Shape, now: datetime) -> list[Plan]:
    """The neighbour's part and the large desk's, whose ids follow it."""
    made: list[Plan] = []
    for slug in ("neighbour", "bench"):
        made.append(_plan(slug, shape, int(shape.tickets * SHARES[slug]), made[-1] if made else None, now))
    return made


def _plan(slug: str, shape: Shape, count: int, before: Plan | None, now: datetime) -> Plan:
    from opora.desks import tenancy
    from opora.desks.charters import in_force
    from opora.desks.models import Desk, Member

    desk = Desk.objects.get(slug=slug)
    with tenancy.desk(desk.pk):
        charter = in_force(desk)
        agents = list(Member.objects.for_desk(desk).filter(role="agent").order_by("pk").values_list("pk", "name"))
    possible = combinations(charter)
    if shape.all_open:
        possible = [one for one in possible if one.has_terms][:FEW_COMBINATIONS]
    contacts = max(40, count // 40)
    history = draw(
        shape,
        count,
        first_id=1 if before is None else before.history.first_id + len(before.history),
        combinations=len(possible),
        contacts=contacts,
        agents=len(agents),
        now=now,
    )
    if shape.all_open:
        history = replace(
            history, registered=history.registered - history.registered % (3 * 365 * 86400 // FEW_MOMENTS)
        )
    return Plan(
        shape=shape,
        desk_id=desk.pk,
        charter_id=desk.charter_id,
        charter=charter,
        agents=agents,
        first_contact=1 if before is None else before.first_contact + before.contacts,
        contacts=contacts,
        contacts_each=CONTACTS_EACH,
        first_organisation=1 if before is None else before.organisation_of(before.contacts) + 1,
        combinations=possible,
        history=history,
        first_message=1 if before is None else before.first_message + int(before.messages_before[-1]),
        first_clock=1 if before is None else before.first_clock + len(before.history) * before.clocks_each,
        now=now,
    )


def _copied(name: str, plans: list[Plan]) -> None:
    """Every part by a process of its own."""
    from django.db import connections

    connections.close_all()
    sys.stdout.flush()
    children = [_forked(name, part, plans) for part in PARTS]
    if any(os.waitpid(child, 0)[1] for child in children):
        raise SystemExit("A part of the load failed; what it said stands above.")


def _forked(name: str, part: tuple[PART, ...], plans: list[Plan]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        _write(name, part, plans)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _write(name: str, part: tuple[PART, ...], plans: list[Plan]) -> None:
    with place.owner(name, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # no triggers: neither references nor live updates
        for table, columns, lines in part:
            with connection.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for plan in plans:
                    for piece in lines(plan):
                        copy.write(piece)


def _finish(name: str, plans: list[Plan]) -> None:
    """Sequences after what was copied, and the planner's knowledge."""
    with place.owner(name, autocommit=True) as connection:
        for table in TABLES:
            column = connection.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table]).fetchone()[0]
            connection.execute(f"SELECT setval('{column}', (SELECT coalesce(max(id), 1) FROM {table}))")
        for plan in plans:
            connection.execute(f"SELECT setval('desks_numbers_{plan.desk_id}', {len(plan.history)})")
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}")
        connection.execute("CHECKPOINT")


def _counted(name: str) -> str:
    with place.owner(name) as connection:
        rows = [(table, connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in TABLES]
    return ", ".join(f"{table.partition('_')[2]} {count:,}" for table, count in rows)


if __name__ == "__main__":
    assert CHARTERS
    main()
