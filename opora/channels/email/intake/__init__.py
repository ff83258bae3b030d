"""The way of a mail from the spool to a ticket: read in a limited child, decided by pure rules, done by the verbs."""

from opora.channels.email.intake.quarantine import discard, try_again
from opora.channels.email.intake.taking import take_in

__all__ = ["discard", "take_in", "try_again"]
