"""Tags and filters of every template: icons, moments, lengths of time, deadlines, people. Loaded everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zlib import crc32

import lucide
from django import template
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from opora.toolkit import clock
from opora.web import addresses, durations, looks, scripts, stylesheet

register = template.Library()
HUES = 8
_OPTION = '<option value="%s"%s>%s</option>'


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """An icon of the Lucide set, hidden from screen readers: words beside it or an `aria-label` say the same."""
    return _icon(str(name), size)


@lru_cache(maxsize=256)
def _icon(name: str, size: int) -> SafeString:
    drawing = lucide._render_icon(name, size, **{"aria-hidden": "true", "focusable": "false", "class": "icon"})
    return mark_safe(" ".join(drawing.split()))  # the drawing comes from the wheel, not from people


@register.simple_tag
def stylesheet_address() -> str:
    """Address of the style sheet."""
    return stylesheet.address()


@register.simple_tag
def import_map() -> SafeString:
    """JSON of the script modules' addresses; our own file names only."""
    return mark_safe(scripts.import_map())  # our own file names


@register.simple_tag
def words_for_scripts() -> SafeString:
    """JSON of the words that scripts write; safe inside a script element."""
    return _words_for_scripts(get_language())


@lru_cache(maxsize=8)
def _words_for_scripts(language: str | None) -> SafeString:
    return mark_safe(json.dumps(durations.for_scripts(), ensure_ascii=False).replace("<", "\\u003c"))


@register.simple_tag(takes_context=True)
def desk_url(context: template.Context, name: str, *args: Any) -> str:
    """Like `url`, for an address under the current desk."""
    return _address(name, context["desk"].slug, *args)


@lru_cache(maxsize=4096)
def _address(name: str, *args: Any) -> str:
    return reverse(name, args=args)


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: Any = "") -> SafeString:
    """The options of a select from pairs of value and words; `chosen` is the value that is selected."""
    return _options(tuple(choices), "" if chosen is None else str(chosen))


@lru_cache(maxsize=1024)
def _options(choices: tuple[tuple[str, str], ...], wanted: str) -> SafeString:
    parts = (
        _OPTION % (escape(value), " selected" if value == wanted else "", escape(words)) for value, words in choices
    )
    return mark_safe("".join(parts))


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """A moment in the reader's zone, short: time today, day and month this year; whole in the tooltip."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    whole = f"{local:%d.%m.%Y %H:%M}"
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), whole, _short(local))


def _short(local: datetime) -> str:
    hour, today = local.strftime("%H:%M"), timezone.localtime(clock.now())
    days = (today.date() - local.date()).days
    if days == 0:
        return hour
    if days == 1:
        return gettext("yesterday, %(time)s") % {"time": hour}
    if days == -1:
        return gettext("tomorrow, %(time)s") % {"time": hour}
    pattern = pgettext("date without year", "j M") if local.year == today.year else pgettext("date with year", "j M Y")
    return f"{formats.date_format(local, pattern)}, {hour}"


@register.filter
def duration(value: timedelta | None) -> str:
    """A length of time in words: `2 h 14 min`."""
    return "" if value is None else durations.words(value)


@register.simple_tag
def deadline(due_at: datetime | None, is_breached: bool = False, is_paused: bool = False) -> SafeString | str:
    """How long is left until a deadline; the browser counts on from here. Late ones are marked by more than colour."""
    if is_paused:
        return _standing_still()
    if due_at is None:
        return ""
    left = due_at - clock.now()
    state = "late" if is_breached or left < timedelta(0) else "soon" if left < durations.SOON else "running"
    return format_html(
        '<time class="deadline" data-state="{}" data-behaviour="countdown" datetime="{}" title="{}">{}</time>',
        state,
        due_at.isoformat(),
        _due_words(due_at, state),
        durations.countdown(left),
    )


def _standing_still() -> SafeString:
    return format_html('<span class="deadline" data-state="paused">{}{}</span>', _icon("pause", 12), gettext("paused"))


def _due_words(due_at: datetime, state: str) -> str:
    whole = f"{timezone.localtime(due_at):%d.%m.%Y %H:%M}"
    words = gettext("Deadline missed: %(time)s") if state == "late" else gettext("Deadline: %(time)s")
    return words % {"time": whole}


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """A round mark with a person's initials; the same person always has the same colour."""
    hue = crc32(name.encode()) % HUES
    return format_html(
        '<span class="avatar{}" data-hue="{}" title="{}" aria-hidden="true">{}</span>',
        f" avatar--{size}" if size else "",
        hue,
        name,
        initials(name),
    )


@register.filter
def initials(name: str) -> str:
    """First letters of the first two words."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    return "".join(word[0].upper() for word in words[:2]) or "?"


@register.filter
def own_address(address: str | None) -> str:
    """The path of an address of this site; `/` for any other."""
    return addresses.own(address or "")


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """`mapping|at:key`; nothing when it is not there."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def is_picture(file: Any) -> bool:
    """Whether an attachment may be shown inside the page."""
    return looks.is_picture(file.type, file.size)


@register.filter
def event_icon(event: str) -> str:
    """The icon of a journal event."""
    return looks.EVENT_ICONS.get(event, "circle-dot")


@register.filter
def event_tone(event: str) -> str:
    """The tone of a journal event."""
    return looks.EVENT_TONES.get(event, "plain")
