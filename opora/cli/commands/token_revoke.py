"""Revoke a key to the API: it opens nothing from now on."""

from __future__ import annotations

import argparse

from django.db.models import Q

from opora.cli import acting, output
from opora.cli.command import Failure, Needs
from opora.desks.actions import revoke_token
from opora.desks.models import ApiToken

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which key."""
    acting.arguments(parser)
    parser.add_argument("token", help="its id or its first twelve characters, as opora token list shows them")


def run(options: argparse.Namespace) -> int:
    """End the key."""
    with acting.acting(options) as at_work:
        which = Q(prefix=options.token)
        if options.token.isdecimal() and len(options.token) < 19:
            which |= Q(pk=int(options.token))
        found = list(ApiToken.objects.for_desk(at_work.desk).filter(which)[:2])
        if len(found) != 1:
            raise Failure(f"There is no single key “{options.token}” on the desk {at_work.desk.slug}.")
        token = revoke_token(found[0], by=at_work.actor, at=at_work.at)
    told = {"id": token.pk, "revoked_at": token.revoked_at}
    output.show(told, as_json=options.json, text=f"{token.prefix}… is revoked")
    return 0
