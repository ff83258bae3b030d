"""Words on a ticket and what is attached to them."""

from __future__ import annotations

from django.db import models

from opora.customers.models import Contact
from opora.desks.models import DeskKey, DeskOwned, Member
from opora.tickets.models.ticket import Ticket


class Message(DeskOwned):
    """Public words (`is_public`) or a note that only staff see.

    `text` is the new words; `full_text` and `html` keep all that came, quotation included. `is_automatic`: no person
    wrote it. `sender_check` says what is known of a mail's sender: `ok`, `new_address`, `unauthenticated`.

    The table has one more column, `vector`, generated from `text` for the search; migration 0002 makes it.
    """

    ticket = DeskKey(Ticket, related_name="messages", db_index=False)
    is_public = models.BooleanField()
    is_automatic = models.BooleanField(default=False)
    member = DeskKey(Member, null=True, related_name="+", db_index=False)
    contact = DeskKey(Contact, null=True, related_name="+", db_index=False)
    author_name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    full_text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    channel = models.CharField(max_length=40)
    sender_check = models.CharField(max_length=20, default="ok")
    mail_id = models.CharField(max_length=250, blank=True, help_text="Message-ID without angle brackets.")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member__isnull=True) | models.Q(contact__isnull=True),
                name="tickets_message_one_author",
            )
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="tickets_message_of"),
            models.Index(fields=["desk", "mail_id"], name="tickets_message_mail", condition=~models.Q(mail_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:60]}"


class Attachment(DeskOwned):
    """A file on a message. The bytes lie content-addressed in the file store, under `digest`."""

    message = DeskKey(Message, related_name="attachments")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=150)
    type = models.CharField(max_length=100, help_text="By our allow-list, never the sender's word.")
    size = models.PositiveBigIntegerField()
    content_id = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Participant(DeskOwned):
    """A contact who, besides the requester, gets the public words of a ticket. Added only by a person of the desk."""

    ticket = DeskKey(Ticket, related_name="participants")
    contact = DeskKey(Contact, related_name="+")
    added_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "contact"], name="tickets_participant_once")]

    def __str__(self) -> str:
        return f"{self.contact_id} on {self.ticket_id}"
