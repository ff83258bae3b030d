"""Ten thousand alarms due at one moment among a million open clocks, fired by Opora's own timers.

`opora timers` runs as in production; the benchmark gives ten thousand clocks an alarm a few seconds ahead and listens
to the journal: an alarm counts when its entry is committed. The floor changes the same number of clocks and tickets
and writes the same number of entries through bare psycopg, a transaction for a hundred.
`python -m bench.alarms [--count 10000]`
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench import figures, place
from bench.stage import Stage, stage

COUNT = 10_000
AHEAD = timedelta(seconds=8)
FIRST_SECONDS, ALL_SECONDS = 1.0, 20.0
LONGEST = 300.0
BATCH = 100

PICK = """
WITH picked AS (SELECT id FROM clocks_clock
               WHERE desk_id = %(desk)s AND key = 'resolution' AND met_at IS NULL AND breached_at IS NULL
                 AND next_alarm_at > %(at)s + interval '1 day' ORDER BY id %% 9973, id LIMIT %(count)s)
UPDATE clocks_clock SET next_alarm_at = %(at)s, due_at = %(at)s,
       alarms = jsonb_build_array(jsonb_build_array('due', %(iso)s::text, false))
 WHERE id IN (SELECT id FROM picked) RETURNING id, ticket_id
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=COUNT)
    options.add_argument("--on", default=place.ALARMS)
    given = options.parse_args()
    with place.running(given.on):
        place.prepare(given.on)
        figures.report(list(measured(given.on, given.count)))
        from bench.create import clean

        clean(given.on)


def measured(name: str, count: int) -> Iterator[figures.Figure]:
    """The first alarm's lateness, and the time until all have gone off."""
    staged = stage(name)
    open_clocks = _open_clocks(name)
    with place.owner(name, autocommit=True) as hearing:
        hearing.execute("LISTEN opora_live")
        timers = subprocess.Popen(
            [sys.executable, "-m", "opora.cli", "timers"], env=place.environment(name), cwd=place.HOME
        )
        try:
            time.sleep(5)
            due = datetime.now(UTC) + AHEAD
            picked = _set(name, staged, count, due)
            print(f"{open_clocks:,} open clocks, {len(picked):,} due at {due:%H:%M:%S.%f}", flush=True)
            heard = _heard(hearing, {ticket for _, ticket in picked}, due)
        finally:
            timers.send_signal(signal.SIGTERM)
            timers.wait(20)
    floor = _floor(name, staged, picked)
    yield figures.within("first alarm after its moment", heard[0], "s", most=FIRST_SECONDS)
    yield figures.within(
        f"{len(picked):,} alarms",
        heard[-1],
        "s",
        most=ALL_SECONDS,
        floor=floor,
        note=f"{len(heard) / heard[-1]:.0f}/s, {open_clocks:,} open clocks",
    )


def _open_clocks(name: str) -> int:
    with place.owner(name) as connection:
        return connection.execute("SELECT count(*) FROM clocks_clock WHERE next_alarm_at IS NOT NULL").fetchone()[0]


def _set(name: str, staged: Stage, count: int, due: datetime) -> list[tuple[int, int]]:
    with place.owner(name) as connection:
        values = {"desk": staged.desk_id, "at": due, "iso": due.isoformat(), "count": count}
        picked = connection.execute(PICK, values).fetchall()
        connection.execute(
            "UPDATE tickets_ticket SET next_due_at = %s WHERE id = ANY(%s)", [due, [one[1] for one in picked]]
        )
    if datetime.now(UTC) >= due:
        raise SystemExit("Setting the alarms took too long: their moment has passed.")
    return picked


def _heard(hearing, tickets: set[int], due: datetime) -> list[float]:
    """Seconds after the moment at which each ticket's first entry was committed."""
    seen: dict[int, float] = {}
    ends = time.monotonic() + LONGEST
    while len(seen) < len(tickets) and time.monotonic() < ends:
        for notice in hearing.notifies(timeout=1.0, stop_after=1):
            ticket = int(notice.payload.split(":")[1])
            if ticket in tickets:
                seen.setdefault(ticket, (datetime.now(UTC) - due).total_seconds())
    if len(seen) < len(tickets):
        raise SystemExit(f"Only {len(seen)} of {len(tickets)} alarms went off within {LONGEST:.0f} s.")
    return sorted(seen.values())


def _floor(name: str, staged: Stage, picked: list[tuple[int, int]]) -> float:
    """Seconds of the same changes through bare psycopg."""
    began = time.perf_counter()
    with place.bare(name, staged.desk_id, autocommit=False) as connection:
        connection.execute("SELECT set_config('opora.desk', %s, false)", [str(staged.desk_id)])
        for start in range(0, len(picked), BATCH):
            for clock, ticket in picked[start : start + BATCH]:
                connection.execute("UPDATE clocks_clock SET failures = failures WHERE id = %s", [clock])
                connection.execute("UPDATE tickets_ticket SET is_breached = true WHERE id = %s", [ticket])
                connection.execute(
                    "INSERT INTO journal_entry (desk_id, ticket_id, event, public, actor_kind, actor_id, actor_name,"
                    " actor_role, via, at, payload) VALUES (%s, %s, 'floor', false, 'system', 0, '', 'system', 'timer',"
                    " now(), '{}')",
                    [staged.desk_id, ticket],
                )
            connection.commit()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
