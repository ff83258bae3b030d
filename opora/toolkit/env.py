"""Typed readers for environment variables: a bad value ends the start with one clear line."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

T = TypeVar("T")


@dataclass(eq=False)  # not frozen: Python itself writes the traceback into an exception
class BadSetting(Exception):
    """A setting has a value Opora cannot use."""

    name: str
    value: str
    expected: str

    def __str__(self) -> str:
        return f"{self.name}={self.value!r} cannot be used: expected {self.expected}."


@dataclass(frozen=True, slots=True)
class Environment:
    """Reads settings by name; `values` is normally `os.environ`."""

    values: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        """The value as it stands, or `default` when unset or empty."""
        return self.values.get(name) or default

    def flag(self, name: str, default: bool) -> bool:
        """`1/true/yes/on` or `0/false/no/off`, any case."""
        words = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(("0", "false", "no", "off"), False)
        return self._read(name, default, lambda raw: words[raw.lower()], "one of 1, 0, true, false, yes, no, on, off")

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""

        def parse(raw: str) -> int:
            value = int(raw)
            if not least <= value <= most:
                raise ValueError(raw)
            return value

        return self._read(name, default, parse, f"a whole number from {least} to {most}")

    def port(self, name: str, default: int) -> int:
        """A TCP port, 1 to 65535."""
        return self.number(name, default, least=1, most=65535)

    def folder(self, name: str, default: Path) -> Path:
        """An absolute path; the folder itself may not exist yet, but must not be a file."""

        def parse(raw: str) -> Path:
            path = Path(raw).expanduser().absolute()
            if path.exists() and not path.is_dir():
                raise ValueError(raw)
            return path

        return self._read(name, default.absolute(), parse, "a folder (it is made when absent)")

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """One of the `allowed` words."""

        def parse(raw: str) -> str:
            return allowed[allowed.index(raw)]

        return self._read(name, default, parse, "one of " + ", ".join(allowed))

    def networks(self, name: str) -> tuple[str, ...]:
        """Addresses or networks, separated by blanks or commas; none when unset."""

        def parse(raw: str) -> tuple[str, ...]:
            return tuple(str(ip_network(part, strict=False)) for part in raw.replace(",", " ").split())

        return self._read(name, (), parse, "IP addresses or networks, separated by blanks")

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> SplitResult | None:
        """A URL with one of the `schemes`, or None when unset and `default` is empty."""

        def parse(raw: str) -> SplitResult | None:
            parts = urlsplit(raw)
            if parts.scheme not in schemes or not (parts.hostname or parts.path):
                raise ValueError(raw)
            _ = parts.port  # raises ValueError when the port is no number
            return parts

        expected = "a URL that begins with " + " or ".join(f"{scheme}://" for scheme in schemes)
        return self._read(name, parse(default) if default else None, parse, expected)

    def _read(self, name: str, default: T, parse: Callable[[str], T], expected: str) -> T:
        raw = self.values.get(name, "").strip()
        if not raw:
            return default
        try:
            return parse(raw)
        except (ValueError, KeyError) as error:
            raise BadSetting(name, raw, expected) from error


environment = Environment(os.environ)
