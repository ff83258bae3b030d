"""Pytest's fixtures of the cast."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import opora
from opora.toolkit.translations import compile_stale
from tests.cast.story import AT, words

CHARTERS = {"desk": "outsourcing", "neighbour": "bpm-centr"}


def pytest_configure() -> None:
    """Compile the catalogues of words, as `opora up` does, before anything is said in Russian."""
    compile_stale(Path(opora.__file__).parent)


@pytest.fixture
def cast(db: None) -> Iterator[Any]:
    """Two desks with their people; the connection works for `cast.desk`."""
    from opora.desks import tenancy

    made = _made()
    with tenancy.desk(made.desk.pk):
        yield made


@pytest.fixture
def transactional_cast(transactional_db: None) -> Iterator[Any]:
    """The same, committed: for tests with more than one connection."""
    from opora.desks import tenancy

    made = _made()
    with tenancy.desk(made.desk.pk):
        yield made


@pytest.fixture
def register(cast: Any) -> Callable[..., Any]:
    """Registers a ticket of the requester: `register(subject=…, by=…, text=…)`."""
    return registering(cast)


def registering(cast: Any) -> Callable[..., Any]:
    """A short way to a new ticket of a cast."""
    from opora.tickets import actions
    from opora.tickets.values import Draft

    def make(
        subject: str = "Не открывается карточка заказа",
        *,
        by: str = "requester",
        text: str = "При входе белый экран.",
        **more: Any,
    ) -> Any:
        at = more.pop("at", AT)
        draft = Draft(subject=subject, words=words(text), channel=more.pop("channel", "portal"), **more)
        return actions.register(cast.desk_of(by), requester=cast.contact(by), draft=draft, by=cast.actor(by), at=at)

    return make


@lru_cache
def _charter(name: str) -> tuple[str, Any]:
    from opora.charters import path
    from opora.engine.charter import loads

    source = path(name).read_text(encoding="utf-8")
    return source, loads(source)


def _made() -> Any:
    from opora.customers import actions as customers
    from opora.desks import tenancy
    from tests.cast.people import Cast

    desk, neighbour = (_desk(slug, CHARTERS[slug]) for slug in ("desk", "neighbour"))
    with tenancy.desk(desk.pk):
        from opora.journal.events import system

        by = system(desk.pk, via="cli")
        organisation = customers.add_organisation(
            desk, name="ООО «Ромашка»", domains=["romashka.example"], by=by, at=AT
        )
        customers.sign_contract(organisation, plan="standard", starts_on=AT.date(), ends_on=None, by=by, at=AT)
        cast = Cast(desk, neighbour, organisation)
        _staff(cast)
        _customers(cast)
    with tenancy.desk(neighbour.pk):
        _neighbours(cast)
    return cast


def _desk(slug: str, charter_name: str) -> Any:
    from opora.desks.actions.desk import found

    source, charter = _charter(charter_name)
    return found(slug=slug, title=charter.title[:200], charter=charter, source=source, by_name="pytest", at=AT)


def _staff(cast: Any) -> None:
    from tests.cast.people import MEMBERS

    names = {"owner": "Ольга Хозяйкина", "agent": "Анна Петрова", "second_agent": "Борис Второв", "lead": "Лев Старший"}
    for name in MEMBERS:
        role = "agent" if name == "second_agent" else name
        cast.members[name] = _member(cast.desk, name, role, names.get(name, name.title()))


def _member(desk: Any, name: str, role: str, title: str) -> Any:
    from opora.desks import actions

    return actions.add_member(
        desk, user=_user(name, title), name=title, role=role, lines=["line1"] if desk.slug == "desk" else [], at=AT
    )


def _user(name: str, title: str) -> Any:
    from opora.desks.models import User
    from tests.cast.people import PASSWORD

    return User.objects.create_user(f"{name.replace('_', '-')}@people.example", PASSWORD, name=title)


def _customers(cast: Any) -> None:
    for name in ("requester", "colleague", "customer_admin"):
        role = "customer_admin" if name == "customer_admin" else "contact"
        cast.contacts[name] = _contact(cast.desk, name, role, cast.organisation)
    cast.contacts["stranger"] = _contact(cast.desk, "stranger", "contact", None)


def _contact(desk: Any, name: str, role: str, organisation: Any) -> Any:
    from opora.customers import actions as customers
    from opora.journal.events import system

    title = {"requester": "Иван Заказов", "colleague": "Пётр Коллегин"}.get(name, name.title())
    contact = customers.add_contact(
        desk,
        email=f"{name.replace('_', '-')}@romashka.example",
        name=title,
        organisation=organisation,
        role=role,
        by=system(desk.pk, via="cli"),
        at=AT,
    )
    contact.user = _user(name, title)
    contact.save(update_fields=["user"])
    return contact


def _neighbours(cast: Any) -> None:
    cast.members["neighbour_owner"] = _member(cast.neighbour, "neighbour_owner", "owner", "Сосед Хозяинов")
    cast.members["neighbour_agent"] = _member(cast.neighbour, "neighbour_agent", "agent", "Сосед Агентов")
    cast.contacts["neighbour_contact"] = _contact(cast.neighbour, "neighbour_contact", "contact", None)


@pytest.fixture
def unwired() -> Iterator[None]:
    """Events are recorded and nothing reacts: for tests of one room alone."""
    from opora.config.wiring import REACTIONS
    from opora.journal.record import connect

    connect(dict.fromkeys(REACTIONS, ()))
    yield
    connect(REACTIONS)
