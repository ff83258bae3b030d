"""Every rule of the linter: one table of charters that break it, and silence on those that do not."""

from __future__ import annotations

import pytest

from opora.charters import names, path
from opora.engine.charter import checks, lint, loads
from opora.engine.charter.lint import RULES
from opora.engine.charter.tests.minimal import TEXT, broken, small

# code, what is replaced, by what, the path of the finding, words of the message
BREAKS: list[tuple[str, str, str, str, str]] = [
    ("E001", "within: 4h, on: office", "within: 4h, on: nights", "objectives[0].on", "no calendar `nights`"),
    ("E001", "clock: response, within", "clock: respond, within", "objectives[0].clock", "no clock `respond`"),
    ("E001", "days, on: office}", "days, on: office, kind: errors}", "objectives[1].kind", "no kind `errors`"),
    ("E001", "days, on: office}", "days, on: office, priority: top}", "objectives[1].priority", "no priority `top`"),
    ("E001", "days, on: office}", "days, on: office, category: shop/x}", "objectives[1].category", "no category"),
    ("E001", "days, on: office}", "days, on: office, line: third}", "objectives[1].line", "no line `third`"),
    ("E001", "days, on: office}", "days, on: office, plan: silver}", "objectives[1].plan", "no plan `silver`"),
    ("E001", "to_line: next", "to_line: third", "escalations[0].to_line", "no line or `next` `third`"),
    ("E001", "tell: [assignee]", "tell: [boss]", "escalations[1].tell[0]", "no role, line or `assignee` `boss`"),
    ("E001", "channels: [chat]", "channels: [fax]", "plans.gold.channels[0]", "no channel `fax`"),
    ("E001", "inherits: basic", "inherits: none", "plans.gold.inherits", "no plan `none`"),
    ("E001", "plans: [gold]", "plans: [silver]", "channels.chat.plans[0]", "no plan `silver`"),
    ("E001", "next: [closed]", "next: [close]", "workflow.statuses.solved.next[0]", "no status `close`"),
    ("E001", "confirmed: closed", "confirmed: done", "workflow.moves.confirmed", "no status `done`"),
    ("E001", "met_by: [message]", "met_by: [mesage]", "clocks.response.met_by[0]", "no event, status or phase"),
    ("E001", '"phase:solved"', '"phase:done"', "clocks.resolution.met_by[0]", "no event, status or phase"),
    ("E001", "departments: [legal]", "departments: [law]", "handoffs.topics.law.departments[0]", "no department"),
    ("E001", "{title: Pay}", "{title: Pay, line: third}", "categories.shop.children.pay.line", "no line `third`"),
    (
        "E001",
        "quality:\n",
        "scope: {excluded: [{title: X, reason: no}]}\nquality:\n",
        "scope.excluded[0].reason",
        "no reason",
    ),
    ("E001", "quality:\n", "kpis: [{title: X, formula: luck}]\nquality:\n", "kpis[0].formula", "no figure `luck`"),
    ("E002", "reading: AMB-01}", "reading: AMB-02}", "objectives[0].reading", "no reading `AMB-02`"),
    ("E002", '"10:00-19:00"}', '"10:00-19:00"}, reading: AMB-09', "calendars.office.reading", "no reading `AMB-09`"),
    ("E003", "Europe/Moscow", "Europe/Moskva", "time_zone", "not a time zone"),
    ("E004", '"10:00-19:00"', '"10:00-25:00"', "calendars.office.week.mon-fri", "25:00"),
    ("E004", "office: {week", "always: {week: {sun: []}}\n  office: {week", "calendars.always", "means 24/7"),
    ("E004", '{week: {mon-fri: "10:00-19:00"}}', "nights", "calendars.office", "nights"),
    ("E005", '"10:00-19:00"', "[]", "calendars.office", "never opens"),
    ("E006", "days, on: office}", "days}\n  - {clock: resolution, within: 9h}", "objectives[2]", "any facts"),
    (
        "E006",
        "days, on: office}",
        "days}\n  - {clock: resolution, within: 9h, kind: error}\n  - {clock: resolution, within: 8h, plan: gold}",
        "objectives[3]",
        "kind `error`, plan `gold`",
    ),
    (
        "E006",
        "days, on: office}",
        "days}\n  - {clock: resolution, within: 9h, category: shop, kind: error}"
        "\n  - {clock: resolution, within: 8h, category: shop, plan: gold}",
        "objectives[3]",
        "kind `error`, category `shop`, plan `gold`",
    ),
    ("E007", "met_by: [message]", "met_by: [answer]", "clocks.response.met_by", "never met"),
    ("E007", '["phase:solved", "phase:closed"]', '["phase:declined"]', "clocks.resolution.met_by", "never met"),
    ("E007", "AMB-01}\n  -", "AMB-01, met_by: [answer]}\n  -", "objectives[0].met_by", "never met"),
    ("E008", "objectives:", "  idle: {title: Idle, met_by: [message]}\nobjectives:", "clocks.idle", "no objective"),
    (
        "E009",
        "closed: {title: Closed",
        "lost: {title: L, phase: open, next: [closed]}\n    closed: {title: Closed",
        "workflow.statuses.lost",
        "ever comes",
    ),
    (
        "E010",
        "next: [working, asked]}",
        "next: [working, asked, hole]}\n    hole: {title: H, phase: deferred}",
        "workflow.statuses.hole",
        "no way leads",
    ),
    ("E011", "asked: asked", "asked: working", "workflow.moves.asked", "whose phase is open"),
    ("E011", "registered: new", "registered: closed", "workflow.moves.registered", "whose phase is closed"),
    ("E011", "solved: solved", "solved: closed", "workflow.moves.solved", "confirm first"),
    ("E011", "moves: {", "moves: {suspended: solved, ", "workflow.moves.suspended", "whose phase is solved"),
    ("E011", "moves: {", "moves: {assigned: new, ", "workflow.moves.assigned", "never brings"),
    ("E012", "phase: closed}", "phase: open}", "workflow.statuses", "no ticket ever ends"),
    ("E013", "title: Bad}", "title: Bad, at_least: 4.6}", "quality.levels[1].at_least", "inside `good`"),
    ("E013", "title: Bad}", "title: Bad, at_least: 3}", "quality.levels[1]", "below 3"),
    ("E013", ", at_least: 4.5}", "}", "quality.levels[0]", "needs `at_least`"),
    ("E013", "title: Bad}", "title: Bad, at_most: 4.4}", "quality.levels[1].at_most", "between 4.4 and 4.5"),
    ("E013", "title: Bad}", "title: Bad, at_most: 4.5}", "quality.levels[1].at_most", "belong to both"),
    ("E014", "satisfied_from: 4", "satisfied_from: 6", "quality.satisfied_from", "nobody is satisfied"),
    ("E014", "at_least: 4.5", "at_least: 5.5", "quality.levels[0].at_least", "never reached"),
    (
        "E015",
        "services: [More]",
        "quotas: [{title: Q, counts: tickets, limit: 5, per: day}]",
        "plans.gold.quotas[0]",
        "which calendar",
    ),
    ("E016", "S-{n:04}", "S-42", "ticket_number", "exactly once"),
    ("E016", "S-{n:04}", "{n}-{n}", "ticket_number", "exactly once"),
    ("E016", "S-{n:04}", "{n.real}", "ticket_number", "exactly once"),
    ("E016", "S-{n:04}", "S-{n:x}", "ticket_number", "no width"),
    ("E016", "S-{n:04}", "S-{n:.2}", "ticket_number", "no width"),
    ("E016", "S-{n:04}", "S-{n", "ticket_number", "not a format"),
    ("E016", "S-{n:04}", "S {n:04}", "ticket_number", "only letters"),
    ("E017", "rank: 2", "rank: 1", "priorities.low.rank", "belongs to `high`"),
    ("E018", "{title: Question, default: true}", "{title: Question}", "kinds", "none is the default"),
    ("E018", "error: {title: Error}", "error: {title: Error, default: true}", "kinds.error.default", "`Question` is"),
    ("E018", "{title: Pay}", "{title: Pay, default: true}", "categories.shop.children.pay.default", "`General` is"),
    ("E018", "level: 2}", "level: 2, default: true}", "lines.second.default", "`First` is"),
    ("E019", "title: Basic,", "title: Basic, inherits: gold,", "plans.basic.inherits", "basic → gold → basic"),
    ("E020", "channels: [portal]", "channels: [portal, chat]", "plans.basic.channels[1]", "kept for gold"),
    ("E020", "channels: [chat], ", "", "channels.chat.plans[0]", "do not name it"),
    (
        "E021",
        "phase: closed}",
        "phase: closed, remind: {every: 1h, times: 1}}",
        "workflow.statuses.closed.remind",
        "is final",
    ),
    (
        "E021",
        "phase: closed}",
        "phase: closed, after: {within: 1h, to: new}}",
        "workflow.statuses.closed.after",
        "is final",
    ),
    ("E022", '["75%", due]', '["75%", "+soon", due]', "clocks.response.alarms[1]", "not understood"),
    ("E022", '["75%", due]', '["75%", "0%", due]', "clocks.response.alarms[1]", "at once"),
    ("E022", '["75%", due]', '["75%", "-1 working day"]', "clocks.response.alarms[1]", "length of time"),
    ("E023", 'at: "75%", ', "", "escalations[1]", "names its `clock` and the alarm"),
    ("E023", 'at: "75%"', "at: -1h", "escalations[1]", "no alarm `-1h`"),
    ("E023", "to_line: next", "needs_reason: true", "escalations[0]", "changes nothing"),
    ("E023", "clock: resolution, to_line", "at: due, to_line", "escalations[0]", "only for `when: alarm`"),
    ("E023", "level: 2", "level: 1", "escalations[0]", "several lines have level 1"),
    ("E024", "key: soon", "key: late", "escalations[1].key", "`late` stands twice"),
    ("E024", "key: bad", "key: good", "quality.levels[1].key", "`good` stands twice"),
    ("E025", "within: 3 working days", "within: estimate", "objectives[1].within", "nobody is asked"),
    ("E025", "within: 3 working days", "within: planned", "objectives[1].within", "nobody is asked"),
    ("W101", "AMB-01}\n  -", "AMB-01, kind: error}\n  -", "clocks.response", "kind `question`"),
    ("W101", "AMB-01}\n  -", "AMB-01, category: shop/pay}\n  -", "clocks.response", "category `general`"),
]

# what looks like a fault and is none
HOLDS: list[tuple[str, str]] = [
    ("days, on: office}", "days}\n  - {clock: resolution, within: 9h, kind: error}"),
    (
        "days, on: office}",
        "days}\n  - {clock: resolution, within: 9h, kind: error}\n  - {clock: resolution, within: 8h, plan: gold}"
        "\n  - {clock: resolution, within: 7h, plan: gold, kind: error}",
    ),
    (
        "days, on: office}",
        "days}\n  - {clock: resolution, within: 9h, category: shop}"
        "\n  - {clock: resolution, within: 8h, category: shop/pay}",
    ),
    (
        "days, on: office}",
        "days}\n  - {clock: resolution, within: 9h, kind: error}\n  - {clock: resolution, within: 8h, kind: question}",
    ),
    ("objectives:", "  dept: {title: D, met_by: [answer], starts: handed_off}\nobjectives:"),
    ("title: Bad}", "title: Bad, at_most: 4.4}\n  rounding: 1"),
    ("services: [More]", "quotas: [{title: Q, counts: tickets, limit: 5, per: day, on: always}]"),
    ("services: [More]", "quotas: [{title: Q, counts: tickets, limit: 5, per: month}]"),
    ("S-{n:04}", "Д/{n}"),
    ("S-{n:04}", "{n:06d}"),
    ("office: {week", "always: 24/7\n  office: {week"),
    ("error: {title: Error}", "error: {title: Error, needs: estimate}\nprogrammes: {}"),
    ('["75%", due]', '["75%", "-30m", due, "+4h"]'),
    ("within: 4h, on: office", "within: none"),
    ("within: 1 working day", "within: none"),
]


@pytest.mark.parametrize(("code", "old", "new", "path", "words"), BREAKS)
def test_rule_finds_the_place(code: str, old: str, new: str, path: str, words: str) -> None:
    text = broken(old, new)
    found = [problem for problem in checks(text) if problem.code == code and problem.path == path]
    assert len(found) == 1, [str(problem) for problem in checks(text)]
    assert words in found[0].message
    assert 0 < found[0].line <= text.count("\n")


@pytest.mark.parametrize(("old", "new"), HOLDS)
def test_charter_that_only_looks_strange_holds(old: str, new: str) -> None:
    assert [str(problem) for problem in checks(broken(old, new))] == []


@pytest.mark.parametrize("name", [*names(), "starter"])
def test_no_rule_fires_on_a_shipped_charter(name: str) -> None:
    assert [str(problem) for problem in checks(path(name).read_text(encoding="utf-8"), file=name)] == []


def test_every_rule_has_its_own_code_and_a_test() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert set(codes) == {row[0] for row in BREAKS}


def test_objective_by_estimate_is_asked_for_by_its_kind() -> None:
    text = broken("error: {title: Error}", "error: {title: Error, needs: estimate}")
    assert not checks(
        text.replace("days, on: office}", "days}\n  - {clock: resolution, within: estimate, kind: error}")
    )


def test_finding_stands_on_the_line_of_its_fault() -> None:
    text = broken("rank: 2", "rank: 1")
    (problem,) = checks(text)
    assert "rank: 1, definition: Slow" in text.splitlines()[problem.line - 1]
    assert text.splitlines()[problem.line - 1][problem.column - 1] == "1"


def test_rules_stay_quiet_while_references_are_broken() -> None:
    problems = checks(broken("within: 4h, on: office", "within: 4h, on: nights").replace("rank: 2", "rank: 1"))
    assert {problem.code for problem in problems} == {"E001"}


def test_charter_without_a_file_is_linted_without_places() -> None:
    charter = small().model_copy(update={"ticket_number": "none"})
    (problem,) = lint(charter)
    assert (problem.code, problem.line, problem.path) == ("E016", 0, "ticket_number")


def test_small_charter_has_no_problem() -> None:
    assert lint(loads(TEXT)) == ()
