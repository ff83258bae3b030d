"""The formatted twin of a plain mail: every letter escaped, addresses made into links where they may be."""

from __future__ import annotations

import re
from html import escape

_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]{1,1900}[^\s<>\"'()\[\]{}|\\^`.,;:!?]")
_PAGE = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"></head>'
    '<body style="font:16px/1.5 system-ui,sans-serif;color:#1a1d21"><div style="max-width:40em">{words}</div>'
    "</body></html>"
)


def page(text: str, *, language: str, own_address: str, all_links: bool) -> str:
    """`text` as HTML. Only addresses below `own_address` become links; `all_links`: a person of the desk wrote."""
    paragraphs = [part for part in text.strip().split("\n\n") if part.strip()]
    words = "".join(f"<p>{_lines(part, own_address, all_links)}</p>" for part in paragraphs)
    return _PAGE.format(language=escape(language), words=words)


def _lines(part: str, own_address: str, all_links: bool) -> str:
    return "<br>".join(_linked(line, own_address, all_links) for line in part.strip("\n").split("\n"))


def _linked(line: str, own_address: str, all_links: bool) -> str:
    shown, end = [], 0
    for found in _ADDRESS.finditer(line):
        address = found[0]
        shown.append(escape(line[end : found.start()]))
        shown.append(_link(address) if all_links or _is_own(address, own_address) else escape(address))
        end = found.end()
    return "".join(shown) + escape(line[end:])


def _link(address: str) -> str:
    return f'<a href="{escape(address)}" rel="noreferrer">{escape(address)}</a>'


def _is_own(address: str, own: str) -> bool:
    return address == own or address.startswith(f"{own}/")
