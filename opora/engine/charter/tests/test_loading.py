"""Loading: every fault names its line, its path, and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from opora.engine.charter import Charter, CharterError, check, checks, load, loads
from opora.engine.charter.problems import Problem
from opora.engine.charter.source import MAX_BYTES
from opora.engine.charter.tests.minimal import TEXT, broken


def only(text: str) -> Problem:
    (problem,) = checks(text, file="desk.yaml")
    return problem


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith(start))


def test_small_charter_loads_without_a_problem() -> None:
    assert checks(TEXT) == ()
    assert loads(TEXT).charter == "small"


@pytest.mark.parametrize(
    ("old", "new", "code", "path", "words"),
    [
        ("scale: 5", "scala: 5", "S001", "quality.scala", "did you mean `scale`?"),
        ("{title: Error}", "{title: Error, zzz: 1}", "S001", "kinds.error.zzz", "allowed: clause, reading, title"),
        ("{title: Error}", "{title: Error, but slow}", "S001", "kinds.error.but slow", "stands in quotes"),
        ("title: Legal", "titel: Legal", "S001", "handoffs.departments.legal.titel", "did you mean `title`?"),
        ('edition: "1"\n', "", "S002", "", "`edition` is missing"),
        ('edition: "1"', "edition: 1.0", "S003", "edition", "put it in quotes"),
        ("rank: 1,", "rank: first,", "S003", "priorities.high.rank", "must be a whole number, not `first`"),
        ("rank: 1,", 'rank: "1",', "S003", "priorities.high.rank", "must be a whole number"),
        ("{title: Error}", "nothing", "S003", "kinds.error", "must be a mapping"),
        ("{title: Error}", "", "S003", "kinds.error", "not empty"),
        (
            "pauses: [waiting_customer]",
            "pauses: waiting_customer",
            "S003",
            "clocks.resolution.pauses",
            "must be a list",
        ),
        ("type: portal", "type: portel", "S004", "channels.portal.type", "did you mean `portal`?"),
        ("[waiting_customer]", "[waiting_custmer]", "S004", "clocks.resolution.pauses[0]", "waiting_customer"),
        ("when: breach", "when: broken", "S004", "escalations[0].when", "allowed: alarm, breach, complexity"),
        ("charter: small", "charter: Small Desk", "S005", "charter", "lower case Latin"),
        ("error: {title", "Error: {title", "S005", "kinds.Error", "lower case Latin"),
        ("currency: RUB", "currency: roubles", "S005", "currency", "ISO 4217"),
        ('"10"', "ten", "S005", "plans.gold.price.amount", "a number like"),
        ("within: 4h", "within: 4 hourz", "S006", "objectives[0].within", "or one of: estimate, planned, none"),
        ("every: 24h", "every: soon", "S006", "workflow.statuses.asked.remind.every", "soon"),
        ("rank: 1,", "rank: 0,", "S007", "priorities.high.rank", "greater than or equal to 1"),
        ("times: 2", "times: 51", "S007", "workflow.statuses.asked.remind.times", "less than or equal to 50"),
    ],
)
def test_schema_fault_names_place_and_remedy(old: str, new: str, code: str, path: str, words: str) -> None:
    text = broken(old, new)
    problem = only(text)
    assert (problem.code, problem.path) == (code, path)
    assert words in str(problem)
    if new:
        assert problem.line == text[: text.index(new)].count("\n") + 1


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"),
    [
        ("charter: a\n\ttitle: b\n", "Y002", 2, 1, "indent with spaces"),
        ("charter: [a\n", "Y001", 2, 1, "not YAML"),
        ("charter: 'a\n", "Y001", 2, 1, "not YAML"),
        ("charter: a\n---\ncharter: b\n", "Y001", 2, 1, "another document"),
        ("a: *nobody\n", "Y001", 1, 4, "undefined alias"),
        ("a: \x01\n", "Y001", 1, 4, "#x0001"),
        ("a: 1\nb: 2\na: 3\n", "Y003", 3, 1, "first in line 1"),
        ("a: {b: 1, b: 2}\n", "Y003", 1, 11, "`b` stands twice"),
        ("a: &a [*a]\n", "Y005", 1, 4, "nested too deeply"),
        ("[" * 1200, "Y005", 0, 0, "nested too deeply"),
        ("- a\n", "Y007", 1, 1, "a mapping"),
        ("", "Y007", 1, 1, "a mapping"),
        ("a: !!python/object:os.system x\n", "Y008", 1, 4, "no meaning"),
        ("a: !mine [1]\n", "Y008", 1, 4, "no meaning"),
        ("? [1]\n: 2\n", "Y001", 1, 3, "one word"),
    ],
)
def test_text_that_is_no_yaml_names_its_line(text: str, code: str, line: int, column: int, words: str) -> None:
    problem = only(text)
    assert (problem.code, problem.line, problem.column) == (code, line, column)
    assert words in str(problem)


def test_alias_bomb_is_refused_before_it_grows() -> None:
    levels = "".join(
        f"{name}: &{name} [{', '.join([f'*{above}'] * 9)}]\n" for above, name in zip("abcdef", "bcdefg", strict=True)
    )
    assert only("a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + levels).code == "Y005"


def test_alias_within_limits_is_followed() -> None:
    text = broken('office: {week: {mon-fri: "10:00-19:00"}}', 'office: &o {week: {mon-fri: "10:00-19:00"}}\n  shop: *o')
    charter = loads(text)
    assert charter.calendars["shop"] == charter.calendars["office"]


def test_too_large_file_is_refused_unread() -> None:
    assert only("#" * (MAX_BYTES + 1)).code == "Y004"


def test_file_that_is_not_utf8_names_the_byte(tmp_path: Path) -> None:
    file = tmp_path / "desk.yaml"
    file.write_bytes("charter: a\ntitle: Регламент".encode("windows-1251"))
    (problem,) = check(file)
    assert (problem.code, problem.line, problem.column) == ("Y006", 2, 8)


def test_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "desk.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert load(file) == loads(TEXT)


def test_all_faults_are_reported_at_once_in_the_order_of_the_file() -> None:
    text = broken("currency: RUB", "currency: x").replace("rank: 2", "rank: two").replace("type: chat", "type: chatt")
    problems = checks(text)
    assert [problem.path for problem in problems] == ["currency", "priorities.low.rank", "channels.chat.type"]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_every_missing_key_is_named() -> None:
    messages = {problem.message for problem in checks("charter: small\n")}
    assert {"the key `edition` is missing", "the key `workflow` is missing"} <= messages


def test_load_raises_with_every_problem_and_check_lists_them(tmp_path: Path) -> None:
    file = tmp_path / "desk.yaml"
    file.write_text(broken("scale: 5", "scala: 5"), encoding="utf-8")
    with pytest.raises(CharterError) as raised:
        load(file)
    assert raised.value.problems == check(file)
    assert str(raised.value).startswith(f"{file}:{line_of(file.read_text(), 'scala')}:")


def test_message_shows_file_line_code_path_and_hint() -> None:
    text = broken("type: portal", "type: portel")
    (line,) = (line for line in str(only(text)).splitlines())
    number = line_of(text, "portal: {title")
    assert line.startswith(
        f"desk.yaml:{number}:33: error S004: channels.portal.type: `portel` is not allowed here (did you mean"
    )


def test_words_of_yaml_1_1_stay_words() -> None:
    text = broken("Stands still", "yes").replace("definition: Slow", "definition: 12:30")
    charter = loads(text)
    assert (charter.priorities["high"].definition, charter.priorities["low"].definition) == ("yes", "12:30")


def test_folded_text_holds_only_its_words() -> None:
    charter = loads(
        broken("definition: Slow, default: true}", "definition: Slow, default: true}\nproduct: >-\n  One\n  two\n")
    )
    assert charter.product == "One two"


def test_warning_does_not_stop_loading() -> None:
    text = broken("within: 4h, on: office, reading: AMB-01", "within: 4h, on: office, kind: error, reading: AMB-01")
    (problem,) = checks(text)
    assert (problem.code, problem.is_fatal) == ("W101", False)
    assert isinstance(loads(text), Charter)


def test_strange_text_never_escapes_as_another_error() -> None:
    for text in ("\ud800", "a: .nan", "a: 0o99", "1: 2", "null: 1", "a: 2026-99-99", "calendars: 7", "{}"):
        assert checks(text)
