"""Mailboxes, every mail that came, every mail that goes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from opora.customers.models import Contact
from opora.desks.models import DeskKey, DeskOwned
from opora.tickets.models import Message, Ticket


class Mailbox(DeskOwned):
    """An address of the desk. The address is unique in the whole installation."""

    address = models.EmailField()
    channel = models.CharField(max_length=40, help_text="Key of the charter's channel.")
    sender_name = models.CharField(max_length=150)
    signature = models.TextField(blank=True)
    paused_because = models.CharField(
        max_length=300, blank=True, help_text="Why sending stands still; empty: it works."
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("address"), name="channels_mailbox_once"),
            models.CheckConstraint(condition=models.Q(address=Lower("address")), name="channels_mailbox_lower_case"),
        ]

    def __str__(self) -> str:
        return self.address


class IncomingMail(DeskOwned):
    """A mail as it came; the raw bytes lie in the file store under `digest` before this row exists.

    It is `received` until the intake has read it, and then in exactly one of the other states.
    `mail_key` is what makes it the same mail as another: two with one key never both become words on tickets.
    `pattern` is what robots' mails have in common, `copies` whom else the sender addressed (unverified, never added).
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        TICKET = "ticket"
        REPLY = "reply"
        IGNORED = "ignored"
        DUPLICATE = "duplicate"
        QUARANTINE = "quarantine"

    mailbox = DeskKey(Mailbox, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.CharField(max_length=320)
    peer = models.CharField(max_length=64, blank=True)
    verdict = models.JSONField(default=dict, help_text="SPF, DKIM, DMARC as a server we trust judged them.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    reason = models.CharField(
        max_length=60, blank=True, help_text="Why it is in quarantine, ignored and so on: a stable word."
    )
    subject = models.CharField(max_length=500, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    mail_id = models.CharField(max_length=250, blank=True)
    mail_key = models.CharField(max_length=64, blank=True)
    pattern = models.CharField(max_length=32, blank=True)
    copies = ArrayField(models.CharField(max_length=320), default=list)
    warnings = ArrayField(models.CharField(max_length=40), default=list)
    auto = models.CharField(max_length=12, blank=True)
    is_released = models.BooleanField(default=False, help_text="A person let it out of quarantine.")
    attempts = models.PositiveSmallIntegerField(default=0)
    look_at = models.DateTimeField(null=True, help_text="When to look whether its job was lost.")
    ticket = DeskKey(Ticket, null=True, related_name="incoming")
    message = DeskKey(Message, null=True, related_name="incoming")
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "mail_key"],
                name="channels_in_once",
                condition=models.Q(state__in=["ticket", "reply"]) & ~models.Q(mail_key=""),
            ),
            models.CheckConstraint(
                condition=models.Q(state="received", look_at__isnull=False) | models.Q(handled_at__isnull=False),
                name="channels_in_watched_until_handled",
            ),
        ]
        indexes = [
            models.Index(fields=["desk", "sender", "-received_at"], name="channels_in_sender"),
            models.Index(fields=["desk", "-id"], name="channels_in_quarantine", condition=models.Q(state="quarantine")),
            models.Index(fields=["look_at", "id"], name="channels_in_waiting", condition=models.Q(state="received")),
        ]

    def __str__(self) -> str:
        return f"{self.sender} → {self.envelope_to}: {self.subject}"


class OutgoingMail(DeskOwned):
    """One mail to one recipient: the outbox row. `mail_id` is fixed before the first attempt.

    `reply_to` holds the secret reply address until the mail has left; afterwards only `reply_digest` is known.
    `claimed_at` is real time also where time is moved: it tells whether a sender died over the mail. `handed_at`: the
    server was given the body, so from then on nobody but it knows whether the mail left. `repeats`: how often a mail
    of unknown fate was sent again.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        UNCERTAIN = "uncertain"
        FAILED = "failed"

    mailbox = DeskKey(Mailbox, related_name="+", db_index=False)
    ticket = DeskKey(Ticket, null=True, related_name="outgoing")
    message = DeskKey(Message, null=True, related_name="outgoing")
    contact = DeskKey(Contact, null=True, related_name="+", db_index=False)
    purpose = models.CharField(max_length=30, help_text="acknowledgement, reply, question, solution, reminder, …")
    to_address = models.EmailField()
    subject = models.CharField(max_length=500)
    text = models.TextField()
    is_automatic = models.BooleanField(default=True)
    mail_id = models.CharField(max_length=250, unique=True)
    in_reply_to = models.CharField(max_length=250, blank=True)
    references = ArrayField(models.CharField(max_length=250), default=list)
    reply_digest = models.CharField(max_length=64, blank=True, help_text="Digest of the secret reply token.")
    reply_to = models.CharField(max_length=320, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    bounced_because = models.CharField(max_length=500, blank=True)
    is_late = models.BooleanField(default=False, help_text="Staff were told that it does not get through yet.")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="sending") | models.Q(claimed_at__isnull=False),
                name="channels_out_sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="queued") | models.Q(next_try_at__isnull=False),
                name="channels_out_queued_has_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="channels_out_next",
                condition=models.Q(state__in=["queued", "uncertain"], next_try_at__isnull=False),
            ),
            models.Index(fields=["claimed_at", "id"], name="channels_out_claimed", condition=models.Q(state="sending")),
            models.Index(fields=["reply_digest"], name="channels_out_reply", condition=~models.Q(reply_digest="")),
            models.Index(fields=["desk", "to_address", "-created_at"], name="channels_out_recent"),
            models.Index(
                fields=["mailbox", "id"],
                name="channels_out_of_mailbox",
                condition=models.Q(state__in=["queued", "uncertain"]),
            ),
            models.Index(fields=["desk", "-id"], name="channels_out_failed", condition=models.Q(state="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} → {self.to_address}: {self.subject}"
