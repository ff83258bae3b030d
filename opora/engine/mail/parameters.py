"""`Content-Type` and `Content-Disposition`: the value and its parameters, RFC 2045 and RFC 2231, tolerant."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from opora.engine.mail import charset, encoded

# One parameter at a time; a quoted value without its closing quote runs to the end of the header.
_PARAMETER: Final = re.compile(rb';?\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)(?:"|$)|([^;]*))', re.DOTALL)
_ESCAPED: Final = re.compile(rb"\\([\"\\])")
_PARAMETERS: Final = 60
_HEADER_BYTES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Value:
    """`value` in lower case without parameters; names of parameters in lower case, their text decoded."""

    value: str
    parameters: dict[str, str]

    def get(self, name: str) -> str:
        return self.parameters.get(name, "")


def parse(header: bytes) -> Value:
    """Both headers have the same form. Broken input gives what can be read of it."""
    head, _, rest = header[:_HEADER_BYTES].partition(b";")
    value = head.decode("ascii", "ignore").strip().strip("\"'").lower()
    found: dict[str, bytes] = {}
    if "=" in value:
        value, rest = "", header[:_HEADER_BYTES]
    for position, match in enumerate(_PARAMETER.finditer(rest)):
        if position >= _PARAMETERS:
            break
        name = match[1].decode("latin-1").lower()
        plain = match[3].strip() if match[2] is None else _ESCAPED.sub(rb"\1", match[2])
        found.setdefault(name, plain)
    return Value(value.split()[0] if value else "", _joined(found))


def _joined(found: dict[str, bytes]) -> dict[str, str]:
    """Parameters with their RFC 2231 pieces (`name*0*`, `name*1`) put together."""
    pieces: dict[str, dict[int, tuple[bytes, bool]]] = {}
    plain: dict[str, str] = {}
    for name, content in found.items():
        base, star, rest = name.partition("*")
        if not star:
            plain[name] = encoded.text(content)
            continue
        number = rest.rstrip("*")
        if number and not number.isdecimal():
            continue
        pieces.setdefault(base, {})[int(number[:4] or 0)] = (content, name.endswith("*"))
    return plain | {base: text for base, numbered in pieces.items() if (text := _extended(numbered))}


def _extended(numbered: dict[int, tuple[bytes, bool]]) -> str:
    name, content = "", b""
    for place, (_, (piece, is_encoded)) in enumerate(sorted(numbered.items())):
        if is_encoded and place == 0 and piece.count(b"'") >= 2:
            label, _, rest = piece.split(b"'", 2)
            name, content = label.decode("ascii", "ignore"), unquote_to_bytes(rest)
            continue
        content += unquote_to_bytes(piece) if is_encoded else piece
    return encoded.text(content) if not name and b"=?" in content else charset.decode(content, name)
