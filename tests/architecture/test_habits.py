"""The habits of STYLE.md a machine can see."""

from __future__ import annotations

import ast
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.architecture.source import dotted, modules, name, nodes, room

DOMAIN = ("engine", "journal", "desks", "customers", "tickets", "clocks", "quality", "notify", "channels", "reports")
EDGES = ("web", "api", "cli", "config", "toolkit")
CLOCKS = ("datetime.now", "datetime.utcnow", "timezone.now", "time.time", "date.today", "datetime.today")
ACROSS_DESKS = {
    "opora/toolkit/scoped.py": "defines it",
    "opora/clocks/due.py": "timers serve all desks",
    "opora/clocks/actions/fire.py": "timers serve all desks",
    "opora/clocks/actions/timers.py": "timers serve all desks",
    "opora/channels/email/outbox/due.py": "timers serve all desks",
    "opora/channels/email/intake/waiting.py": "timers serve all desks",
    "opora/channels/email/acceptance.py": "a mail names an address, the address names the desk",
    "opora/channels/email/mailboxes.py": "a mail names an address, the address names the desk",
    "opora/customers/actions.py": "a proven address is one person on every desk",
    "opora/desks/tokens.py": "a token names its desk",
    "opora/web/accounts/people.py": "somebody who signs in is looked for on every desk",
    "opora/web/landing.py": "the desks of somebody who has signed in",
    "opora/cli/checkup.py": "the doctor looks at the whole installation",
    "opora/cli/demo/people.py": "fills an empty installation",
}


def calls(path: Path) -> list[tuple[int, str, ast.Call]]:
    return [(node.lineno, dotted(node.func), node) for node in nodes(path, ast.Call)]


def test_nothing_below_the_edges_reads_the_clock() -> None:
    """`at` is passed down; jobs are edges too."""
    below = [path for path in modules() if room(path) in DOMAIN and path.name not in ("jobs.py", "due.py")]
    found = [f"{name(path)}:{line} {what}" for path in below for line, what, _ in calls(path) if what.endswith(CLOCKS)]
    assert not found


def test_settings_are_read_from_the_environment_in_one_place() -> None:
    allowed = {"opora/config/settings.py", "opora/toolkit/env.py", "opora/config/wsgi.py"}
    found = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if name(path) not in allowed and room(path) != "cli"
        for node in nodes(path, ast.Attribute)
        if dotted(node) in ("os.environ", "os.getenv") and "processes" not in path.parts
    ]
    assert not found


def test_the_domain_takes_no_nameless_keywords() -> None:
    found = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in modules()
        if room(path) in ("tickets", "customers", "clocks", "quality", "journal", "desks", "engine")
        for node in nodes(path, ast.FunctionDef)
        if node.args.kwarg and node.name not in ("__init__", "aggregate", "update")
    ]
    assert not found


def test_no_signals_and_no_save_overrides() -> None:
    found = [f"{name(path)}:{line}" for path in modules() for line, what, _ in calls(path) if what.endswith("receiver")]
    found += [
        f"{name(p)}:{n.lineno}"
        for p in modules()
        for n in nodes(p, ast.FunctionDef)
        if n.name == "save" and _is_method(n)
    ]
    assert not [place for place in found if not place.startswith(("opora/web/", "opora/api/"))]


def test_rows_are_saved_by_named_fields() -> None:
    found = [
        f"{name(path)}:{line}"
        for path in modules()
        if room(path) in DOMAIN
        for line, what, call in calls(path)
        if what.endswith(".save") and not {"update_fields", "force_insert"} & {keyword.arg for keyword in call.keywords}
    ]
    assert not [place for place in found if "/models" not in place]


def test_reactions_are_imported_by_the_wiring_alone() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if name(path) != "opora/config/wiring.py"
        for node in nodes(path, ast.ImportFrom, ast.Import)
        if _imports_reactions(node, path)
    ]
    assert not found


def test_queries_over_all_desks_are_asked_in_few_places() -> None:
    """A new place is a decision: add it above with its reason, or begin the query with `for_desk`."""
    found = {name(path) for path in modules() for _, what, _ in calls(path) if what.endswith("across_desks")}
    assert not found - set(ACROSS_DESKS)


@pytest.mark.django_db
def test_every_model_has_its_migration() -> None:
    out = StringIO()
    call_command("makemigrations", check_changes=False, dry_run=True, verbosity=1, stdout=out, skip_checks=True)
    assert "No changes detected" in out.getvalue()


def test_every_engine_module_says_what_it_is() -> None:
    silent = [name(path) for path in modules() if room(path) == "engine" and not ast.get_docstring(_module(path))]
    assert not [place for place in silent if not place.endswith("__init__.py")]


def _module(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _is_method(node: ast.FunctionDef) -> bool:
    return bool(node.args.args) and node.args.args[0].arg == "self"


def _imports_reactions(node: ast.AST, path: Path) -> bool:
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        return module.endswith(".reactions") or any(alias.name == "reactions" for alias in node.names)
    return any(alias.name.endswith(".reactions") for alias in getattr(node, "names", ()))
