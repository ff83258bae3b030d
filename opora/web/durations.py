"""Lengths of time in words. `countdown.js` writes the same words, so that nothing jumps when it takes over."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext, pgettext

SOON = timedelta(hours=1)
MINUTE, HOUR, DAY = 60, 3600, 86400


def units() -> dict[str, str]:
    """Names of the units, as short as the language allows."""
    return {
        "day": pgettext("short unit", "d"),
        "hour": pgettext("short unit", "h"),
        "minute": pgettext("short unit", "min"),
        "second": pgettext("short unit", "s"),
    }


def words(length: timedelta) -> str:
    """The two largest units: `3 d 4 h`, `2 h 14 min`, `14 min`, `50 s`; a minus before a negative one."""
    seconds = round(abs(length.total_seconds()))
    sign = "−" if length < timedelta(0) and seconds else ""
    return sign + _two_units(seconds)


def countdown(left: timedelta) -> str:
    """What a deadline shows: under an hour minutes and seconds, as `14:05`; late ones with a minus."""
    seconds = int(abs(left.total_seconds()))
    sign = "−" if left < timedelta(0) else ""
    if seconds < HOUR:
        return f"{sign}{seconds // MINUTE}:{seconds % MINUTE:02}"
    return sign + _two_units(seconds)


def _two_units(seconds: int) -> str:
    name = units()
    days, hours, minutes = seconds // DAY, seconds // HOUR, seconds // MINUTE
    if days >= 2:
        return _pair(days, name["day"], hours % 24, name["hour"])
    if hours:
        return _pair(hours, name["hour"], minutes % 60, name["minute"])
    return f"{minutes} {name['minute']}" if minutes else f"{seconds} {name['second']}"


def _pair(large: int, large_name: str, small: int, small_name: str) -> str:
    first = f"{large} {large_name}"
    return f"{first} {small} {small_name}" if small else first


def for_scripts() -> dict[str, str]:
    """Words that the browser's modules write themselves."""
    return {
        **units(),
        "failed": gettext("That did not work. Try again."),
        "offline": gettext("No connection. What you see may be out of date."),
        "copied": gettext("Copied"),
        "draft": gettext("Draft restored"),
        "changed": gettext("Something changed here while you were writing."),
        "refresh": gettext("Show"),
        "nothing": gettext("Nothing found"),
    }
