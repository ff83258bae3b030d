"""Desks: beginning, charters, people, keys."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opora.charters import path
from opora.desks import actions, charters, numbers, tenancy, tokens
from opora.desks.errors import LastOwner, NotAllowed, NotYours, Taken
from opora.desks.models import ApiToken, CharterVersion, Desk, Member, User
from opora.engine.charter import CharterError
from opora.journal.models import Entry
from opora.toolkit.errors import NotFound
from tests.cast import AT

LATER = AT + timedelta(days=1)
YEAR = timedelta(days=365)


def source(name="procrm"):
    return path(name).read_text(encoding="utf-8")


def test_new_desk_works_by_its_charter_from_number_one(all_desks):
    desk = actions.create_desk(slug="third", title="Третья", charter_source=source(), by_name="Установщик", at=AT)
    version = CharterVersion.objects.for_desk(desk).get()
    assert (version.number, version.edition, version.in_force_from, version.created_by) == (1, "1.0", AT, "Установщик")
    assert charters.in_force(Desk.objects.get(pk=desk.pk)).charter == "procrm"
    assert charters.of(version.pk, desk.pk).fingerprint == version.fingerprint
    assert [numbers.next_number(desk.pk) for _ in range(2)] == [1, 2]
    events = Entry.objects.for_desk(desk).order_by("id").values_list("event", "actor_name")
    assert list(events) == [("desk_created", "Установщик"), ("charter_adopted", "Установщик")]


def test_desk_with_a_charter_that_cannot_run_is_not_made(all_desks):
    with pytest.raises(CharterError):
        actions.create_desk(slug="third", title="x", charter_source="charter: x", by_name="x", at=AT)
    assert not Desk.objects.filter(slug="third").exists()


def test_slug_is_used_once(cast):
    with pytest.raises(Taken):
        actions.create_desk(slug="desk", title="x", charter_source=source(), by_name="x", at=AT)
    assert Desk.objects.count() == 2


def test_charter_is_read_once_per_process_and_keeps_its_order(cast, django_assert_num_queries):
    first = charters.in_force(cast.desk)
    with django_assert_num_queries(0):
        assert charters.in_force(cast.desk) is first
    written = list(first.workflow.statuses)
    assert written == ["new", "work", "info", "client_team", "deferred", "solved", "closed", "declined"]


def test_new_edition_is_adopted_at_once_and_the_old_one_stays(cast):
    old = cast.desk.charter_id
    text = source("outsourcing").replace('edition: "', 'edition: "99.', 1)
    version = actions.adopt_charter(cast.desk, source=text, by_name="Ольга", at=LATER, by=cast.actor("owner"))
    assert (version.number, Desk.objects.get(pk=cast.desk.pk).charter_id) == (2, version.pk)
    assert charters.in_force(cast.desk).edition.startswith("99.")
    assert not charters.of(old, cast.desk.pk).edition.startswith("99.")


def test_adopting_the_same_text_again_changes_nothing(cast):
    version = actions.adopt_charter(cast.desk, source=source("outsourcing"), by_name="x", at=LATER)
    assert (version.number, CharterVersion.objects.for_desk(cast.desk).count()) == (1, 1)


@pytest.mark.parametrize("name", ["lead", "agent", "quality", "writer", "requester", "neighbour_owner"])
def test_only_administrators_and_owners_change_charter_and_staff(cast, name):
    by, agent = cast.actor(name), cast.member("agent")
    user = User.objects.create_user("new@people.example")
    with pytest.raises(NotYours):
        actions.adopt_charter(cast.desk, source=source(), by_name="x", at=LATER, by=by)
    with pytest.raises(NotYours):
        actions.add_member(cast.desk, user=user, name="x", role="agent", at=LATER, by=by)
    with pytest.raises(NotYours):
        actions.deactivate_member(agent, at=LATER, by=by)
    assert not Member.objects.for_desk(cast.desk).filter(user=user).exists()


def test_administrator_makes_no_owner_and_removes_none(cast):
    user = User.objects.create_user("new@people.example")
    with pytest.raises(NotYours):
        actions.add_member(cast.desk, user=user, name="x", role="owner", at=LATER, by=cast.actor("admin"))
    with pytest.raises(NotYours):
        actions.deactivate_member(cast.member("owner"), at=LATER, by=cast.actor("admin"))
    member = actions.add_member(cast.desk, user=user, name="x", role="agent", at=LATER, by=cast.actor("admin"))
    assert (member.role, member.is_active) == ("agent", True)


@pytest.mark.parametrize("role", ["contact", "system", "king", ""])
def test_staff_has_staff_roles_only(cast, role):
    user = User.objects.create_user("new@people.example")
    with pytest.raises(NotAllowed):
        actions.add_member(cast.desk, user=user, name="x", role=role, at=LATER)


def test_member_has_lines_of_the_charter_only(cast):
    user = User.objects.create_user("new@people.example")
    with pytest.raises(NotAllowed) as refusal:
        actions.add_member(cast.desk, user=user, name="x", role="agent", lines=["line9"], at=LATER)
    assert "line1" in refusal.value.allowed


def test_person_joins_a_desk_once(cast):
    with pytest.raises(Taken):
        actions.add_member(cast.desk, user=cast.user("agent"), name="x", role="lead", at=LATER)


def test_last_owner_stays(cast):
    with pytest.raises(LastOwner):
        actions.deactivate_member(cast.member("owner"), at=LATER, by=cast.actor("owner"))
    assert Member.objects.for_desk(cast.desk).get(role="owner").is_active


def test_member_of_another_desk_is_not_found(cast):
    with tenancy.desk(cast.desk.pk), pytest.raises(NotFound):
        actions.deactivate_member(cast.member("neighbour_agent"), at=LATER)


def test_key_is_shown_once_and_kept_as_a_digest(cast):
    token, key = actions.issue_token(cast.member("agent"), name="Скрипт", scopes=["tickets:read"], at=AT, lives=YEAR)
    kept = ApiToken.objects.for_desk(cast.desk).get(pk=token.pk)
    assert key.startswith("opora_") and len(key) >= 6 + 43
    assert key not in repr(kept.__dict__) and kept.digest == tokens.digest_of(key) and key.startswith(kept.prefix)
    assert (kept.scopes, kept.expires_at) == (["tickets:read"], AT + YEAR)


def test_a_hundred_keys_are_all_different(cast):
    made = {actions.issue_token(cast.member("agent"), name="x", scopes=[], at=AT, lives=YEAR)[1] for _ in range(100)}
    assert len(made) == 100


def test_key_opens_its_own_desk_until_it_expires(cast):
    token, key = actions.issue_token(cast.member("agent"), name="x", scopes=[], at=AT, lives=YEAR)
    found = tokens.valid(key, at=LATER)
    assert found is not None and (found.pk, found.member.name, found.desk.slug) == (token.pk, "Анна Петрова", "desk")
    assert tokens.valid(key, at=AT + YEAR) is None
    for wrong in (key[:-1], key + "x", "", "opora_", token.digest):
        assert tokens.valid(wrong, at=LATER) is None


def test_looking_a_key_up_leaves_the_connection_on_its_desk(cast):
    tokens.valid("opora_nothing", at=LATER)
    assert not Member.objects.across_desks().filter(desk=cast.neighbour).exists()


@pytest.mark.parametrize("how", ["revoked", "member left", "desk closed"])
def test_key_dies_at_once(cast, how):
    member = cast.member("second_agent")
    token, key = actions.issue_token(member, name="x", scopes=[], at=AT, lives=YEAR)
    _, other_key = actions.issue_token(cast.member("agent"), name="y", scopes=[], at=AT, lives=YEAR)
    match how:
        case "revoked":
            actions.revoke_token(token, by=cast.actor("second_agent"), at=LATER)
        case "member left":
            actions.deactivate_member(member, at=LATER)
        case "desk closed":
            Desk.objects.filter(pk=cast.desk.pk).update(is_active=False)
    assert tokens.valid(key, at=LATER) is None
    assert (tokens.valid(other_key, at=LATER) is None) == (how == "desk closed")


def test_contact_has_keys_of_their_own(cast):
    token, key = actions.issue_token(cast.contact("requester"), name="x", scopes=[], at=AT, lives=YEAR)
    assert (token.member_id, token.contact_id) == (None, cast.contact("requester").pk)
    assert tokens.valid(key, at=LATER) is not None


@pytest.mark.parametrize("name", ["lead", "requester", "neighbour_owner", "neighbour_agent"])
def test_nobody_makes_or_revokes_keys_of_others(cast, name):
    with pytest.raises(NotYours):
        actions.issue_token(cast.member("agent"), name="x", scopes=[], at=AT, lives=YEAR, by=cast.actor(name))
    token, key = actions.issue_token(cast.member("agent"), name="x", scopes=[], at=AT, lives=YEAR)
    with pytest.raises(NotYours):
        actions.revoke_token(token, by=cast.actor(name), at=LATER)
    assert tokens.valid(key, at=LATER) is not None


def test_administrator_revokes_any_key_of_the_desk(cast):
    token, key = actions.issue_token(cast.member("agent"), name="x", scopes=[], at=AT, lives=YEAR)
    for _ in range(2):
        actions.revoke_token(token, by=cast.actor("admin"), at=LATER)
    assert tokens.valid(key, at=LATER) is None
    assert Entry.objects.for_desk(cast.desk).filter(event="token_revoked").count() == 1
