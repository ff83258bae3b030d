"""The smallest charter that runs, which tests then break in one place."""

from __future__ import annotations

from opora.engine.charter import Charter, loads

TEXT = """\
charter: small
edition: "1"
title: Small
language: en
time_zone: Europe/Moscow
currency: RUB
ticket_number: "S-{n:04}"
readings:
  AMB-01: {question: What?, reading: This., because: So.}
calendars:
  office: {week: {mon-fri: "10:00-19:00"}}
clocks:
  response: {title: Response, met_by: [message], alarms: ["75%", due]}
  resolution: {title: Resolution, met_by: ["phase:solved", "phase:closed"], pauses: [waiting_customer]}
objectives:
  - {clock: response, within: 4h, on: office, reading: AMB-01}
  - {clock: resolution, within: 3 working days, on: office}
kinds:
  question: {title: Question, default: true}
  error: {title: Error}
priorities:
  high: {title: High, rank: 1, definition: Stands still}
  low: {title: Low, rank: 2, definition: Slow, default: true}
categories:
  general: {title: General, default: true}
  shop: {title: Shop, children: {cart: {title: Cart}, pay: {title: Pay}}}
lines:
  first: {title: First, level: 1, default: true}
  second: {title: Second, level: 2}
plans:
  basic: {title: Basic, price: {included: true}, hours: office, channels: [portal], default: true}
  gold: {title: Gold, inherits: basic, price: {amount: "10"}, hours: office, channels: [chat], services: [More]}
channels:
  portal: {title: Portal, type: portal}
  chat: {title: Chat, type: chat, plans: [gold], hours: office}
workflow:
  statuses:
    new: {title: New, phase: new, next: [working, asked]}
    working: {title: Working, phase: open, next: [asked, solved]}
    asked: {title: Asked, phase: waiting_customer, next: [working], remind: {every: 24h, times: 2}}
    solved: {title: Solved, phase: solved, next: [closed], after: {within: 72h, to: closed}}
    closed: {title: Closed, phase: closed}
  moves: {registered: new, taken: working, asked: asked, customer_replied: working, solved: solved, confirmed: closed, declined: working}
escalations:
  - {key: late, when: breach, clock: resolution, to_line: next}
  - {key: soon, when: alarm, clock: response, at: "75%", tell: [assignee]}
handoffs:
  departments: {legal: {title: Legal}}
  topics: {law: {title: Law, departments: [legal], within: 1 working day, on: office}}
quality:
  scale: 5
  satisfied_from: 4
  levels:
    - {key: good, title: Good, at_least: 4.5}
    - {key: bad, title: Bad}
"""  # noqa: E501 (a document, not code)


def broken(old: str, new: str) -> str:
    """The small charter with `old`, which must stand in it exactly once, replaced."""
    assert TEXT.count(old) == 1, f"{old!r} stands {TEXT.count(old)} times in the small charter"
    return TEXT.replace(old, new)


def small() -> Charter:
    """The small charter, loaded."""
    return loads(TEXT)
