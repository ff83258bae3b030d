"""The queue page of an agent with ten thousand and with a million tickets, over `opora web`.

The floor is the same server's bare answer and the bare query of the queue's rows through psycopg.
`python -m bench.queue [--plans]`
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict

from bench import figures, pages, place
from bench.pages import Cost
from bench.stage import stage

MEASURED = "measured "
TIMES = 20
SAME = 1.5
"""A page at a million that takes so many times the page at ten thousand is not the same any more."""

BARE = """
SELECT t.id, t.name, t.subject, t.status, t.phase, t.priority, t.line, t.plan, t.next_due_at, t.is_breached,
       t.awaits_staff, t.registered_at, t.updated_at, c.name, o.name, m.name
  FROM tickets_ticket t
  JOIN customers_contact c ON c.id = t.requester_id
  LEFT JOIN customers_organisation o ON o.id = t.organisation_id
  LEFT JOIN desks_member m ON m.id = t.assignee_id
 WHERE t.desk_id = %s AND NOT t.phase IN ('closed', 'declined')
 ORDER BY t.due_order, t.priority_rank, t.plan_order, t.id LIMIT 51
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--plans", action="store_true", help="also say how PostgreSQL finds the rows")
    options.add_argument("--on", nargs="*", default=[place.SMALL, place.LARGE])
    given = options.parse_args()
    if len(given.on) > 1:
        figures.report(list(_compared(*(one_of(name, given.plans) for name in given.on))))
        return
    with place.running(given.on[0]):
        place.prepare(given.on[0])
        report(given.on[0], plans=given.plans)


def report(name: str, *, plans: bool) -> None:
    """Measure one size in this process and print it as one line of JSON."""
    staged = stage(name)
    path = f"/{staged.slug}/work/"
    statements = pages.queries_of(staged, path)
    with pages.reader(name, staged) as measure:
        page = measure(path)
    query = pages.bare_query(name, staged.desk_id, BARE, [staged.desk_id])
    costs = [asdict(one) for one in (page, pages.bare_answer(name), query)]
    print(MEASURED + json.dumps([len(statements), *costs]), flush=True)
    for statement in statements if plans else ():
        print(f"\n-- {statement[:3000]}\n{pages.plan_of(name, statement, staged.desk_id)}")


def one_of(name: str, plans: bool) -> tuple[str, int, list[Cost]]:
    """Measure one size in a process of its own: Django works on one data folder only."""
    words = [sys.executable, "-m", "bench.queue", "--on", name, *(["--plans"] if plans else [])]
    said = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, cwd=place.HOME).stdout
    found = next(line for line in said.splitlines() if line.startswith(MEASURED))
    print(said.replace(found, "").strip())
    queries, *costs = json.loads(found.removeprefix(MEASURED))
    return name, queries, [Cost(**cost) for cost in costs]


def _compared(*sizes: tuple[str, int, list[Cost]]) -> Iterator[figures.Figure]:
    for name, queries, (page, answer, query) in sizes:
        yield pages.against(f"queue page, {int(name):,} tickets", page, answer, query, times=TIMES, queries=queries)
    (_, few, small), (_, many, large) = sizes[0], sizes[-1]
    yield figures.Figure("queries at a million less those at ten thousand", many - few, "", None, "0", many == few)
    grown, by_cpu = large[0].clock / small[0].clock, large[0].cpu / small[0].cpu
    note = f"processor {by_cpu:.2f} ×"
    yield figures.Figure("queue page, a million to ten thousand", grown, "×", None, f"≤ {SAME} ×", grown <= SAME, note)


if __name__ == "__main__":
    main()
