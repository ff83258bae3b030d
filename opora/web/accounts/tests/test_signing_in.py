"""Signing in by password, by mailed link and by code; what a stranger can learn and how often they may try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from opora.customers.models import Contact
from opora.desks import tenancy
from opora.desks.models import User
from tests.cast.people import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN, CODE = "/accounts/login/", "/accounts/login/code/"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def browser() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="ru")


def link_in(mail: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/accounts/link/\S+)", mail.body)
    assert found, mail.body
    return found.group(1)


def ask_for_link(email: str, mailoutbox: list[Any]) -> str:
    assert browser().post(CODE, {"email": email}).status_code == 302
    return link_in(mailoutbox[-1])


def is_signed_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


@pytest.mark.parametrize(
    ("name", "start"), [("agent", "/desk/work/"), ("requester", "/desk/"), ("neighbour_owner", "/neighbour/work/")]
)
def test_a_password_leads_to_the_only_desk(cast: Any, name: str, start: str) -> None:
    client = browser()
    answer = client.post(LOGIN, {"login": cast.user(name).email.upper(), "password": PASSWORD, "remember": "on"})
    assert (answer.status_code, answer.headers["Location"]) == (302, start)
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "onward",
    ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "/%2f%2fevil.example"],
)
def test_signing_in_leads_nowhere_else(cast: Any, onward: str) -> None:
    answer = browser().post(LOGIN, {"login": cast.user("agent").email, "password": PASSWORD, "next": onward})
    assert answer.headers["Location"] == "/desk/work/"


def test_signing_in_goes_on_where_one_wanted_to(cast: Any) -> None:
    given = {"login": cast.user("requester").email, "password": PASSWORD, "next": "/desk/new/"}
    assert browser().post(LOGIN, given).headers["Location"] == "/desk/new/"


def test_unknown_address_and_wrong_password_look_the_same(cast: Any) -> None:
    wrong = browser().post(LOGIN, {"login": cast.user("agent").email, "password": "nonsense words"})
    unknown = browser().post(LOGIN, {"login": "nobody@people.example", "password": "nonsense words"})
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    problem = re.compile(r'<div class="problem".*?</div>', re.DOTALL)
    assert problem.findall(wrong.text) == problem.findall(unknown.text) != []


def test_passwords_cannot_be_tried_on_and_on(cast: Any) -> None:
    email = cast.user("agent").email
    for _ in range(5):
        browser().post(LOGIN, {"login": email, "password": "nonsense words"})
    sixth = browser().post(LOGIN, {"login": email, "password": PASSWORD})
    assert sixth.status_code == 200  # even the right one is not looked at now


def test_the_session_gets_a_new_id(cast: Any) -> None:
    client = browser()
    client.get(LOGIN)
    client.session["seen"] = True
    before = client.session.session_key
    client.post(LOGIN, {"login": cast.user("agent").email, "password": PASSWORD})
    assert client.session.session_key != before


def test_a_deactivated_account_is_out_at_once(cast: Any) -> None:
    client = browser()
    client.force_login(cast.user("agent"))
    User.objects.filter(pk=cast.user("agent").pk).update(is_active=False)
    assert not is_signed_in(client)


def test_known_and_unknown_addresses_get_one_mail_and_the_same_page(cast: Any, mailoutbox: list[Any]) -> None:
    pages = [
        browser().post(CODE, {"email": email}, follow=True).text for email in ("agent@people.example", "no@one.example")
    ]
    assert [mail.to for mail in mailoutbox] == [["agent@people.example"], ["no@one.example"]]
    assert "/accounts/link/" not in mailoutbox[1].body
    texts = [
        re.sub(r"agent@people\.example|no@one\.example|value=\"\w{64}\"|nonce=\"\S+\"|content=\"20[^\"]+\"", "", page)
        for page in pages
    ]
    assert texts[0] == texts[1]


def test_the_mailed_link_signs_in_another_browser_once(cast: Any, mailoutbox: list[Any]) -> None:
    link = ask_for_link(cast.user("agent").email, mailoutbox)
    scanner, owner, thief = browser(), browser(), browser()
    assert scanner.get(link).status_code == 200
    assert not is_signed_in(scanner)  # looking does nothing
    assert owner.post(link).headers["Location"] == "/desk/work/"
    assert is_signed_in(owner)
    assert thief.get(link).status_code == 410
    assert thief.post(link).status_code == 410
    assert not is_signed_in(thief)


def test_of_two_links_the_use_of_one_ends_both(cast: Any, mailoutbox: list[Any]) -> None:
    first = ask_for_link(cast.user("agent").email, mailoutbox)
    second = ask_for_link(cast.user("agent").email, mailoutbox)
    assert browser().post(second).status_code == 302
    assert browser().post(first).status_code == 410


@pytest.mark.parametrize("change", ["password", "deactivated", "address"])
def test_a_link_dies_with_a_change_of_the_account(cast: Any, mailoutbox: list[Any], change: str) -> None:
    user = cast.user("agent")
    link = ask_for_link(user.email, mailoutbox)
    match change:
        case "password":
            user.set_password("another good phrase")
        case "deactivated":
            user.is_active = False
        case _:
            user.email = "elsewhere@people.example"
    user.save()
    assert browser().post(link).status_code in (404, 410)
    assert not is_signed_in(browser())


def test_a_link_dies_after_ten_minutes(cast: Any, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    link = ask_for_link(cast.user("agent").email, mailoutbox)
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 601)
    assert browser().get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é"])
def test_nonsense_is_a_dead_link(cast: Any, token: str) -> None:
    assert browser().get(f"/accounts/link/{token}/").status_code in (404, 410)


def test_the_code_of_the_mail_works_where_it_was_asked(cast: Any, mailoutbox: list[Any]) -> None:
    client = browser()
    client.post(CODE, {"login": cast.user("agent").email})
    code = re.search(r": (\w{4}-\w{4})\b", mailoutbox[-1].body)
    assert code, mailoutbox[-1].body
    answer = client.post("/accounts/login/code/confirm/", {"code": code.group(1), "action": "verify"})
    assert (answer.status_code, is_signed_in(client)) == (302, True)


def test_a_customer_known_by_mail_only_can_sign_in_by_link(cast: Any, mailoutbox: list[Any]) -> None:
    with tenancy.desk(cast.desk.pk):
        contact = cast.contact("stranger")
        Contact.objects.for_desk(cast.desk).filter(pk=contact.pk).update(user=None, email="writer@mail.example")
    client = browser()
    assert client.post(ask_for_link("writer@mail.example", mailoutbox)).headers["Location"] == "/desk/"
    assert client.get("/desk/tickets/").status_code == 200


def test_a_failing_mail_server_is_no_broken_page(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    answer = browser().post(CODE, {"email": cast.user("agent").email}, follow=True)
    assert answer.status_code == 200
    assert 'data-tone="error"' in answer.text


def test_a_new_password_ends_other_sessions_and_tells_the_owner(cast: Any, mailoutbox: list[Any]) -> None:
    here, elsewhere = browser(), browser()
    for client in (here, elsewhere):
        client.force_login(cast.user("agent"))
    refused = here.post("/accounts/password/", {"old": "wrong", "new": "a new good phrase"})
    assert refused.status_code == 200 and is_signed_in(elsewhere)
    short = here.post("/accounts/password/", {"old": PASSWORD, "new": "1234567"})
    assert short.status_code == 200
    assert here.post("/accounts/password/", {"old": PASSWORD, "new": "a new good phrase"}).status_code == 302
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    assert mailoutbox[-1].to == [cast.user("agent").email]


def test_who_came_by_link_need_not_know_the_old_password(cast: Any, mailoutbox: list[Any]) -> None:
    client = browser()
    client.post(ask_for_link(cast.user("agent").email, mailoutbox))
    assert client.post("/accounts/password/", {"new": "a new good phrase"}).status_code == 302


def test_signing_out_takes_a_post(cast: Any) -> None:
    client = browser()
    client.force_login(cast.user("agent"))
    client.get("/accounts/logout/")
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "page", ["signup/", "email/", "confirm-email/", "inactive/", "reauthenticate/", "password/reset/done/"]
)
def test_other_pages_of_allauth_do_not_exist(cast: Any, page: str) -> None:
    client = browser()
    client.force_login(cast.user("agent"))
    assert client.get(f"/accounts/{page}").status_code == 404


def test_forms_are_protected_against_other_sites(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in (LOGIN, CODE, "/accounts/logout/", "/desk/join/"):
        assert client.post(address, {"email": "a@b.example"}).status_code == 403


def test_the_profile_keeps_name_language_and_zone(cast: Any) -> None:
    client = browser()
    client.force_login(cast.user("agent"))
    given = {"name": "Анна", "language": "en", "time_zone": "Asia/Omsk"}
    assert client.post("/accounts/profile/", given).status_code == 302
    assert User.objects.filter(pk=cast.user("agent").pk, **given).exists()
    assert client.post("/accounts/profile/", {**given, "time_zone": "Mars/Base"}).status_code == 200


JOIN = {"name": "Новый Человек", "email": "New@Person.example"}


def test_joining_creates_nothing_before_the_address_is_proven(cast: Any, mailoutbox: list[Any]) -> None:
    assert browser().post("/desk/join/", JOIN).status_code == 200
    with tenancy.desk(cast.desk.pk):
        assert not Contact.objects.for_desk(cast.desk).filter(email="new@person.example").exists()
    assert not User.objects.filter(email="new@person.example").exists()
    client = browser()
    assert client.post(link_in(mailoutbox[-1])).headers["Location"] == "/desk/"
    with tenancy.desk(cast.desk.pk):
        contact = Contact.objects.for_desk(cast.desk).get(email="new@person.example")
    assert contact.is_verified and contact.user is not None and contact.name == "Новый Человек"
    assert client.get("/desk/new/").status_code == 200
    assert client.get("/neighbour/new/").status_code == 404
    assert browser().post(link_in(mailoutbox[-1])).status_code == 410


def test_joining_answers_the_same_for_known_addresses(cast: Any, mailoutbox: list[Any]) -> None:
    known = {"name": "x", "email": cast.user("requester").email}
    answers = [browser().post("/desk/join/", given) for given in (JOIN, known)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(mailoutbox) == 2
    assert mailoutbox[0].subject == mailoutbox[1].subject


def test_staff_who_join_become_customers_of_the_other_desk(cast: Any, mailoutbox: list[Any]) -> None:
    agent = cast.user("agent")
    browser().post("/neighbour/join/", {"name": "Анна", "email": agent.email})
    client = browser()
    assert client.post(link_in(mailoutbox[-1])).headers["Location"] == "/neighbour/"
    assert client.get("/neighbour/new/").status_code == 200


def test_who_asks_too_often_is_told_to_wait(cast: Any, rf: Any) -> None:
    from opora.web.accounts import too_many

    request = rf.get(LOGIN)
    request.user = cast.user("agent")
    answer = too_many.answer(request)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


def test_links_cannot_be_mailed_on_and_on(cast: Any, mailoutbox: list[Any]) -> None:
    for _ in range(6):
        browser().post(CODE, {"email": cast.user("agent").email})
        browser().post("/desk/join/", JOIN)
    assert len([mail for mail in mailoutbox if mail.to == [cast.user("agent").email]]) == 3
    assert len([mail for mail in mailoutbox if mail.to == [str(JOIN["email"]).lower()]]) == 3
