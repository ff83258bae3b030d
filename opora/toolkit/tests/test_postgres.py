"""The embedded PostgreSQL is durable, private to its account, and comes back from anything."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from opora.toolkit import postgres
from opora.toolkit.postgres import account, cluster, postmaster
from opora.toolkit.postgres.binaries import program


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("pg")
    for parent in (folder, *folder.parents):  # pytest's own folders are for the owner only
        if parent.name.startswith("pytest-"):
            parent.chmod(0o711)
    yield folder
    postgres.stop(folder)


@pytest.fixture
def running(data: Path) -> Path:
    postgres.start(data)
    return data


def ask(data: Path, query: str, *, user: str = postgres.APP_ROLE) -> object:
    with psycopg.connect(postgres.uri(data, user=user)) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[arg-type]
        assert row
        return row[0]


def test_a_second_start_joins_the_running_server(running: Path) -> None:
    before = postmaster.pid(postgres.folder(running))
    assert postgres.start(running) is False
    assert postmaster.pid(postgres.folder(running)) == before


def test_commits_are_durable(running: Path) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert ask(running, f"SHOW {setting}") == "on"


def test_no_network_address_is_listened_on(running: Path) -> None:
    assert ask(running, "SHOW listen_addresses") == ""


def test_the_role_of_the_application_cannot_switch_row_security_off(running: Path) -> None:
    query = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert ask(running, query) is False


def test_quotes_are_no_letters_for_russian_search(running: Path) -> None:
    assert ask(running, "SELECT to_tsvector('russian', '«Сбой»') @@ to_tsquery('russian', 'сбой')") is True


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else to try")
def test_another_account_is_refused(running: Path) -> None:
    where = str(postgres.socket_folder(running))
    command = [program("psql"), "-X", "-h", where, "-U", postgres.APP_ROLE, "-c", "SELECT 1"]
    postgres.folder(running).chmod(0o711)
    try:
        tried = subprocess.run(
            [*command, postgres.DATABASE], check=False, capture_output=True, text=True, user="nobody", cwd="/", env={}
        )
    finally:
        postgres.folder(running).chmod(0o700)
    # The folder above may be closed to strangers too, which refuses them even earlier.
    assert tried.returncode != 0
    assert "Peer authentication failed" in tried.stderr or "Permission denied" in tried.stderr


def test_what_was_committed_survives_the_death_of_every_process(running: Path) -> None:
    with psycopg.connect(postgres.uri(running, user=postgres.OWNER), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
        for process in _processes_in(postgres.folder(running)):
            os.kill(process, signal.SIGKILL)
    assert (postgres.folder(running) / "postmaster.pid").exists()
    assert postgres.start(running) is True
    assert ask(running, "SELECT count(*) > 0 FROM kept", user=postgres.OWNER) is True


def test_a_stale_process_id_taken_by_somebody_else_does_not_block_the_start(running: Path) -> None:
    postgres.stop(running)
    stale = postgres.folder(running) / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{postgres.folder(running)}\n0\n5432\n\n\n\nready\n")
    assert not postgres.is_running(running)
    assert postgres.start(running) is True


def test_stopping_twice_is_harmless(running: Path) -> None:
    postgres.stop(running)
    postgres.stop(running)
    assert not postgres.is_running(running)


def test_the_last_user_stops_the_server(data: Path) -> None:
    postgres.stop(data)
    with postgres.using(data):
        with postgres.using(data):
            assert postgres.is_running(data)
        assert postgres.is_running(data)
    assert not postgres.is_running(data)


def test_an_interrupted_making_of_the_cluster_is_begun_again(tmp_path: Path) -> None:
    for parent in (tmp_path, *tmp_path.parents):
        if parent.name.startswith(("pytest-", "test_")):
            parent.chmod(0o711)
    (tmp_path / "postgres.half").mkdir()
    (tmp_path / "postgres.half" / "PG_VERSION").write_text("18")
    try:
        assert postgres.start(tmp_path) is True
    finally:
        postgres.stop(tmp_path)


def test_a_cluster_of_another_version_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(postgres.PostgresFailure, match="holds PostgreSQL 15"):
        cluster.prepare(tmp_path / "postgres", account.of(tmp_path / "postgres"))


def test_a_long_path_gets_a_short_socket_folder(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    assert postgres.socket_folder(tmp_path / "x") == postgres.folder(tmp_path / "x") or len(str(tmp_path)) > 80
    assert len(str(postgres.socket_folder(long)).encode()) <= cluster.LONGEST_SOCKET_FOLDER
    assert postgres.socket_folder(long) == postgres.socket_folder(long)
    assert postgres.socket_folder(long) != postgres.socket_folder(long / "y")


def _processes_in(pgdata: Path) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and postmaster._works_in(int(entry.name), pgdata):
            found.append(int(entry.name))
    assert found
    return found
