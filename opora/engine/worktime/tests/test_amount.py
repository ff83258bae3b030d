"""Amounts are read, written back and told to people."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.engine.worktime import Amount, AmountError, Unit, parse_amount


@pytest.mark.parametrize(
    ("text", "time", "days", "written"),
    [
        ("60m", timedelta(hours=1), None, "60m"),
        ("24h", timedelta(days=1), None, "24h"),
        ("336h", timedelta(days=14), None, "336h"),
        ("2d", timedelta(days=2), None, "2d"),
        ("1w", timedelta(days=7), None, "1w"),
        ("90 s", timedelta(seconds=90), None, "90s"),
        ("1h 30m", timedelta(minutes=90), None, "90m"),
        ("1h30m", timedelta(minutes=90), None, "90m"),
        ("4 Hours", timedelta(hours=4), None, "4h"),
        (" 15 min ", timedelta(minutes=15), None, "15m"),
        ("3 working days", None, 3, "3 working days"),
        ("1 working day", None, 1, "1 working day"),
        ("5 business days", None, 5, "5 working days"),
        ("2wd", None, 2, "2 working days"),
        (timedelta(hours=2), timedelta(hours=2), None, "2h"),
        (timedelta(seconds=90), timedelta(seconds=90), None, "90s"),
    ],
)
def test_amounts_are_read(text: object, time: timedelta | None, days: int | None, written: str) -> None:
    amount = parse_amount(text)
    assert (amount.time, amount.working_days, str(amount)) == (time, days, written)
    assert parse_amount(str(amount)) == amount
    assert parse_amount(amount) is amount


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (60, "unit is missing"),
        (True, "unit is missing"),
        (None, "unit is missing"),
        ("", "not an amount"),
        ("60", "not an amount"),
        ("1.5h", "not an amount"),
        ("-4h", "not an amount"),
        ("4 parsecs", "not an amount"),
        ("1h2", "not an amount"),
        ("1h 2h", "names a unit twice"),
        ("0m", "no time at all"),
        ("0 working days", "no time at all"),
        (timedelta(hours=-1), "no time at all"),
        ("99999999999999999999h", "hundred years"),
        ("99999999999999999999 working days", "hundred years"),
    ],
)
def test_what_is_no_amount_is_refused(text: object, words: str) -> None:
    with pytest.raises(AmountError, match=words):
        parse_amount(text)


@pytest.mark.parametrize(
    ("text", "russian", "english"),
    [
        ("1m", "1 минута", "1 minute"),
        ("60m", "60 минут", "60 minutes"),
        ("4h", "4 часа", "4 hours"),
        ("11h", "11 часов", "11 hours"),
        ("21h", "21 час", "21 hours"),
        ("112h", "112 часов", "112 hours"),
        ("2d", "2 дня", "2 days"),
        ("2w", "2 недели", "2 weeks"),
        ("30s", "30 секунд", "30 seconds"),
        ("1 working day", "1 рабочий день", "1 working day"),
        ("3 working days", "3 рабочих дня", "3 working days"),
        ("5 working days", "5 рабочих дней", "5 working days"),
    ],
)
def test_amounts_are_told(text: str, russian: str, english: str) -> None:
    assert (parse_amount(text).describe("ru"), parse_amount(text).describe("en")) == (russian, english)


def test_equal_amounts_are_equal_however_written() -> None:
    assert parse_amount("60m") == parse_amount("1h") and hash(parse_amount("60m")) == hash(parse_amount("1h"))
    assert parse_amount("3d") != parse_amount("3 working days")


def test_an_amount_is_one_thing_only() -> None:
    with pytest.raises(AmountError):
        Amount()
    with pytest.raises(AmountError):
        Amount(time=timedelta(hours=1), working_days=1)
    assert Amount.of_working_days(2).unit is Unit.WORKING_DAY


@given(st.integers(1, 100_000), st.sampled_from(["s", "m", "h"]))
def test_every_amount_survives_being_written(count: int, unit: str) -> None:
    amount = parse_amount(f"{count}{unit}")
    assert str(amount) == f"{count}{unit}" and parse_amount(str(amount)) == amount
    assert amount.time is not None and Amount.of(amount.time) == amount
