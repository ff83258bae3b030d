"""What the benchmarks of pages share: a signed-in reader, the bare answer, what a page costs, its queries."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from bench import cpu, figures, place, server
from bench.client import Client, get
from bench.server import Serving
from bench.stage import Stage

TIMES, ROUNDS = 100, 5
CPU_TIMES = 300


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one turn: by the clock (the best round's median), and of processors (server and PostgreSQL)."""

    clock: float
    cpu: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.clock + other.clock, self.cpu + other.cpu)


@contextmanager
def reader(name: str, staged: Stage) -> Iterator[Callable[[str], Cost]]:
    """Measures a page of the desk as the agent sees it, over `opora web`: path to cost."""
    with server.web(name) as serving, closing(Client(serving.port)) as client:
        yield lambda path: cost(name, serving, client, get(path, session=staged.session))


def bare_answer(name: str) -> Cost:
    """The same server's barest answer."""
    with server.bare(name) as serving, closing(Client(serving.port)) as client:
        return cost(name, serving, client, get("/"), times=10)


def cost(name: str, serving: Serving, client: Client, request: bytes, *, times: int = 1) -> Cost:
    """What answering the request costs."""
    clock = figures.best_median(lambda: client.send(request), times=TIMES * times, rounds=ROUNDS)
    used = cpu.spent(lambda: client.send(request), times=CPU_TIMES * times, processes=[serving.pid], name=name)
    return Cost(clock, used)


def bare_query(name: str, desk_id: int, statement: str, values: list[object]) -> Cost:
    """A query through psycopg under row-level security, all rows fetched."""
    with place.bare(name, desk_id) as connection:

        def fetch() -> object:
            return connection.execute(statement, values).fetchall()

        clock = figures.best_median(fetch, times=200)
        return Cost(clock, cpu.spent(fetch, times=3000, processes=[os.getpid()], name=name))


def against(what: str, page: Cost, answer: Cost, query: Cost, *, times: float, queries: int) -> figures.Figure:
    """A page beside the bare answer and the bare query."""
    floor = answer + query
    note = (
        f"{queries} queries; bare answer {answer.clock:.2f} ms, bare query {query.clock:.2f} ms;"
        f" processor {page.cpu:.1f} to {floor.cpu:.2f} ms: {page.cpu / floor.cpu:.0f} ×"
    )
    return figures.at_most(what, page.clock, "ms", floor=floor.clock, times=times, note=note)


def queries_of(staged: Stage, path: str) -> list[str]:
    """The statements a page makes, second time of asking, by running it in this process."""
    from django.db import connection, reset_queries
    from django.test import Client as InProcess
    from django.test.utils import CaptureQueriesContext

    client = InProcess(SERVER_NAME="localhost", headers={"accept-language": "ru"})
    client.cookies["sessionid"] = staged.session
    client.get(path)
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, (answer.status_code, path)
    return [query["sql"] for query in captured.captured_queries]


def plan_of(name: str, statement: str, desk_id: int) -> str:
    """EXPLAIN (ANALYZE, BUFFERS) as Opora's role."""
    with place.bare(name, desk_id) as connection:
        rows = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement}").fetchall()
    return "\n".join(row[0] for row in rows)
