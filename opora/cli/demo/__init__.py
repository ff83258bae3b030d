"""A lively demonstration: five desks from the shipped charters, people, and two weeks played through the real verbs."""

from opora.cli.demo.fill import fill
from opora.cli.demo.people import SignIn, mailboxes, sign_ins

__all__ = ["SignIn", "fill", "mailboxes", "sign_ins"]
