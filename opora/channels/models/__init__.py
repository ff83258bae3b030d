"""Tables of the channels."""

from opora.channels.models.mail import IncomingMail, Mailbox, OutgoingMail

__all__ = ["IncomingMail", "Mailbox", "OutgoingMail"]
