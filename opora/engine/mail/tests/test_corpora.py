"""Agreement with what other projects assert about real mail; printed per kind of fact with `-s`."""

import pytest

from opora.engine.mail.reading import read
from opora.engine.mail.tests import corpora

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(
        not (corpora.ROOT / "mail_expectations.jsonl").exists(),
        reason="the shared corpora are not on this machine (set OPORA_CORPORA)",
    ),
]

FLOORS = {
    "subject": 97,
    "sender": 98,
    "recipients": 98,
    "date": 99,
    "message id": 99,
    "body": 90,
    "html": 90,
    "attachments": 91,
    "reply text": 98,
    "forward": 96,
    "bounce": 97,
    "bounce recipients": 77,
    "automatic": 99,
}
"""Percent, what is reached: raise them, never lower them."""


def test_no_real_message_defeats_the_reader() -> None:
    files = [path for path in (corpora.ROOT / "mail").rglob("*") if path.is_file()]
    assert len(files) > 1000
    for path in files:
        read(path.read_bytes())


def test_agreement_with_the_corpora() -> None:
    reached = corpora.agreement()
    lines = [
        f"{fact:20} {good:4} of {every:4}  {100 * good / every:5.1f} %"
        for fact, (good, every) in sorted(reached.items())
    ]
    print("\n" + "\n".join(lines))  # noqa: T201
    short = [fact for fact, (good, every) in reached.items() if 100 * good / every < FLOORS[fact]]
    assert not short
