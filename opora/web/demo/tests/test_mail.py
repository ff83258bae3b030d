"""The demonstration's mails: there in a demonstration, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from opora.channels.email import caught

pytestmark = [pytest.mark.django_db, pytest.mark.urls("opora.web.demo.tests.urls")]

RAW = (
    b"From: desk@example.org\r\nTo: customer@example.org\r\nSubject: =?utf-8?q?=D0=92=D1=85=D0=BE=D0=B4?=\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\n<script>alert(1)</script> http://localhost:8000/accounts/link/x/\r\n"
)


@pytest.fixture
def name(settings: Any, tmp_path: Path) -> str:
    settings.DATA, settings.DEMO = tmp_path, True
    return caught.keep(RAW, "12345678")


def test_a_caught_mail_is_listed_and_shown_as_text(name: str) -> None:
    assert "Вход" in Client().get("/demo/mail/").text
    page = Client().get(f"/demo/mail/{name}/").text
    assert "customer@example.org" in page
    assert "<script>alert" not in page
    assert 'href="http://localhost:8000/accounts/link/x/"' in page


@pytest.mark.parametrize("other", ["nonsense", "..%2fsecret.key", "00000000000000000000-00000000.eml"])
def test_other_files_cannot_be_read(name: str, other: str) -> None:
    assert Client().get(f"/demo/mail/{other}/").status_code == 404


def test_there_is_no_such_page_on_a_real_desk(name: str, settings: Any) -> None:
    settings.DEMO = False
    assert Client().get("/demo/mail/").status_code == 404
    assert Client().get(f"/demo/mail/{name}/").status_code == 404
