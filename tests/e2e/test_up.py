"""`opora up` as a process: prepares, serves, survives what happens to machines, stops cleanly.

SECURITY.md F12, F13, F16, F25, F26.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from opora.toolkit import postgres
from tests.e2e.installation import Installation, children, free_port, until

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("up"), settings={"OPORA_DEMO": "0"})
    yield made
    made.clear()


@pytest.fixture
def up(installation: Installation) -> subprocess.Popen[bytes]:
    """The supervisor, started again when a test before ended it."""
    if not installation.is_running:
        installation.start()
    assert installation.process is not None
    return installation.process


def refused(installation: Installation, **changes: str) -> str:
    """What a start that must fail says."""
    ended = installation.run("opora.cli", "up", **changes)
    assert ended.returncode != 0
    return ended.stderr


def test_it_serves_and_stops_within_ten_seconds(installation: Installation, up: subprocess.Popen[bytes]) -> None:
    assert installation.status() == 200
    with socket.create_connection(("127.0.0.1", installation.mail_port), 10) as mail:
        assert mail.recv(3) == b"220"
    assert installation.stop() < 10
    assert not postgres.is_running(installation.data)


def test_a_second_one_on_the_same_folder_is_refused(installation: Installation, up: subprocess.Popen[bytes]) -> None:
    said = refused(installation, PORT=str(free_port()))
    assert said == f"opora up: Opora is already up on {installation.data} (process {up.pid}).\n"
    assert installation.status() == 200


def test_a_port_in_use_is_one_line(installation: Installation, up: subprocess.Popen[bytes], tmp_path: Path) -> None:
    said = refused(installation, OPORA_DATA=str(tmp_path))
    assert said.startswith(f"opora up: Port {installation.port} of 127.0.0.1 cannot be used")
    assert said.count("\n") == 1


def test_whatever_dies_is_started_again(installation: Installation, up: subprocess.Popen[bytes]) -> None:
    before = set(children(up.pid))
    server = postgres.postmaster.pid(postgres.folder(installation.data))
    for pid in before - {server}:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(set(children(up.pid)) - before) == len(before - {server}))
    until(lambda: installation.status() == 200)


def test_a_database_that_dies_is_started_again_and_pages_say_so_meanwhile(
    installation: Installation, up: subprocess.Popen[bytes]
) -> None:
    server = postgres.postmaster.pid(postgres.folder(installation.data))
    assert server
    os.kill(server, signal.SIGKILL)
    assert installation.status() in (200, 503)
    until(lambda: postgres.is_running(installation.data))
    until(lambda: installation.status() == 200)
    assert up.poll() is None


def test_killing_everything_at_once_loses_nothing_committed(
    installation: Installation, up: subprocess.Popen[bytes]
) -> None:
    with psycopg.connect(postgres.uri(installation.data), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO desks_desk (slug, title, is_active, created_at) VALUES ('kept', 'x', true, now())"
        )
    installation.kill()
    installation.start()
    assert installation.value("SELECT count(*) FROM desks_desk WHERE slug = 'kept'") == 1
