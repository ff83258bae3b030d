"""Jobs whose worker died are tried again, and given up when they kill every worker."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from opora.config import queue
from opora.toolkit import clock

done: list[int] = []


@app.task(name="test.remember")
def remember(number: int) -> None:
    """A job that leaves a trace."""
    done.append(number)


def run(sql: str, *values: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


def dead_workers_job(*, attempts: int) -> int:
    """A job that is marked as running by a worker that gave no sign of life for a minute."""
    [(worker,)] = run(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id"
    )
    number = remember.defer(number=1)
    run(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s",
        worker,
        attempts,
        number,
    )
    return int(number)


def status_of(job: int) -> tuple[str, int]:
    [row] = run("SELECT status, attempts FROM procrastinate_jobs WHERE id = %s", job)
    return str(row[0]), int(row[1])


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_tried_again() -> None:
    job = dead_workers_job(attempts=0)
    assert queue._Sweep().run_due(clock.now(), 100) == 1
    assert status_of(job) == ("todo", 1)


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up() -> None:
    job = dead_workers_job(attempts=queue.MOST_ATTEMPTS - 1)
    queue._Sweep().run_due(clock.now(), 100)
    assert status_of(job) == ("failed", queue.MOST_ATTEMPTS)


@pytest.mark.django_db
def test_a_job_of_a_living_worker_is_left_alone() -> None:
    job = dead_workers_job(attempts=0)
    run("UPDATE procrastinate_workers SET last_heartbeat = now()")
    assert queue._Sweep().run_due(clock.now(), 100) == 0
    assert status_of(job) == ("doing", 0)


@pytest.mark.django_db
def test_the_sweep_comes_back_after_a_minute() -> None:
    sweep = queue._Sweep()
    now = clock.now()
    sweep.run_due(now, 100)
    assert sweep.next_at() == now + queue.SWEEP_EVERY


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_was_committed_and_comes_back_after_the_loss_of_its_connections() -> None:
    done.clear()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        remember.defer(number=0)  # rolled back with its transaction
        raise ZeroDivisionError
    remember.defer(number=1)
    connection.close()  # it would be cut with the others

    async def work() -> None:
        stop = asyncio.Event()
        working = asyncio.create_task(queue.work(stop, jobs=1))
        await _until(lambda: done == [1])
        await asyncio.to_thread(_cut_all_others)
        await asyncio.to_thread(_defer, 2)
        await _until(lambda: done == [1, 2])
        stop.set()
        await asyncio.wait_for(working, 10)

    asyncio.run(work())
    assert done == [1, 2]
    assert run("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


async def _until(happened: Any) -> None:
    ends = time.monotonic() + 20
    while not happened() and time.monotonic() < ends:
        await asyncio.sleep(0.05)


def _defer(number: int) -> None:
    remember.defer(number=number)
    connection.close()


def _cut_all_others() -> None:
    run("SET ROLE NONE")  # on a server of DATABASE_URL the login is another role than the application's
    run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = session_user"
    )
    connection.close()
