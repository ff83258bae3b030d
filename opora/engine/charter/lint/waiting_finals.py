"""E021: nobody is reminded and nothing moves by itself after the end."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter


def find(charter: Charter) -> Iterator[Finding]:
    for key in charter.final_statuses:
        status = charter.workflow.statuses[key]
        for name, value in (("remind", status.remind), ("after", status.after)):
            if value is not None:
                path = ("workflow", "statuses", key, name)
                yield Finding(path, f"`{key}` is final: nothing is expected any more", f"remove `{name}`", on_key=True)


RULE = Rule("E021", "reminder or move on a final status", find)
