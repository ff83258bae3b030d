"""Channels of plans per purpose, hours, and the entries of the scope."""

import pytest

from opora.engine.clocks.tests.sample import at, sample
from opora.engine.entitlement import Code, Section, Verdict, channel_verdict, channels_of, is_in_hours, scope_choices

CHARTER = sample()
MONDAY, NIGHT = at("2026-11-23 12:00"), at("2026-11-23 20:00")


@pytest.mark.parametrize(
    ("plan", "channel", "purpose", "code"),
    [
        ("basic", "portal", "request", Code.OK),
        ("basic", "chat", "request", Code.NOT_IN_PLAN),
        ("premium", "chat", "request", Code.OK),
        ("premium", "email", "request", Code.OK),
        ("premium", "video", "session", Code.OK),
        ("basic", "video", "session", Code.NOT_IN_PLAN),
        ("premium", "video", "request", Code.PURPOSE),
        ("premium", "phone", "request", Code.UNOFFICIAL),
        ("basic", "phone", "quality_control", Code.OK),
        ("basic", "email", "feedback", Code.OK),
        ("basic", "pigeon", "request", Code.UNKNOWN),
    ],
)
def test_channel_per_plan_and_purpose(plan, channel, purpose, code):
    verdict = channel_verdict(CHARTER, plan=plan, channel=channel, purpose=purpose, now=MONDAY)
    assert (verdict.code, verdict.allowed) == (code, code is Code.OK)


def test_plan_that_inherits_uses_a_channel_kept_for_its_parent():
    channels = CHARTER.channels | {"email": CHARTER.channels["email"].model_copy(update={"plans": ("basic",)})}
    charter = CHARTER.model_copy(update={"channels": channels})
    assert channel_verdict(charter, plan="premium", channel="email", now=MONDAY).allowed


def test_closed_channel_says_when_it_opens():
    verdict = channel_verdict(CHARTER, plan="premium", channel="chat", now=NIGHT)
    assert (verdict.allowed, verdict.in_hours, verdict.opens_at) == (True, False, at("2026-11-24 09:00"))
    assert channel_verdict(CHARTER, plan="premium", channel="chat", now=MONDAY).in_hours


def test_channels_of_a_plan():
    assert channels_of(CHARTER, "basic") == ("portal", "email")
    assert channels_of(CHARTER, "premium") == ("portal", "email", "chat")
    assert channels_of(CHARTER, "basic", purpose="quality_control") == ("phone",)


def test_hours_belong_to_the_plan():
    assert [is_in_hours(CHARTER, plan=plan, now=NIGHT) for plan in ("basic", "premium")] == [False, True]


def test_scope_entries_have_a_verdict_and_words_for_the_customer():
    found = [(choice.section, choice.title, choice.verdict, choice.letter) for choice in scope_choices(CHARTER)]
    assert found == [
        (Section.COVERED, "Our product", Verdict.INCLUDED, None),
        (Section.EXCLUDED, "Printers", Verdict.NOT_PROVIDED, "We wait for you"),
        (Section.EXCLUDED, "Training", Verdict.DISCUSSED_SEPARATELY, "Not ours"),
        (Section.ADJACENT, "Networks", Verdict.SUSPENDED, None),
        (Section.REDIRECTS, "The vendor", Verdict.REDIRECT, None),
    ]
    assert scope_choices(CHARTER)[-1].url == "https://example.org/help"
