"""Every word of the mail room and of the letters exists in Russian, and every reason and warning has words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

import opora
from opora.channels import words
from opora.channels.events import EVENTS
from opora.engine.mail import Flaw
from opora.engine.mail.isolate import Reason

ROOT = Path(opora.__file__).parent
_TAG = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}|{% translate \"(.*?)\" %}", re.DOTALL)


def _said_in_code(room: str) -> set[str]:
    found = set()
    for path in (ROOT / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "gettext":
                (argument,) = node.args
                assert isinstance(argument, ast.Constant), f"{path}: gettext of what is not a plain string"
                found.add(str(argument.value))
    return found


def _said_in_templates() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "notify/templates").rglob("*.txt")]
    pairs = [pair for text in texts for pair in _TAG.findall(text)]
    return {re.sub(r"{{ (\w+) }}", r"%(\1)s", block or short) for block, short in pairs}


@pytest.mark.parametrize("room", ["channels", "notify"])
def test_every_word_is_translated(room: str) -> None:
    said = _said_in_code(room) | (_said_in_templates() if room == "notify" else set())
    assert said
    with translation.override("ru"):
        assert [one for one in sorted(said) if translation.gettext(one) == one] == []


def test_every_reason_of_the_code_has_words() -> None:
    used = {reason.value for reason in Reason} | {Flaw.TOO_LARGE.value, Flaw.NOT_UNDERSTOOD.value}
    pattern = re.compile(r"(?:Verdict\(Fate\.\w+, |Verdict\(fate, |reason=)\"([a-z-]+)\"")
    for path in (ROOT / "channels/email/intake").glob("*.py"):
        used |= set(pattern.findall(path.read_text(encoding="utf-8")))
    assert len(used) > 15
    assert [one for one in sorted(used) if words.reason(one) == one] == []


def test_unknown_word_is_shown_as_it_is() -> None:
    assert (words.reason("x-y"), words.warning("x-y")) == ("x-y", "x-y")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_every_event_has_a_sentence(event: type) -> None:
    payload = {
        "to_address": "a@b",
        "because": "c",
        "permanent": True,
        "address": "a@b",
        "sender": "s",
        "reason": "loop",
    }
    assert event.sentence(payload)  # type: ignore[attr-defined]
    assert event.sentence({**payload, "permanent": False})  # type: ignore[attr-defined]
