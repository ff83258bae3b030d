"""Creating a ticket through the API: POST /api/v1/tickets against `opora web`, 1, 4 and 16 clients.

The floor writes the same rows, found by looking what one creation left behind, in one transaction through bare psycopg
with as many clients: as Opora's role, row-level security on, durable.
`python -m bench.create [--on 1000000] [--seconds 5]`
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import count
from statistics import median
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from bench import figures, place, server
from bench.client import Client, Crowd, crowd, post
from bench.stage import Stage, stage
from bench.words import Speaker

CLIENTS = (1, 4, 16)
TIMES = 8
REFERENCES = {
    "ticket_id": "tickets_ticket",
    "message_id": "tickets_message",
    "clock_id": "clocks_clock",
    "outgoing_id": "channels_outgoingmail",
}
ORDER = ("tickets_ticket", "tickets_message", "clocks_clock", "channels_outgoingmail")
BY_TRIGGER = ("procrastinate_events",)
UNIQUE = {"mail_id", "reply_digest"}
FIRST_FLOOR_NUMBER = 10**12

Rows = dict[str, list[dict[str, Any]]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--on", default=place.LARGE, help="which load")
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with place.running(given.on):
        place.prepare(given.on)
        figures.report(list(measured(given.on, given.seconds, given.rounds)))
        clean(given.on)


def measured(name: str, seconds: float, rounds: int) -> Iterator[figures.Figure]:
    """Median and throughput for each number of clients; the best round of each side."""
    staged = stage(name)
    with server.web(name) as serving:
        port = serving.port
        rows = left_behind(name, staged, port)
        print("rows of one creation:", ", ".join(f"{table} {len(found)}" for table, found in rows.items()), flush=True)
        for clients in CLIENTS:
            ours, floor = [], []
            for turn in range(rounds):
                ours.append(crowd(clients, lambda number, t=turn: through_api(staged, port, number), seconds=seconds))
                floor.append(
                    crowd(
                        clients,
                        lambda number, t=turn: through_psycopg(name, staged, rows, t * 100 + number),
                        seconds=seconds,
                    )
                )
            yield from _figures(clients, ours, floor)


def _figures(clients: int, ours: list[Crowd], floor: list[Crowd]) -> Iterator[figures.Figure]:
    what = f"create, {clients} client{'s' if clients > 1 else ''}"
    value, bare = (min(median(one.spent) for one in side) for side in (ours, floor))
    note = f"p95 {min(figures.p95(one.spent) for one in ours):.1f} ms"
    yield (
        figures.at_most(what, value, "ms", floor=bare, times=TIMES, note=note)
        if clients == 1
        else figures.Figure(what, value, "ms", bare, note=note)
    )
    value, bare = (max(one.per_second for one in side) for side in (ours, floor))
    yield (
        figures.at_most(what, value, "tickets/s", floor=bare, times=TIMES)
        if clients == 4
        else figures.Figure(what, value, "tickets/s", bare)
    )


def through_api(staged: Stage, port: int, number: int) -> Iterator[None]:
    """One client that creates tickets."""
    client, requests = Client(port), bodies(number)
    while True:
        client.send(post("/api/v1/tickets", next(requests), key=staged.key), expected=201)
        yield


def bodies(seed: int) -> Iterator[bytes]:
    """Requests of known customers in Russian words."""
    speaker = Speaker(seed)
    stock, subjects = speaker.sentences(500), speaker.subjects(200)
    while True:
        place_ = speaker.chance.randrange(40)
        yield json.dumps({
            "subject": speaker.chance.choice(subjects),
            "text": speaker.text(stock, sentences=4),
            "requester": {"email": f"user{place_}@c{place_ // 8}.test"},
        }).encode()  # fmt: skip


def left_behind(name: str, staged: Stage, port: int) -> Rows:
    """All rows of all tables that one creation wrote."""
    client = Client(port)
    requests = bodies(7)
    for _ in range(3):
        client.send(post("/api/v1/tickets", next(requests), key=staged.key), expected=201)
    with place.owner(name, autocommit=True, row_factory=psycopg.rows.dict_row) as connection:
        tables = _tables(connection)
        before = {
            table: connection.execute(f"SELECT coalesce(max(id), 0) AS top FROM {table}").fetchone()["top"]
            for table in tables
        }
        client.send(post("/api/v1/tickets", next(requests), key=staged.key), expected=201)
        found = {}
        for table in tables:
            columns = ", ".join(_columns(connection, table))
            rows = connection.execute(
                f"SELECT {columns} FROM {table} WHERE id > %s ORDER BY id", [before[table]]
            ).fetchall()
            if rows:
                found[table] = rows
    client.close()
    return found


def _tables(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id'"
        " AND a.atttypid IN ('int8'::regtype, 'int4'::regtype)"
        " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
    ).fetchall()
    names = [row["relname"] for row in rows]
    return [*(name for name in ORDER if name in names), *(name for name in names if name not in ORDER)]


def _columns(connection: psycopg.Connection, table: str) -> list[str]:
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
        " ORDER BY ordinal_position",
        [table],
    ).fetchall()
    return [f'"{row["column_name"]}"' for row in rows]


def through_psycopg(name: str, staged: Stage, rows: Rows, number: int) -> Iterator[None]:
    """One bare client that writes the same rows: a statement a table, ids drawn with the rows, one commit."""
    writing = [(table, _statement(table, found), found) for table, found in rows.items() if table not in BY_TRIGGER]
    with place.bare(name, staged.desk_id, autocommit=False) as connection:
        connection.commit()
        connection.execute("SELECT set_config('opora.desk', %s, false)", [str(staged.desk_id)])
        connection.commit()
        for turn in count(FIRST_FLOOR_NUMBER + number * 10**8 + _start(connection)):
            ids: dict[tuple[str, int], int] = {}
            for table, statement, found in writing:
                cursor = connection.execute(statement, [value for row in found for value in _values(row, ids, turn)])
                made = cursor.fetchall()
                ids |= {(table, row["id"]): made[place_][0] for place_, row in enumerate(found)}
            connection.commit()
            yield


def _start(connection: psycopg.Connection) -> int:
    """Beyond what earlier runs wrote."""
    row = connection.execute("SELECT extract(epoch FROM now())::bigint % 100000 * 1000").fetchone()
    connection.commit()
    return int(row[0])


def _statement(table: str, found: list[dict[str, Any]]) -> sql.Composed:
    columns = [name for name in found[0] if name != "id"]
    values = sql.SQL(", ").join(
        [sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(columns)))] * len(found)
    )
    return sql.SQL("INSERT INTO {} ({}) VALUES {} RETURNING id").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)), values
    )


def _values(row: dict[str, Any], ids: dict[tuple[str, int], int], turn: int) -> Iterator[Any]:
    for column, value in row.items():
        if column == "id":
            continue
        if column in REFERENCES:
            yield ids.get((REFERENCES[column], value), value)
        elif column == "number":
            yield turn
        elif column == "name" and "number" in row:
            yield f"F{turn}"
        elif column in UNIQUE and value:
            yield f"{turn}@floor.test"
        else:
            yield Jsonb(value) if isinstance(value, (dict, list)) and column in JSON_COLUMNS else value


JSON_COLUMNS = {"fields", "alarms", "facts", "payload", "args", "answers"}


def clean(name: str) -> None:
    """Jobs and mails of the benchmark must not be worked off by the next one."""
    with place.owner(name, autocommit=True) as connection:
        connection.execute("DELETE FROM procrastinate_jobs")
        connection.execute("DELETE FROM channels_outgoingmail")


if __name__ == "__main__":
    main()
