"""Full-text search among a million tickets: the page of the workspace and the API, over `opora web`.

The floor is the bare query of a hundred hits by the index, through psycopg, as the owner of the tables: row-level
security forbids the index to everybody else, which is why Opora searches through a function of the owner.
A word that a hundred messages hold is what the goal is about; a word that every tenth holds is measured too.
`python -m bench.search [--on 1000000] [--plans]`
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

from bench import cpu, figures, pages, place, server
from bench.client import Client, get
from bench.pages import Cost
from bench.stage import Stage, stage
from bench.words import RARE

ABOVE_MS = 15.0
COMMON = "обновление сервер"
BARE = """
SELECT m.id, m.ticket_id, ts_rank(m.vector, q) AS weight, t.name, t.subject, left(m.text, 200)
  FROM websearch_to_tsquery('pg_catalog.russian', %s) q, tickets_message m
  JOIN tickets_ticket t ON t.id = m.ticket_id
 WHERE m.vector @@ q AND m.desk_id = %s ORDER BY weight DESC LIMIT 100
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--on", default=place.LARGE)
    options.add_argument("--plans", action="store_true", help="also say how PostgreSQL finds the rows")
    given = options.parse_args()
    with place.running(given.on):
        place.prepare(given.on)
        figures.report(list(measured(given.on)))
        if given.plans:
            _explain(given.on, stage(given.on))


def measured(name: str) -> Iterator[figures.Figure]:
    """Page and API for a rare word, the page for common ones."""
    staged = stage(name)
    rare, common = (bare_query(name, staged, word) for word in (RARE[0], COMMON))
    with server.web(name) as serving, closing(Client(serving.port)) as client:
        page = pages.cost(name, serving, client, _page(staged, RARE[0]))
        api = pages.cost(name, serving, client, _api(staged, RARE[0]))
        often = figures.best_median(lambda: client.send(_page(staged, COMMON)), times=5)
    count = len(pages.queries_of(staged, f"/{staged.slug}/work/search/?q={quote(RARE[0])}"))
    yield _above("search page, 100 hits", page, rare, f"{count} queries, 50 hits shown")
    yield _above("search API, 100 hits", api, rare, "100 hits given")
    yield figures.Figure("search page, words of very many", often, "ms", common.clock)


def bare_query(name: str, staged: Stage, words: str) -> Cost:
    """The hits alone; few rounds for words of very many."""
    with place.owner(name, autocommit=True) as connection:
        connection.execute("SET plan_cache_mode = force_custom_plan")
        connection.execute("SET max_parallel_workers_per_gather = 0")

        def fetch() -> object:
            return connection.execute(BARE, [words, staged.desk_id]).fetchall()

        if words not in RARE:
            return Cost(figures.best_median(fetch, times=3, rounds=1), 0)
        clock = figures.best_median(fetch, times=100)
        return Cost(clock, cpu.spent(fetch, times=300, processes=[os.getpid()], name=name))


def _above(what: str, cost: Cost, floor: Cost, note: str) -> figures.Figure:
    more = cost.clock - floor.clock
    said = f"{more:.1f} ms above (processor {cost.cpu - floor.cpu:.1f}); {note}"
    return figures.Figure(what, cost.clock, "ms", floor.clock, f"≤ floor + {ABOVE_MS:g} ms", more <= ABOVE_MS, said)


def _page(staged: Stage, words: str) -> bytes:
    return get(f"/{staged.slug}/work/search/?q={quote(words)}", session=staged.session)


def _api(staged: Stage, words: str) -> bytes:
    return get(f"/api/v1/search?text={quote(words)}&limit=100", key=staged.key)


def _explain(name: str, staged: Stage) -> None:
    with place.owner(name, autocommit=True) as connection:
        for words in (RARE[0], COMMON):
            rows = connection.execute(
                "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) "
                + BARE.replace("%s", "{}").format("'" + words + "'", staged.desk_id)
            ).fetchall()
            print(f"\n-- bare, {words}\n" + "\n".join(row[0] for row in rows))
            called = f"SELECT * FROM opora_search({staged.desk_id}, '{words}', true, 200)"
            print(f"\n-- {called}\n{pages.plan_of(name, called, staged.desk_id)}")


if __name__ == "__main__":
    main()
