"""Lists, pages, search, files, promises, proof."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opora.api import bodies
from opora.tickets.models import Attachment

pytestmark = pytest.mark.django_db


def names(response: Any) -> list[str]:
    """The tickets of a list."""
    return [item["name"] for item in response.json()["items"]]


def test_a_list_is_walked_page_by_page_without_gaps(as_: Any, register: Any) -> None:
    made = [register(f"№ {n}").name for n in range(5)]
    agent, seen, after = as_("agent"), [], ""
    while after is not None:
        page = agent.get(f"/tickets?view=all&limit=2{after and '&after=' + after}")
        assert len(names(page)) <= 2
        seen += names(page)
        after = page.json()["next"]
    assert seen == made[::-1]


def test_a_list_costs_the_same_however_long(as_: Any, register: Any) -> None:
    agent = as_("agent")

    def queries() -> int:
        agent.get("/me"), agent.get("/me")  # by then the use of the key is noted and read
        with CaptureQueriesContext(connection) as captured:
            assert agent.get("/tickets?view=all").status_code == 200
        return len(captured)

    register()
    few = queries()
    for _ in range(4):
        register()
    assert queries() == few


def test_filters_narrow_a_list(cast: Any, as_: Any, register: Any) -> None:
    low, high = list(cast.charter.priorities)[-1], next(iter(cast.charter.priorities))
    urgent = register(priority=high).name
    register(priority=low)
    assert names(as_("agent").get(f"/tickets?priority={high}")) == [urgent]
    assert names(as_("agent").get("/tickets?assignee=me")) == []


def test_customers_see_their_own_and_administrators_their_organisations(as_: Any, register: Any) -> None:
    own, other = register().name, register(by="colleague").name
    assert names(as_("requester").get("/tickets")) == [own]
    assert set(names(as_("customer_admin").get("/tickets"))) == {own, other}
    assert names(as_("neighbour_owner").get("/tickets?view=all")) == []


def test_customers_are_not_shown_what_is_the_desks_own(as_: Any, ticket_in: Any) -> None:
    name = ticket_in("solved").name
    mine, theirs = as_("requester").get(f"/tickets/{name}").json(), as_("agent").get(f"/tickets/{name}").json()
    assert (mine["assignee"], mine["line"], mine["awaits_staff"]) == (None, None, None)
    assert theirs["assignee"]
    assert theirs["line"]
    told = as_("requester").get(f"/tickets/{name}/messages?include=all").content.decode()
    assert "тайная заметка" not in told
    assert "ticket_assigned" not in told


def test_what_only_a_note_says_is_not_found_by_customers(as_: Any, ticket_in: Any) -> None:
    ticket_in()
    assert len(as_("agent").get("/search?text=тайная").json()["items"]) == 1
    assert as_("requester").get("/search?text=тайная").json()["items"] == []
    assert as_("neighbour_owner").get("/search?text=тайная").json()["items"] == []


@pytest.mark.parametrize("text", ["%00", "x" * 257, ""])
def test_a_search_is_asked_within_its_bounds(as_: Any, text: str) -> None:
    assert as_("agent").get(f"/search?text={text}").status_code == 422


def test_messages_are_walked_page_by_page(as_: Any, ticket_in: Any) -> None:
    agent, path = as_("agent"), f"/tickets/{ticket_in('solved').name}/messages"
    whole = [item["key"] for item in agent.get(path).json()["items"]]
    first = agent.get(f"{path}?limit=1").json()
    rest = agent.get(f"{path}?after={first['next']}").json()
    assert [item["key"] for item in [*first["items"], *rest["items"]]] == whole
    assert rest["next"] is None
    assert agent.get(f"{path}?after=m999999").status_code == 422


def test_files_travel_inside_json_and_beside_it(cast: Any, as_: Any, ticket_in: Any) -> None:
    agent, path = as_("agent"), f"/tickets/{ticket_in().name}/messages"
    inside = {"name": "a.txt", "content": base64.b64encode(b"inside").decode()}
    first = agent.post(path, {"text": "один", "files": [inside]}).json()["attachments"]
    second = agent.upload(path, {"text": "два"}, [SimpleUploadedFile("b.txt", b"beside")]).json()["attachments"]
    for (file,), content in ((first, b"inside"), (second, b"beside")):
        download = agent.get(file["url"].removeprefix("/api/v1"))
        assert download.content == content
        assert download["Content-Disposition"].startswith("attachment")
        assert download["Content-Type"] == "application/octet-stream"
    assert Attachment.objects.for_desk(cast.desk).count() == 2


def test_files_together_have_a_limit(as_: Any, ticket_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "FILES_LIMIT", 10)
    path = f"/tickets/{ticket_in().name}/messages"
    files = [SimpleUploadedFile(name, b"123456") for name in ("a", "b")]
    assert as_("agent").upload(path, {"text": "x"}, files).status_code == 413


def test_a_file_larger_than_a_body_may_be_travels_beside_it(as_: Any, ticket_in: Any) -> None:
    path = f"/tickets/{ticket_in().name}/messages"
    file = SimpleUploadedFile("big.log", b"x" * 3_000_000)
    response = as_("agent").upload(path, {"text": "x"}, [file])
    assert response.json()["attachments"][0]["size"] == 3_000_000


def test_an_unknown_part_beside_the_files_is_refused(as_: Any, ticket_in: Any) -> None:
    path, file = f"/tickets/{ticket_in().name}/messages", SimpleUploadedFile("a", b"a")
    agent = as_("agent")
    from django.test import Client

    from opora.api.tests.client import ROOT

    parts = {"json": '{"text": "x"}', "files": [file], "is_public": "0"}
    response = Client().post(ROOT + path, parts, headers={"Authorization": f"Bearer {agent.key}"})
    assert response.status_code == 400


def test_a_file_of_a_note_is_for_staff_with_the_scope(cast: Any, as_: Any, ticket_in: Any) -> None:
    path = f"/tickets/{ticket_in().name}/notes"
    file = as_("agent").upload(path, {"text": "x"}, [SimpleUploadedFile("a", b"a")]).json()["attachments"][0]
    url = file["url"].removeprefix("/api/v1")
    codes = {
        name: as_(name, *scopes).get(url).status_code
        for name, scopes in [("agent", ()), ("lead", ("tickets:read",)), ("requester", ()), ("neighbour_owner", ())]
    }
    assert codes == {"agent": 200, "lead": 404, "requester": 404, "neighbour_owner": 404}


def test_promises_are_kept_by_the_ticket_that_follows(as_: Any) -> None:
    caller = as_("requester")
    promised = {one["clock"]: one["due_at"] for one in caller.post("/promises", {}).json()["items"]}
    ticket = caller.post("/tickets", {"subject": "x", "text": "y"}).json()
    assert promised
    assert {clock["key"]: clock["due_at"] for clock in ticket["clocks"]} == promised


def test_the_proof_of_a_clock_adds_up(as_: Any, ticket_in: Any) -> None:
    agent, name = as_("agent"), ticket_in().name
    for clock in agent.get(f"/tickets/{name}/clocks").json()["items"]:
        proof = agent.get(f"/tickets/{name}/clocks/{clock['key']}/ledger").json()
        assert sum(row["amount_seconds"] for row in proof["rows"]) == proof["counted_seconds"]
        if proof["remaining_seconds"] is not None and proof["due_at"]:
            assert sum(row["amount_seconds"] for row in proof["ahead"]) == max(0, proof["remaining_seconds"])
    assert agent.get(f"/tickets/{name}/clocks/no-such/ledger").status_code == 404


def test_a_rating_is_read_after_it_was_given(cast: Any, as_: Any, ticket_in: Any) -> None:
    path = f"/tickets/{ticket_in('closed').name}/rating"
    too_much = as_("requester").put(path, {"score": cast.charter.quality.scale + 1})
    assert too_much.status_code == 422
    assert as_("requester").put(path, {"score": 4, "comment": "быстро"}).json()["score"] == 4
    assert as_("agent").get(path).json()["comment"] == "быстро"


def test_the_desk_names_every_word_that_is_accepted(cast: Any, as_: Any) -> None:
    told = as_("agent").get("/desk").json()
    charter = cast.charter
    assert [one["key"] for one in told["priorities"]] == list(charter.priorities)
    assert [one["key"] for one in told["statuses"]] == list(charter.workflow.statuses)
    assert [one["key"] for one in told["categories"]] == list(charter.category_tree)


def test_a_new_address_becomes_a_contact(as_: Any) -> None:
    agent = as_("agent")
    body = {"subject": "x", "text": "y", "requester": {"email": "New@Romashka.example", "name": "Новый"}}
    ticket = agent.post("/tickets", body).json()
    assert ticket["requester"]["name"] == "Новый"
    assert ticket["organisation"]["name"] == "ООО «Ромашка»"
    found = agent.get("/contacts?email=new@romashka.example").json()["items"]
    assert [one["id"] for one in found] == [ticket["requester"]["id"]]


def test_taking_what_a_colleague_has_names_the_holder(cast: Any, as_: Any, ticket_in: Any) -> None:
    path = f"/tickets/{ticket_in().name}/assignment"
    as_("agent").put(path, {"member": "me"})
    refused = as_("second_agent").put(path, {"member": "me"})
    assert refused.status_code == 409
    assert cast.member("agent").name in refused.json()["detail"]
    over = as_("second_agent").put(path, {"member": cast.member("second_agent").pk})
    assert over.json()["assignee"]["id"] == cast.member("second_agent").pk
    assert as_("agent").delete(path).json()["assignee"] is None
