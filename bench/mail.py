"""From the spool to a committed ticket: waiting mails, Opora's own worker, its isolated parser.

The mails are taken in as the listener does (raw bytes in the file store, a row, a job), then `opora worker` is started
and the journal tells when each became a ticket. The rate is that of the middle nine tenths, when the worker is warm.
The floor parses the same mails by the standard library in one process and inserts a ticket and a message for each.
`python -m bench.mail [--on 10000] [--count 1500]`
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from bench import figures, place
from bench.stage import Stage, stage
from bench.words import Speaker

COUNT = 1500
LEAST = 100.0
SILENCE = 30.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--on", default=place.SMALL)
    options.add_argument("--count", type=int, default=COUNT)
    given = options.parse_args()
    with place.running(given.on):
        from bench.create import clean

        place.prepare(given.on)
        clean(given.on)
        figures.report(list(measured(given.on, given.count)))
        clean(given.on)


def measured(name: str, count: int) -> Iterator[figures.Figure]:
    """Mails a second, beside the floor."""
    staged = stage(name)
    raws = list(mails(staged, count))
    _spool(staged, raws)
    with place.owner(name, autocommit=True) as hearing:
        hearing.execute("LISTEN opora_live")
        worker = subprocess.Popen(
            [sys.executable, "-m", "opora.cli", "worker"], env=place.environment(name), cwd=place.HOME
        )
        try:
            times = _heard(hearing, count)
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(30)
    fates = _fates(name, count)
    cut = len(times) // 20
    middle = times[cut:-cut]
    rate = (len(middle) - 1) / (middle[-1] - middle[0])
    yield figures.at_least(
        "mail to ticket",
        rate,
        "mails/s",
        least=LEAST,
        floor=_floor(name, staged, raws[:300]),
        note=f"{count} mails: {fates}",
    )


def mails(staged: Stage, count: int) -> Iterator[bytes]:
    """Mails of different people: plain in three charsets, with HTML, some with a picture of 60 kB."""
    speaker = Speaker(int(time.time()))
    stock, subjects = speaker.sentences(500), speaker.subjects(200)
    for number in range(count):
        mail = EmailMessage(policy=policy.SMTP)
        who = f"new{number}.{speaker.chance.getrandbits(40):x}@client{number % 97}.test"
        mail["From"] = f"{speaker.person()} <{who}>"
        mail["To"] = f"Служба <{staged.mailbox}>"
        mail["Subject"] = f"{speaker.chance.choice(subjects)} ({number})"
        mail["Date"] = "Mon, 01 Jun 2026 10:00:00 +0300"
        mail["Message-ID"] = f"<{number}.{speaker.chance.getrandbits(60):x}@client.test>"
        text = speaker.text(stock, sentences=5)
        charset = ("utf-8", "windows-1251", "koi8-r")[number % 3]
        mail.set_content(text.encode(charset, "replace").decode(charset), charset=charset)
        if number % 2:
            mail.add_alternative("".join(f"<p>{line}</p>" for line in text.splitlines()), subtype="html")
        if number % 10 == 0:
            picture = b"\x89PNG\r\n\x1a\n" + speaker.chance.randbytes(60_000)
            mail.add_attachment(picture, maintype="image", subtype="png", filename="снимок.png")
        yield mail.as_bytes()


def _spool(staged: Stage, raws: list[bytes]) -> None:
    from opora.channels.email.acceptance import accept
    from opora.channels.email.mailboxes import addressee

    ours = addressee(staged.mailbox)
    assert ours is not None
    began = time.perf_counter()
    for raw in raws:
        accept(raw, envelope_from="", addressees=[ours], peer="127.0.0.1", at=datetime.now(UTC))
    print(f"taken in: {len(raws) / (time.perf_counter() - began):.0f} mails/s", flush=True)


def _heard(hearing, count: int) -> list[float]:
    """The moment at which each new ticket was committed; ends when nothing has come for a while."""
    seen: dict[int, float] = {}
    newest = time.perf_counter()
    while len(seen) < count and time.perf_counter() - newest < SILENCE:
        for notice in hearing.notifies(timeout=1.0, stop_after=1):
            ticket = int(notice.payload.split(":")[1])
            if ticket and ticket not in seen:
                newest = seen[ticket] = time.perf_counter()
    return sorted(seen.values())


def _fates(name: str, count: int) -> str:
    with place.owner(name) as connection:
        rows = connection.execute(
            "SELECT state, count(*) FROM (SELECT state FROM channels_incomingmail ORDER BY id DESC LIMIT %s) one"
            " GROUP BY 1 ORDER BY 1",
            [count],
        ).fetchall()
    return ", ".join(f"{state} {number}" for state, number in rows)


def _floor(name: str, staged: Stage, raws: list[bytes]) -> float:
    """Mails a second through the standard library and two inserts each."""
    with place.bare(name, staged.desk_id, autocommit=False) as connection:
        connection.execute("SELECT set_config('opora.desk', %s, false)", [str(staged.desk_id)])
        connection.commit()
        columns, sample = _sample(connection, staged)
        first = time.time_ns() // 1000
        began = time.perf_counter()
        for number, raw in enumerate(raws):
            mail = message_from_bytes(raw, policy=policy.default)
            subject, text = str(mail["subject"]), mail.get_body(("plain",)).get_content()
            row = {**sample, "subject": subject[:500], "number": first + number, "name": f"M{first + number}"}
            values = ", ".join(["%s"] * len(columns))
            ticket = connection.execute(
                f"INSERT INTO tickets_ticket ({', '.join(columns)}) VALUES ({values}) RETURNING id",
                [row[column] for column in columns],
            ).fetchone()[0]
            connection.execute(
                "INSERT INTO tickets_message (desk_id, ticket_id, is_public, is_automatic, contact_id, author_name,"
                " text, full_text, html, channel, sender_check, mail_id, created_at)"
                " VALUES (%s, %s, true, false, %s, '', %s, '', '', 'email', 'ok', '', now())",
                [staged.desk_id, ticket, sample["requester_id"], text],
            )
            connection.commit()
        return len(raws) / (time.perf_counter() - began)


def _sample(connection, staged: Stage) -> tuple[list[str], dict]:
    from psycopg.rows import dict_row
    from psycopg.types.json import Jsonb

    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'tickets_ticket'"
        " AND is_generated = 'NEVER' AND column_name <> 'id'"
    ).fetchall()
    columns = [row[0] for row in rows]
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(
            f"SELECT {', '.join(columns)} FROM tickets_ticket WHERE phase = 'new' LIMIT 1"
        ).fetchone()
    return columns, {**found, "fields": Jsonb(found["fields"])}


if __name__ == "__main__":
    main()
