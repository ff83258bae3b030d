"""The post office of a desk: what waits there, and what its keepers do with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from opora.channels import actions
from opora.channels.models import IncomingMail
from opora.toolkit import files
from tests.cast import AT

pytestmark = pytest.mark.django_db
RAW = b"From: <script>@evil.test\r\nSubject: <b>x</b>\r\n\r\n<script>alert(1)</script>\r\n"
KEEPERS = ("lead", "admin", "owner")
OTHERS = ("agent", "quality", "requester", "stranger", "neighbour_owner", "neighbour_contact")


@pytest.fixture
def mail(cast: Any) -> Any:
    box = actions.add_mailbox(cast.desk, address="help@desk.example", channel="email", sender_name="Desk", at=AT)
    return IncomingMail.objects.create(
        desk=cast.desk,
        mailbox=box,
        digest=files.keep(RAW),
        size=len(RAW),
        envelope_to="help@desk.example",
        state=IncomingMail.State.QUARANTINE,
        reason="not-understood",
        subject="<b>x</b>",
        sender="<script>@evil.test",
        received_at=AT,
        handled_at=AT,
    )


@pytest.mark.parametrize("who", KEEPERS)
def test_keepers_see_the_reason(client: Client, cast: Any, mail: Any, who: str) -> None:
    client.force_login(cast.user(who))
    page = client.get("/desk/work/mail/").content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in page and "<b>x</b>" not in page and "not-understood" not in page


@pytest.mark.parametrize("noun", ["retry", "dismissal"])
@pytest.mark.parametrize("who", OTHERS)
def test_others_may_not_touch_it(client: Client, cast: Any, mail: Any, who: str, noun: str) -> None:
    client.force_login(cast.user(who))
    assert client.post(f"/desk/work/mail/{mail.pk}/{noun}/").status_code == 404
    assert client.get(f"/desk/work/mail/{mail.pk}/raw/").status_code == 404
    mail.refresh_from_db()
    assert mail.state == IncomingMail.State.QUARANTINE


def test_raw_mail_is_only_ever_saved(client: Client, cast: Any, mail: Any) -> None:
    client.force_login(cast.user("lead"))
    answer = client.get(f"/desk/work/mail/{mail.pk}/raw/")
    assert b"".join(answer.streaming_content) == RAW  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="mail-{mail.pk}.eml"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_mail_is_tried_again(client: Client, cast: Any, mail: Any) -> None:
    client.force_login(cast.user("lead"))
    assert client.post(f"/desk/work/mail/{mail.pk}/retry/").status_code == 303
    mail.refresh_from_db()
    assert (mail.state, mail.is_released) == (IncomingMail.State.RECEIVED, True)


def test_mail_is_put_away(client: Client, cast: Any, mail: Any) -> None:
    client.force_login(cast.user("lead"))
    client.post(f"/desk/work/mail/{mail.pk}/dismissal/")
    mail.refresh_from_db()
    assert mail.state == IncomingMail.State.IGNORED
