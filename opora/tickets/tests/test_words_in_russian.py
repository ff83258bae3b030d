"""Every word these rooms say to people has its Russian."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import opora

ROOT = Path(opora.__file__).parent
ROOMS = {"tickets": ("tickets",), "customers": ("customers",), "desks": ("desks", "journal", "toolkit")}


@pytest.mark.parametrize("room", ROOMS)
def test_catalogue_holds_exactly_the_words_of_the_room(room):
    said = {text for folder in ROOMS[room] for file in _modules(ROOT / folder) for text in _words(file)}
    with (ROOT / room / "locale/ru/LC_MESSAGES/django.po").open("rb") as source:
        catalogue = {message.id: message.string for message in read_po(source) if message.id}
    assert said == set(catalogue)
    assert all(catalogue.values())


def _modules(folder):
    return [file for file in folder.rglob("*.py") if "tests" not in file.parts and "migrations" not in file.parts]


def _words(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("gettext", "_"):
            yield node.args[0].value
