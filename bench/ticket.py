"""A ticket's page with twenty messages, over `opora web`.

The floor is the same server's bare answer and the bare query of the ticket and its twenty messages through psycopg.
`python -m bench.ticket [--on 1000000] [--plans]`
"""

from __future__ import annotations

import argparse

from bench import figures, pages, place
from bench.stage import stage

TIMES = 25
BARE = """
SELECT t.id, t.subject, t.status, t.priority, m.id, m.author_name, m.is_public, m.text, m.created_at
  FROM tickets_ticket t JOIN tickets_message m ON m.ticket_id = t.id
 WHERE t.desk_id = %s AND t.name = %s ORDER BY m.id
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--on", default=place.LARGE)
    options.add_argument("--plans", action="store_true", help="also say how PostgreSQL finds the rows")
    given = options.parse_args()
    with place.running(given.on):
        place.prepare(given.on)
        figures.report([measured(given.on, plans=given.plans)])


def measured(name: str, *, plans: bool) -> figures.Figure:
    """The page beside its floor."""
    staged = stage(name)
    path = f"/{staged.slug}/work/tickets/{staged.long_ticket}/"
    statements = pages.queries_of(staged, path)
    with pages.reader(name, staged) as measure:
        page = measure(path)
    query = pages.bare_query(name, staged.desk_id, BARE, [staged.desk_id, staged.long_ticket])
    for statement in statements if plans else ():
        print(f"\n-- {statement[:2000]}\n{pages.plan_of(name, statement, staged.desk_id)}")
    what = f"ticket page, 20 messages, {int(name):,} tickets"
    return pages.against(what, page, pages.bare_answer(name), query, times=TIMES, queries=len(statements))


if __name__ == "__main__":
    main()
