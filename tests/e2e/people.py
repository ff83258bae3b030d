"""Who is on the desk of the end-to-end tests: known to the child process that makes them and to the tests."""

from __future__ import annotations

from dataclasses import dataclass

DESK = "bpm-centr"
"""The slug of the desk and the name of its shipped charter."""
ADDRESS = "support@bpm.example"
"""Where the desk receives mail."""
PASSWORD = "kept-by-nobody-7"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name and an address; `role` and `lines` as the room of desks knows them."""

    name: str
    email: str
    role: str = "contact"
    lines: tuple[str, ...] = ()


AGENT = Person("Анна Соколова", "agent@bpm.example", "agent", ("first",))
SENIOR = Person("Игорь Мельников", "senior@bpm.example", "agent", ("senior",))
LEAD = Person("Марина Орлова", "lead@bpm.example", "lead", ("first",))
STAFF = (AGENT, SENIOR, LEAD)

DOMAIN = "sklad.example"
"""Every address of it belongs to the organisation, whose plan is premium: 4 h to answer, 12 h to solve."""
CUSTOMER = Person("Дмитрий Лебедев", f"lebedev@{DOMAIN}")
DOUBTER = Person("Светлана Ильина", f"ilina@{DOMAIN}")
VISITOR = Person("Наталья Громова", f"gromova@{DOMAIN}")
CUSTOMERS = (CUSTOMER, DOUBTER, VISITOR)
"""Those who can sign in to the portal; all others are recognised by their first mail."""
