"""The pictures of the documentation, taken from a demonstration that lives only for them. Run by `bin/screenshots`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Browser, Page

from tests.e2e.browser import launched
from tests.e2e.installation import REPOSITORY, Installation

FOLDER = REPOSITORY / "docs" / "img"
DESK = "bpm-centr"
PASSWORD = "opora-demo"
FILL_SECONDS = 600.0
LARGEST = 250_000
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True, slots=True)
class Picture:
    """Who of the desk looks at what, on which screen; `prepare` brings the page into the state worth showing."""

    who: str
    find: Callable[[Installation], str]
    prepare: Callable[[Page], None] = lambda page: None
    dark: bool = False
    phone: bool = False


def main() -> int:
    """Take the pictures named on the command line, or all; says the size of each."""
    chosen = {name: PICTURES[name] for name in sys.argv[1:] or PICTURES}
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="opora-") as folder, launched() as browser:
        installation = Installation(Path(folder))
        try:
            begin(installation)
            sizes = {name: take(browser, installation, name, picture) for name, picture in chosen.items()}
        finally:
            installation.clear()
    too_large = [name for name, size in sizes.items() if size > LARGEST]
    for name, size in sizes.items():
        sys.stdout.write(f"docs/img/{name}.png {size / 1000:.0f} kB{' TOO LARGE' if name in too_large else ''}\n")
    return 1 if too_large else 0


def begin(installation: Installation) -> None:
    """A filled demonstration at noon of a working day; the mails of its past have gone out."""
    installation.next_morning()
    installation.move_clock(timedelta(hours=2))
    installation.start(within=FILL_SECONDS)
    installation.mails_have_left()


def take(browser: Browser, installation: Installation, name: str, picture: Picture) -> int:
    """One picture; gives its size in bytes."""
    context = browser.new_context(
        viewport=PHONE if picture.phone else DESKTOP,
        device_scale_factor=2 if picture.phone else 1,
        locale="ru-RU",
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    path = picture.find(installation)
    page.goto(installation.url(f"/accounts/login/?next={path}"))
    page.fill("#login", f"{picture.who}@{path.split('/')[1]}.example")
    page.fill("#password", PASSWORD)
    page.click("form.sign-in button.button--primary")
    page.wait_for_url(installation.url(path))
    picture.prepare(page)
    page.wait_for_timeout(1200)  # fonts, counts of the rail, pictures
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    context.close()
    return file.stat().st_size


def _queue(_: Installation) -> str:
    return f"/{DESK}/work/"


def _figures(_: Installation) -> str:
    return f"/{DESK}/work/figures/"


def _new(_: Installation) -> str:
    return f"/{DESK}/new/"


def _busiest(installation: Installation) -> str:
    """The open ticket with the longest conversation."""
    query = (
        "SELECT t.name FROM tickets_ticket t JOIN desks_desk d ON d.id = t.desk_id"
        " JOIN tickets_message m ON m.ticket_id = t.id WHERE d.slug = %s AND t.phase IN ('open', 'waiting_customer')"
        " GROUP BY t.id, t.name ORDER BY count(*) DESC, t.id DESC"
    )
    return f"/{DESK}/work/tickets/{installation.value(query, DESK)}/"


def _longest_ledger(installation: Installation) -> str:
    """On any desk, a clock of office hours that stood still and went on, over the most days that fit on a screen."""
    query = (
        "SELECT d.slug, t.name FROM clocks_clock c JOIN tickets_ticket t ON t.id = c.ticket_id"
        " JOIN desks_desk d ON d.id = t.desk_id JOIN clocks_clockevent e ON e.clock_id = c.id"
        " WHERE c.key = 'resolution' AND c.due_at IS NOT NULL AND c.target IS NOT NULL GROUP BY d.slug, t.id, t.name"
        " ORDER BY bool_or(e.what = 'resumed') DESC, bool_or(c.calendar_key IN ('always', 'working-days')),"
        " max(e.at) - min(e.at) < '3 days' DESC, max(e.at) - min(e.at) DESC"
    )
    desk, name = installation.rows(query)[0]
    return f"/{desk}/work/tickets/{name}/clocks/resolution/"


def _proposed(installation: Installation) -> str:
    """A ticket of a desk's `customer`, best one that waits for the word on its solution or for an answer."""
    query = (
        "SELECT d.slug, t.name FROM tickets_ticket t JOIN desks_desk d ON d.id = t.desk_id"
        " JOIN customers_contact c ON c.id = t.requester_id WHERE c.email = 'customer@' || d.slug || '.example'"
        " ORDER BY t.phase = 'solved' DESC, t.phase = 'waiting_customer' DESC, t.is_breached, d.slug = %s DESC, t.id"
    )
    desk, name = installation.rows(query, DESK)[0]
    return f"/{desk}/tickets/{name}/"


def _fill_in(page: Page) -> None:
    """Half of a new ticket."""
    page.check("input[name=kind][value=problem]", force=True)
    page.wait_for_selector("#category option[value='technical/connectors']", state="attached")
    page.fill("#subject", "Коннектор не передаёт заказы с вечера пятницы")
    page.select_option("#category", "technical/connectors")
    page.wait_for_timeout(800)
    page.fill("#text", "С 18:00 пятницы заказы не попадают в учётную систему, в журнале обмена ошибка 403.")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


PICTURES: Mapping[str, Picture] = MappingProxyType(
    {
        "queue": Picture("lead", _queue),
        "queue-dark": Picture("lead", _queue, dark=True),
        "queue-phone": Picture("lead", _queue, phone=True),
        "ticket": Picture("agent", _busiest),
        "ledger": Picture("lead", _longest_ledger),
        "figures": Picture("lead", _figures),
        "portal-new": Picture("customer", _new, _fill_in),
        "portal-ticket": Picture("customer", _proposed),
    }
)


if __name__ == "__main__":
    sys.exit(main())
