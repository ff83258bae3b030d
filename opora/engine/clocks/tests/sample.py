"""A small charter and short ways to write moments, for the tests of this room and of the workflow."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from opora.engine.charter import Charter, loads
from opora.engine.clocks import Chosen, Facts, Mode
from opora.engine.worktime import Amount, parse_amount

ZONE = "Europe/Moscow"
MOSCOW = ZoneInfo(ZONE)
FACTS = Facts(kind="question", category="other", priority="normal", plan="basic", line="first")

TEXT = """
charter: sample
edition: "1"
title: A desk for tests
language: en
time_zone: Europe/Moscow
currency: RUB
ticket_number: "T-{n:05}"
calendars:
  office: {week: {mon-fri: "09:00-18:00"}, holidays: RU, short_days: 1h}
  workdays: {week: {mon-fri: "00:00-24:00"}}
  nights: {week: {mon-fri: "22:00-06:00"}}
  split: {week: {mon-fri: ["10:00-13:00", "14:00-18:00"]}}
clocks:
  response: {title: Response, met_by: [message, call], alarms: [75%, due], reopens: false}
  resolution:
    title: Resolution
    met_by: ["phase:solved"]
    pauses: [waiting_customer, waiting_adjacent]
    alarms: [50%, 75%, -1h, due, +4h]
  internal: {title: Departments, met_by: [answer], alarms: [due], starts: handed_off, public: false}
objectives:
  - {clock: response, within: 8h, on: office, clause: "1"}
  - {clock: response, within: 4h, on: office, plan: premium, clause: "2"}
  - {clock: response, within: 2h, on: office, category: outage, clause: "3"}
  - {clock: response, within: 1h, on: office, category: outage/total, met_by: [call], clause: "4"}
  - {clock: response, within: 30m, on: always, plan: premium, priority: urgent, clause: "5"}
  - {clock: resolution, within: 24h, on: office}
  - {clock: resolution, within: 24h, on: workdays, kind: question, plan: premium}
  - {clock: resolution, within: 3 working days, on: office, kind: error}
  - {clock: resolution, within: estimate, on: office, kind: change}
  - {clock: resolution, within: planned, on: office, kind: release}
  - {clock: resolution, within: none, kind: idea}
  - {clock: resolution, within: 4h, on: office, line: second, kind: question, plan: basic, proposed: true}
kinds:
  question: {title: Question, default: true}
  error: {title: Error}
  change: {title: Change, needs: estimate}
  release: {title: Release, needs: planned}
  idea: {title: Idea}
priorities:
  urgent: {title: Urgent, rank: 1, definition: Nothing works}
  normal: {title: Normal, rank: 2, definition: Something does not work, default: true}
categories:
  outage: {title: Outage, children: {total: {title: Everything is down}}}
  other: {title: Other, default: true}
lines:
  first: {title: First, level: 1, default: true}
  second: {title: Second, level: 2}
plans:
  basic: {title: Basic, price: {amount: "0"}, hours: office, channels: [portal, email], default: true}
  premium:
    title: Premium
    inherits: basic
    price: {amount: "100"}
    hours: workdays
    channels: [chat, video]
    weight: 10
    preferred: [outage]
channels:
  portal: {title: Portal, type: portal}
  email: {title: Mail, type: email, purposes: [request, feedback]}
  chat: {title: Chat, type: chat, hours: office}
  video: {title: Video, type: video, purposes: [session], plans: [premium]}
  phone: {title: Phone, type: phone, official: false, purposes: [request, quality_control]}
workflow:
  statuses:
    new: {title: New, phase: new, next: [open, info, declined]}
    open: {title: Open, phase: open, needs: [assignee], next: [info, adjacent, paid, later, solved, declined, test]}
    test: {title: Test, phase: open, by: [tester, lead], next: [open, solved], pauses: [response]}
    info:
      title: Waiting for the customer
      phase: waiting_customer
      next: [open, closed]
      remind: {every: 24h, times: 3}
      after: {within: 72h, to: closed}
    adjacent: {title: Waiting for the network, phase: waiting_adjacent, next: [open]}
    paid: {title: Waiting for the payment, phase: waiting_payment, pauses: [resolution], next: [open], needs: [invoice]}
    later: {title: Later, phase: deferred, needs: [reason], next: [open]}
    solved:
      title: Solved
      phase: solved
      needs: [solution]
      next: [closed, open]
      remind: {every: 8h, times: 2, on: office, whom: customer}
      after: {within: 3 working days, on: office, to: closed}
    closed: {title: Closed, phase: closed, by: [lead, contact], next: [open]}
    declined: {title: Declined, phase: declined, needs: [reason], next: [open]}
  moves:
    registered: new
    taken: open
    asked: info
    customer_replied: open
    solved: solved
    confirmed: closed
    declined: open
    reopened: open
    refused: declined
    deferred: later
    suspended: adjacent
  reopening: {within: 5 working days, on: office}
reasons:
  silence: {title: No information, effect: defer, letter: "We wait for you", pauses: [resolution]}
  foreign: {title: Not ours, effect: out_of_scope}
scope:
  covered: [{title: Our product}]
  excluded: [{title: Printers, reason: silence}, {title: Training, verdict: discussed_separately, reason: foreign}]
  adjacent: [{title: Networks}]
  redirects: [{title: The vendor, url: "https://example.org/help"}]
handoffs:
  departments: {legal: {title: Lawyers}}
  topics: {contracts: {title: Contracts, departments: [legal], within: 3 working days, on: office, clause: "9"}}
queue: {order: [plan, due, priority]}
quality:
  scale: 5
  satisfied_from: 4
  formula: ratings / tickets
  rounding: 1
  levels:
    - {key: good, title: Good, at_least: "4.7"}
    - {key: normal, title: Normal, at_least: "4.0"}
    - {key: bad, title: Bad, acceptable: false}
"""


def sample() -> Charter:
    """The charter of this room's tests."""
    return loads(TEXT)


def at(text: str) -> datetime:
    """A Moscow moment from `2026-11-20 17:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def chosen(
    within: str | None = "4h",
    *,
    mode: Mode = Mode.FIXED,
    alarms: tuple[str, ...] = ("75%", "due", "+4h"),
    calendar: str = "office",
    proposed: bool = False,
) -> Chosen:
    """A choice made by hand."""
    amount: Amount | None = parse_amount(within) if within else None
    return Chosen("resolution", 0, amount, mode, calendar, "7", ("phase:solved",), proposed, alarms)
