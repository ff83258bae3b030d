"""Tables of the tickets room."""

from opora.tickets.models.message import Attachment, Message, Participant
from opora.tickets.models.template import ReplyTemplate
from opora.tickets.models.ticket import Ticket

__all__ = ["Attachment", "Message", "Participant", "ReplyTemplate", "Ticket"]
