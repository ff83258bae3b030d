"""Event → reactions, in the order they run, inside the event's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opora.channels import events as channels
from opora.clocks import events as clocks
from opora.clocks import reactions as clocking
from opora.customers import events as customers
from opora.desks import events as desks
from opora.journal.events import Event
from opora.journal.record import Reaction
from opora.notify.reactions import customers as writing
from opora.notify.reactions import staff as ringing
from opora.quality import events as quality
from opora.quality import reactions as surveying
from opora.tickets import events as tickets

REACTIONS: Mapping[type[Event], Sequence[Reaction]] = {
    # desks
    desks.DeskCreated: (),
    desks.CharterAdopted: (),
    desks.MemberAdded: (),
    desks.MemberDeactivated: (),
    desks.TokenIssued: (),
    desks.TokenRevoked: (),
    # customers
    customers.OrganisationAdded: (),
    customers.ContactAdded: (),
    customers.ContractSigned: (),
    # tickets
    tickets.TicketRegistered: (clocking.start, writing.acknowledge),
    tickets.PublicReplyAdded: (clocking.public_words, writing.public_words),
    tickets.CustomerReplied: (ringing.customer_replied,),
    tickets.NoteAdded: (clocking.note,),
    tickets.InformationRequested: (),
    tickets.TicketAssigned: (clocking.assignment, ringing.assigned),
    tickets.StatusChanged: (clocking.status, writing.status),
    tickets.PriorityChanged: (clocking.facts, writing.priority),
    tickets.TicketClassified: (clocking.facts,),
    tickets.LineChanged: (clocking.facts,),
    tickets.SolutionProposed: (),
    tickets.SolutionConfirmed: (),
    tickets.SolutionDeclined: (clocking.dissatisfied, ringing.tell_holder),
    tickets.TicketReopened: (clocking.reopened, ringing.tell_holder),
    tickets.TicketClosed: (surveying.ask_for_rating, writing.closed),
    tickets.TicketRefused: (writing.refused,),
    tickets.TicketDeferred: (writing.deferred,),
    tickets.SolutionPlanned: (clocking.planned, writing.planned),
    tickets.ParticipantAdded: (),
    # clocks
    clocks.ClockWarned: (ringing.warned,),
    clocks.ClockBreached: (ringing.breached,),
    clocks.Escalated: (ringing.escalated,),
    clocks.Reminded: (writing.reminded, ringing.reminded),
    # quality
    quality.RatingAsked: (writing.rating_asked,),
    quality.RatingGiven: (ringing.tell_holder,),
    # channels
    channels.MailNotDelivered: (ringing.mail_in_trouble,),
    channels.MailUncertain: (ringing.mail_in_trouble,),
    channels.SenderNotAuthenticated: (ringing.posed_as_staff,),
    channels.MailQuarantined: (ringing.tell_administrators_once,),
    channels.MailboxPaused: (ringing.tell_administrators,),
    channels.MailboxResumed: (ringing.tell_administrators,),
    channels.MailboxAdded: (),
}
