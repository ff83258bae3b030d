"""Create a desk under a charter, with its first owner."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.db import transaction

from opora import charters as shipped
from opora.cli import output
from opora.cli.command import Failure, Needs
from opora.desks import tenancy
from opora.desks.actions import add_member, create_desk
from opora.desks.models import User
from opora.engine.charter import CharterError, loads
from opora.toolkit import clock
from opora.toolkit.errors import Problem

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the desk is."""
    parser.add_argument("slug", help="its short name, as it will stand in addresses")
    parser.add_argument("--charter", required=True, help="a YAML file, or the name of a charter that ships with Opora")
    parser.add_argument("--title", default="", help="absent: the charter's title")
    parser.add_argument("--owner", metavar="EMAIL", help="who owns it; signs in by a mailed link")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Make the desk; nothing is made when anything is refused."""
    source = _source(options.charter)
    now = clock.now()
    try:
        with transaction.atomic():
            title = options.title or loads(source).title
            desk = create_desk(slug=options.slug, title=title[:200], charter_source=source, by_name="opora", at=now)
            if options.owner:
                with tenancy.desk(desk.pk):
                    add_member(desk, user=_user(options.owner), name=options.owner, role="owner", at=now)
    except CharterError as error:
        raise Failure(f"The charter cannot run; see opora charter check: {str(error).splitlines()[0]}") from error
    except Problem as problem:
        raise Failure(problem.sentence()) from problem
    output.show({"slug": desk.slug, "title": desk.title}, as_json=options.json, text=f"{desk.slug}: {desk.title}")
    return 0


def _source(word: str) -> str:
    path = Path(word)
    try:
        return (path if path.exists() else shipped.path(word)).read_text(encoding="utf-8")
    except (OSError, KeyError, ValueError) as error:
        raise Failure(f"There is no charter “{word}”.") from error


def _user(email: str) -> User:
    address = email.strip().lower()
    return User.objects.filter(email=address).first() or User.objects.create_user(address)
