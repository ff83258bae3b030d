"""Who is on the demonstration's desks, and how they sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

DESKS = {
    "bpm-centr": "BPM Centr",
    "procrm": "ProCRM",
    "smart-systems": "Смарт-системы",
    "primoart": "PrimoART",
    "outsourcing": "Поддержка вашего сервиса",
}
PASSWORD = "opora-demo"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One line of the banner."""

    desk: str
    role: str
    email: str
    password: str
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a desk's staff."""

    key: str
    name: str
    role: str
    level: int = 1


STAFF = (
    Person("agent", "Анна Соколова", "agent", 1),
    Person("agent2", "Игорь Мельников", "agent", 2),
    Person("agent3", "Тимур Ахметов", "agent", 3),
    Person("lead", "Марина Орлова", "lead", 1),
    Person("quality", "Ольга Крылова", "quality"),
    Person("admin", "Павел Зимин", "admin"),
    Person("owner", "Елена Власова", "owner"),
)


@dataclass(frozen=True, slots=True)
class Customer:
    """A person of an organisation; `account`: can sign in."""

    key: str
    name: str
    role: str = "contact"
    account: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation and its people; `plan` is the place of its plan among the charter's plans."""

    name: str
    domain: str
    plan: int
    people: tuple[Customer, ...]


COMPANIES = (
    Company(
        "ООО «Северный склад»",
        "sever-sklad.example",
        -1,
        (Customer("customer", "Дмитрий Лебедев", account=True), Customer("warehouse", "Светлана Ильина")),
    ),
    Company(
        "АО «Вектор Телеком»",
        "vector-telecom.example",
        1,
        (
            Customer("customer-admin", "Наталья Громова", "customer_admin", account=True),
            Customer("support", "Руслан Каримов"),
        ),
    ),
    Company(
        "ИП Белова",
        "belova-shop.example",
        0,
        (Customer("belova", "Татьяна Белова"),),
    ),
)


def staff_email(person: Person, desk: str) -> str:
    """The sign-in address of a member."""
    return f"{person.key}@{desk}.example"


def customer_email(customer: Customer, company: Company, desk: str) -> str:
    """The address of a contact: those who sign in have one per desk."""
    if customer.account:
        return f"{customer.key}@{desk}.example"
    return f"{customer.key}@{company.domain}"


def sign_ins() -> Sequence[SignIn]:
    """The demonstration's people in the order a newcomer would try them; empty when it was never filled."""
    from opora.desks.models import User

    shown = ("agent", "lead", "admin", "customer")
    wanted = [f"{key}@{desk}.example" for desk in DESKS for key in shown]
    there = set(User.objects.filter(email__in=wanted).values_list("email", flat=True))
    return [
        SignIn(desk, key, f"{key}@{desk}.example", PASSWORD, f"{settings.PUBLIC_URL}/{desk}/{_room(key)}")
        for desk in DESKS
        for key in shown
        if f"{key}@{desk}.example" in there
    ]


def mailboxes() -> Sequence[str]:
    """The addresses the demonstration's desks receive mail at."""
    from opora.channels.models import Mailbox
    from opora.desks import tenancy

    with tenancy.desk(tenancy.ALL_DESKS):
        return list(Mailbox.objects.across_desks().order_by("id").values_list("address", flat=True))


def _room(key: str) -> str:
    return "" if key == "customer" else "work/"
