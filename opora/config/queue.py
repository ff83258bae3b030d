"""The queue: procrastinate's worker, kept alive, and the sweep of jobs whose worker died.

Jobs are deferred through Django's connection, inside the transaction that caused them; only the worker's own
bookkeeping uses a connection pool of procrastinate's. No deadline is ever a periodic job: those are rows
(`opora.config.schedule`).
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from procrastinate import App, exceptions, sql
from procrastinate.psycopg_connector import PsycopgConnector

log = logging.getLogger("opora.worker")

STALLED_SECONDS = 30.0  # without a heartbeat (every 10 s) a worker counts as dead
MOST_ATTEMPTS = 5  # of a job whose worker dies each time
SWEEP_EVERY = timedelta(minutes=1)
GRACE_SECONDS = 6.0  # for jobs under way when the worker stops


def on_app_ready(app: App) -> None:
    """Called by procrastinate when Django is ready; tasks are found in the rooms' `jobs.py`."""


async def work(stop: asyncio.Event, *, jobs: int) -> None:
    """Run jobs, `jobs` at a time, until `stop`.

    The worker is started again when it ends by itself, as it does when the database restarts.
    """
    pause = 0.5
    while not stop.is_set():
        begun = asyncio.get_running_loop().time()
        await _one_worker(stop, jobs=jobs)
        pause = 0.5 if asyncio.get_running_loop().time() - begun > 30 else min(10.0, pause * 2)
        if not stop.is_set():
            log.warning("The worker of the queue ended; starting it again in %.1f s.", pause)
            await _sleep(pause, stop)


async def _one_worker(stop: asyncio.Event, *, jobs: int) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=3)
    try:
        async with app.with_connector(connector).open_async() as opened:  # tasks themselves keep Django's connector
            working = asyncio.ensure_future(
                opened.run_worker_async(
                    concurrency=jobs,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE_SECONDS,
                    delete_jobs="successful",
                )
            )
            await _either(working, stop)
    except (psycopg.Error, exceptions.ProcrastinateException, OSError) as error:
        log.warning("The worker of the queue lost the database: %s", str(error).split("\n")[0])


async def _either(working: asyncio.Future[None], stop: asyncio.Event) -> None:
    """Until the worker ends; a stop ends it gracefully."""
    told = asyncio.ensure_future(stop.wait())
    both: set[asyncio.Future[Any]] = {working, told}
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    working.cancel()
    await asyncio.gather(working, return_exceptions=stop.is_set())


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


class _Sweep:
    """A source of the timers: jobs whose worker died are tried again, or given up after five attempts.

    It is no job itself, so no dead worker can block it.
    """

    name = "queue sweep"

    def __init__(self) -> None:
        self._next_at = datetime.min.replace(tzinfo=UTC)

    def next_at(self) -> datetime | None:
        """A minute after the last sweep."""
        return self._next_at

    def run_due(self, now: datetime, limit: int) -> int:
        """Sweep; how many jobs were rescued or given up."""
        self._next_at = now + SWEEP_EVERY
        stalled = stalled_jobs()[:limit]
        for job in stalled:
            _rescue(job)
        return len(stalled)


SWEEP = _Sweep()


def stalled_jobs() -> list[dict[str, Any]]:
    """Jobs marked as running whose worker shows no sign of life."""
    from procrastinate.contrib.django import app

    query = sql.queries["select_stalled_jobs_by_heartbeat"]
    connector = app.connector.get_sync_connector()
    return list(
        connector.execute_query_all(query=query, queue=None, task_name=None, seconds_since_heartbeat=STALLED_SECONDS)
    )


def _rescue(job: dict[str, Any]) -> None:
    from procrastinate.contrib.django import app

    if job["attempts"] + 1 < MOST_ATTEMPTS:
        log.warning("Job %s (%s) lost its worker and is tried again.", job["id"], job["task_name"])
        app.job_manager.retry_job_by_id(job["id"], retry_at=datetime.now(UTC))
        return
    log.error(
        "Job %s (%s) is given up: its worker died %d times while it ran.", job["id"], job["task_name"], MOST_ATTEMPTS
    )
    connector = app.connector.get_sync_connector()
    connector.execute_query(query=sql.queries["finish_job"], job_id=job["id"], status="failed", delete_job=False)
