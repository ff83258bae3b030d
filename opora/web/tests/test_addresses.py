"""A redirect leads to a page of ours or to the start page (A60)."""

import pytest

from opora.web.addresses import own

EVIL = (
    "//evil.test",
    "/\\evil.test",
    "https:evil.test",
    "https://evil.test/",
    "/%2f%2fevil.test",
    "/..//evil.test",
    "javascript:alert(1)",
    "\t//evil.test",
    "http://localhost:8000@evil.test/",
    "/nowhere/at/all/of/this/site/",
    "",
)


@pytest.mark.parametrize("address", EVIL)
def test_foreign_address_becomes_the_start_page(address: str) -> None:
    assert own(address) == "/"


def test_page_of_ours_is_kept_with_its_query(settings: object) -> None:
    assert own("/styleguide/?a=1") == "/styleguide/?a=1"


def test_own_host_is_cut_off(settings: object) -> None:
    settings.PUBLIC_URL = "https://desk.example"  # type: ignore[attr-defined]
    assert own("https://desk.example/styleguide/") == "/styleguide/"
