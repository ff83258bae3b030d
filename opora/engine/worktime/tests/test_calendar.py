"""Calendars on cases worked by hand."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest

from opora.engine.worktime import Calendar, NaiveMoment, NeverCloses, NeverOpens, OutOfRange, Reason, parse_amount

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar.parse(
    {
        "week": {"mon-fri": "10:00-19:00"},
        "holidays": "RU",
        "short_days": "1h",
        "dates": {date(2026, 12, 30): "10:00-15:00", "2026-12-28": [], "2026-12-26": ["10:00-12:00", "13:00-14:00"]},
    },
    "Europe/Moscow",
)
SHOP = Calendar.parse({"week": {"mon-fri": "09:00-17:00"}}, "UTC")
NIGHT = Calendar.parse({"week": {"mon,wed": "22:00-06:00"}, "dates": {"2026-06-11": "00:00-08:00"}}, "Europe/Moscow")
ROUND = Calendar.parse({"week": {"mon-fri": "00:00-24:00"}, "holidays": "RU"}, "Europe/Moscow")
ALWAYS = Calendar.parse("24/7", "Europe/Berlin")


def msk(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "due"),
    [
        (OFFICE, "2026-06-05 18:30", 1, "2026-06-08 10:30"),  # Friday evening goes on on Monday
        (OFFICE, "2026-06-11 17:00", 1, "2026-06-11 18:00"),  # a short day still holds it: due at its closing
        (OFFICE, "2026-06-11 17:30", 1, "2026-06-15 10:30"),  # the short day ends at 18:00, Friday 12th is a holiday
        (OFFICE, "2024-11-01 18:00", 2, "2024-11-02 11:00"),  # into a working Saturday
        (OFFICE, "2024-11-02 17:00", 2, "2024-11-05 11:00"),  # which is short: the day it stands for precedes a holiday
        (OFFICE, "2025-12-30 18:00", 2, "2026-01-12 11:00"),  # over the New Year holidays
        (OFFICE, "2026-12-30 14:00", 2, "2027-01-11 11:00"),  # a one-off short day, then the holidays
        (
            OFFICE,
            "2026-12-26 11:00",
            3,
            "2026-12-29 11:00",
        ),  # a one-off Saturday of 2 + 1 hours, a one-off closed Monday
        (ROUND, "2026-06-05 17:00", 24, "2026-06-08 17:00"),  # 24 h asked on Friday 17:00 end on Monday 17:00
        (ROUND, "2026-06-11 20:00", 4, "2026-06-12 00:00"),  # the end of the last working day is its 24:00
        (NIGHT, "2026-06-08 23:00", 8, "2026-06-10 23:00"),  # Monday's night, then Wednesday's
        (NIGHT, "2026-06-10 22:00", 10, "2026-06-11 08:00"),  # a night that runs into other hours counts them once
        (ALWAYS, "2026-01-01 00:00", 336, "2026-01-15 00:00"),
    ],
)
def test_hours_are_added(calendar: Calendar, start: str, hours: int, due: str) -> None:
    assert calendar.add(msk(start), timedelta(hours=hours)) == msk(due)


@pytest.mark.parametrize(
    ("start", "hours", "begun"),
    [
        ("2026-06-08 10:30", 1, "2026-06-05 18:30"),
        ("2026-06-05 19:00", 9, "2026-06-05 10:00"),
        ("2026-06-15 11:00", 2, "2026-06-11 17:00"),
    ],
)
def test_hours_are_counted_backwards(start: str, hours: int, begun: str) -> None:
    assert OFFICE.add(msk(start), -timedelta(hours=hours)) == msk(begun)
    assert OFFICE.subtract(msk(start), timedelta(hours=hours)) == msk(begun)
    assert OFFICE.subtract(msk(begun), -timedelta(hours=hours)) == OFFICE.add(msk(begun), timedelta(hours=hours))


@pytest.mark.parametrize(
    ("start", "later", "earlier"),
    [
        ("2026-06-05 12:00", "2026-06-05 12:00", "2026-06-05 12:00"),
        ("2026-06-05 19:00", "2026-06-05 19:00", "2026-06-05 19:00"),
        ("2026-06-06 12:00", "2026-06-08 10:00", "2026-06-05 19:00"),
    ],
)
def test_nothing_to_count_gives_the_nearest_working_moment(start: str, later: str, earlier: str) -> None:
    assert OFFICE.add(msk(start), timedelta(0)) == msk(later)
    assert OFFICE.subtract(msk(start), timedelta(0)) == msk(earlier)


def test_microseconds_are_exact() -> None:
    start, amount = utc("2026-06-05 16:59:59.999999"), timedelta(microseconds=2)
    assert SHOP.add(start, amount) == utc("2026-06-08 09:00:00.000001")
    assert SHOP.between(start, utc("2026-06-08 09:00:00.000001")) == amount


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-06-05 09:00", 3, "2026-06-10 19:00"),
        ("2026-06-05 23:59", 3, "2026-06-10 19:00"),  # the hour of the request does not matter
        ("2026-06-06 00:01", 3, "2026-06-10 19:00"),  # nor that it came on a Saturday
        ("2026-06-10 12:00", 1, "2026-06-11 18:00"),  # closing time of a short day
        ("2026-06-11 12:00", 1, "2026-06-15 19:00"),
        ("2024-11-01 12:00", 1, "2024-11-02 18:00"),  # a working Saturday is a working day
        ("2026-12-25 12:00", 2, "2026-12-29 19:00"),  # and so is a Saturday with one-off hours
    ],
)
def test_working_days_end_at_closing_time(start: str, days: int, due: str) -> None:
    assert OFFICE.add_days(msk(start), days) == msk(due)
    assert OFFICE.due(msk(start), parse_amount(f"{days} working days")) == msk(due)


def test_the_day_of_the_request_is_the_day_of_the_calendar() -> None:
    assert OFFICE.add_days(utc("2026-06-07 21:30"), 1) == msk("2026-06-09 19:00")


def test_a_working_day_that_runs_overnight_ends_in_the_morning() -> None:
    assert NIGHT.add_days(msk("2026-06-05 12:00"), 1) == msk("2026-06-09 06:00")


def test_less_than_one_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        OFFICE.add_days(msk("2026-06-05 12:00"), 0)


def test_due_of_an_exact_length_is_add() -> None:
    assert OFFICE.due(msk("2026-06-05 18:30"), parse_amount("60m")) == msk("2026-06-08 10:30")


def test_a_sunday_with_25_hours_has_90000_seconds() -> None:
    start, end = datetime(2026, 10, 25, tzinfo=BERLIN), datetime(2026, 10, 26, tzinfo=BERLIN)
    sundays = Calendar.parse({"week": {"sun": "00:00-24:00"}}, "Europe/Berlin")
    assert ALWAYS.between(start, end) == sundays.between(start, end) == timedelta(seconds=90_000)


@pytest.mark.parametrize(
    ("hours", "day", "spans"),
    [
        ("02:15-02:45", date(2026, 3, 29), []),
        ("02:30-05:00", date(2026, 3, 29), [("01:00", "03:00")]),
        ("01:00-02:30", date(2026, 3, 29), [("00:00", "01:00")]),
        ("02:30-05:00", date(2026, 10, 25), [("00:30", "04:00")]),
        ("01:00-02:30", date(2026, 10, 25), [("23:00", "00:30")]),
    ],
)
def test_clock_changes_move_the_edges(hours: str, day: date, spans: list[tuple[str, str]]) -> None:
    sunday = Calendar.parse({"week": {"sun": hours}}, "Europe/Berlin")
    midnight = datetime(day.year, day.month, day.day, tzinfo=BERLIN)
    found = sunday.spans(midnight, midnight + timedelta(days=1))
    assert [(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in found] == spans


def test_periods_run_both_ways() -> None:
    ahead = list(islice(SHOP.periods(utc("2026-06-05 16:00")), 2))
    assert ahead == [
        (utc("2026-06-05 16:00"), utc("2026-06-05 17:00")),
        (utc("2026-06-08 09:00"), utc("2026-06-08 17:00")),
    ]
    back = list(islice(SHOP.periods_before(utc("2026-06-08 10:00")), 2))
    assert back == [
        (utc("2026-06-08 09:00"), utc("2026-06-08 10:00")),
        (utc("2026-06-05 09:00"), utc("2026-06-05 17:00")),
    ]


def test_an_interval_over_new_year_is_whole() -> None:
    assert ROUND.spans(msk("2020-01-01"), msk("2020-01-11")) == ((msk("2020-01-09"), msk("2020-01-11")),)
    nights = Calendar.parse({"week": {"daily": "22:00-06:00"}}, "Europe/Moscow")
    assert nights.spans(msk("2026-12-31 12:00"), msk("2027-01-01 12:00")) == (
        (msk("2026-12-31 22:00"), msk("2027-01-01 06:00")),
    )
    assert nights.next_close(msk("2026-12-31 23:00")) == msk("2027-01-01 06:00")
    assert next(nights.periods_before(msk("2027-01-01 05:00"))) == (msk("2026-12-31 22:00"), msk("2027-01-01 05:00"))


@pytest.mark.parametrize(
    ("at", "reason", "words"),
    [
        ("2026-06-05 12:00", None, None),
        ("2026-06-05 09:59", Reason.OUTSIDE_HOURS, "нерабочее время"),
        ("2026-06-06 12:00", Reason.DAY_OFF, "выходной день"),
        ("2026-06-12 12:00", Reason.HOLIDAY, "праздничный день: День России"),
        ("2026-06-11 18:30", Reason.SHORT_DAY, "сокращённый предпраздничный день"),
        ("2026-12-28 12:00", Reason.ONE_OFF, "особые часы этого дня"),
        ("2026-12-30 16:00", Reason.ONE_OFF, "особые часы этого дня"),
        ("2026-12-30 20:00", Reason.OUTSIDE_HOURS, "нерабочее время"),
        ("2026-12-26 12:30", Reason.BREAK, "перерыв"),
    ],
)
def test_a_closed_moment_has_a_reason(at: str, reason: Reason | None, words: str | None) -> None:
    closure = OFFICE.reason_closed(msk(at))
    assert (closure and closure.reason) == reason
    assert (closure and closure.describe("ru")) == words


def test_a_closed_date_has_a_reason() -> None:
    holiday = OFFICE.reason_closed(date(2026, 6, 12))
    assert holiday is not None and holiday.describe("en") == "holiday: Russia Day"
    assert OFFICE.reason_closed(date(2026, 6, 11)) is None
    own = Calendar.parse(
        {"week": {"daily": "09:00-18:00"}, "holidays": {"add": {"2026-05-05": "День компании"}}}, "UTC"
    )
    closure = own.reason_closed(date(2026, 5, 5))
    assert closure is not None and closure.describe("en") == "holiday: День компании"


def test_working_days_are_counted() -> None:
    assert OFFICE.is_working_day(date(2024, 11, 2)) and not OFFICE.is_working_day(date(2024, 11, 4))
    assert OFFICE.add_working_days(date(2026, 6, 11), 1) == date(2026, 6, 15)
    assert OFFICE.add_working_days(date(2026, 6, 15), -1) == date(2026, 6, 11)
    assert OFFICE.add_working_days(date(2026, 6, 12), 0) == date(2026, 6, 12)
    assert OFFICE.working_days_between(date(2026, 6, 8), date(2026, 6, 15)) == 4
    assert OFFICE.working_days_between(date(2026, 6, 15), date(2026, 6, 8)) == -4


def test_a_calendar_that_never_opens_says_so() -> None:
    shut = Calendar.parse({"week": {"daily": []}}, "UTC")
    now = utc("2026-06-05 12:00")
    for ask in (shut.next_open, shut.previous_open, shut.next_close, lambda at: shut.add(at, timedelta(hours=1))):
        with pytest.raises(NeverOpens, match="ordinary hours"):
            ask(now)
    for ask in (lambda at: shut.add_days(at, 1), lambda at: shut.subtract(at, timedelta(hours=1))):
        with pytest.raises(NeverOpens, match="ordinary hours"):
            ask(now)
    with pytest.raises(NeverOpens, match="not a working day"):
        shut.closing_on(date(2026, 6, 5))
    with pytest.raises(NeverOpens):
        shut.add_many([0], [1])
    with pytest.raises(NeverOpens):
        shut.add_many([0], [0])
    with pytest.raises(NeverOpens):
        shut.add_many([0], [-1])
    assert shut.between(now, now + timedelta(days=400)) == timedelta(0)
    assert shut.spans(now, now + timedelta(days=400)) == ()


def test_a_calendar_of_single_dates_runs_out() -> None:
    fair = Calendar.parse(
        {"week": {"daily": []}, "dates": {"2030-05-01": "10:00-18:00", "2090-05-01": "10:00-18:00"}}, "UTC"
    )
    start = utc("2026-06-05 12:00")
    assert fair.add(start, timedelta(hours=9)) == utc("2090-05-01 11:00")
    assert fair.add_days(start, 2) == utc("2090-05-01 18:00")
    assert fair.subtract(utc("2150-01-01"), timedelta(hours=9)) == utc("2030-05-01 17:00")
    micros = 9 * 3_600_000_000
    assert fair.add_many([0, 0], [micros, 1])[0] == utc("2090-05-01 11:00").timestamp() * 1_000_000
    with pytest.raises(NeverOpens):
        fair.add(start, timedelta(hours=17))
    with pytest.raises(NeverOpens):
        fair.add_many([0], [17 * 3_600_000_000])


def test_what_never_closes_says_so() -> None:
    with pytest.raises(NeverCloses):
        ALWAYS.next_close(utc("2026-06-05 12:00"))
    with pytest.raises(NeverCloses):
        next(ALWAYS.periods_before(utc("2026-06-05 12:00")))
    once = Calendar.parse({"week": {"daily": "00:00-24:00"}, "dates": {"2080-01-01": []}}, "UTC")
    assert once.next_close(utc("2026-06-05 12:00")) == utc("2080-01-01")
    assert next(once.periods_before(utc("2150-01-01"))) == (utc("2080-01-02"), utc("2150-01-01"))


def test_the_far_future_is_reached() -> None:
    assert SHOP.add(utc("2026-06-05 12:00"), timedelta(hours=8 * 5 * 52 * 300)).year in range(2324, 2328)
    with pytest.raises(OutOfRange):
        ALWAYS.add(utc("9998-06-05 12:00"), timedelta(days=400))
    with pytest.raises(OutOfRange):
        ALWAYS.next_close(utc("9990-06-05 12:00"))
    with pytest.raises(OutOfRange):
        next(ALWAYS.periods_before(utc("0010-06-05 12:00")))
    with pytest.raises(OutOfRange):
        ALWAYS.is_open(datetime(1, 6, 5, tzinfo=UTC))


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 6, 5, 12)  # noqa: DTZ001
    with pytest.raises(NaiveMoment):
        OFFICE.add(naive, timedelta(hours=1))
    with pytest.raises(NaiveMoment):
        OFFICE.add_days(naive, 1)
    with pytest.raises(TypeError):
        OFFICE.add_many([1.5], [1])


def test_nothing_asked_is_nothing_answered() -> None:
    assert SHOP.add_many([], []).size == 0
    assert SHOP.between_many([], []).size == 0


def test_answers_come_in_utc_and_are_shown_locally() -> None:
    due = OFFICE.add(msk("2026-06-05 12:00"), timedelta(hours=1))
    assert due.utcoffset() == timedelta(0)
    assert f"{OFFICE.local(due):%H:%M}" == "13:00"


def test_threads_share_one_calendar() -> None:
    shared = Calendar.parse({"week": {"mon-fri": "09:00-17:00"}, "holidays": "RU"}, "Europe/Moscow")
    gate, answers = Barrier(8), []

    def ask() -> None:
        gate.wait()
        answers.append([shared.add(msk(f"{year}-03-01 12:00"), timedelta(hours=900)) for year in range(2000, 2040)])

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8 and all(answer == answers[0] for answer in answers)


SPLIT = {"mon-thu": ["09:00-13:00", "14:00-18:00"], "fri": "09:00-16:00", "sun": "22:00-06:00"}


@pytest.mark.parametrize(
    ("spec", "zone", "russian", "english"),
    [
        (
            {"week": {"mon-fri": "10:00-19:00"}},
            "Europe/Moscow",
            "пн–пт 10:00–19:00 (UTC+3)",
            "Mon–Fri 10:00–19:00 (UTC+3)",
        ),
        ("24/7", "Europe/Moscow", "круглосуточно", "round the clock"),
        ({"week": {"mon-fri": "00:00-24:00"}}, "UTC", "пн–пт круглосуточно (UTC)", "Mon–Fri round the clock (UTC)"),
        (
            {"week": SPLIT},
            "Asia/Kathmandu",
            "пн–чт 09:00–13:00, 14:00–18:00, пт 09:00–16:00, вс 22:00–06:00 (UTC+5:45)",
            "Mon–Thu 09:00–13:00, 14:00–18:00, Fri 09:00–16:00, Sun 22:00–06:00 (UTC+5:45)",
        ),
        (
            {"week": {"daily": "08:00-20:00"}},
            "Europe/Berlin",
            "ежедневно 08:00–20:00 (Europe/Berlin)",
            "daily 08:00–20:00 (Europe/Berlin)",
        ),
        (
            {"week": {"daily": []}, "dates": {"2026-01-01": "10:00-11:00"}},
            "America/Bogota",
            "по отдельным датам (UTC-5)",
            "by single dates (UTC-5)",
        ),
    ],
)
def test_hours_are_described(spec: object, zone: str, russian: str, english: str) -> None:
    calendar = Calendar.parse(spec, zone)
    assert (calendar.describe("ru"), calendar.describe("en")) == (russian, english)
    assert english in repr(calendar)


def test_calendars_are_equal_by_what_they_say() -> None:
    week = {"mon-wed": "9:00-12:00"}
    one = Calendar.parse({"week": week, "dates": {"2026-01-01": []}}, "UTC")
    two = Calendar.parse(
        {"dates": {date(2026, 1, 1): []}, "week": {"wed,mon-tue": ["10:00-12:00", "09:00-10:00"]}}, "UTC"
    )
    assert one == two and len({one, two}) == 1 and one.time_zone == "UTC"
    others = [
        Calendar.parse({"week": week}, "UTC"),
        Calendar.parse({"week": week, "dates": {"2026-01-01": []}}, "Europe/Moscow"),
        Calendar.parse({"week": week, "dates": {"2026-01-01": []}, "holidays": "RU"}, "UTC"),
    ]
    assert one not in others and one != "24/7"
    assert one.fingerprint == "383d37b03db64df75cbec76a32234317"
