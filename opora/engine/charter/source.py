"""YAML text into plain values, remembering the line and column of every key and value.

YAML 1.2: `on`, `yes` and `12:30` are words, not booleans and numbers of base 60. Tags are refused, aliases are
followed within limits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from opora.engine.charter.paths import Path

MAX_BYTES = 1_000_000
MAX_NODES = 50_000
MAX_DEPTH = 40

_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the file, counted from 1."""

    line: int
    column: int


NOWHERE = Position(0, 0)


@dataclass(frozen=True, slots=True)
class Positions:
    """Where the keys and values of a charter stand."""

    keys: Mapping[Path, Position]
    values: Mapping[Path, Position]

    def of(self, path: Path, *, on_key: bool = False) -> Position:
        """The place of the value at `path` (or of its key); of the nearest thing around it where there is none."""
        first, second = (self.keys, self.values) if on_key else (self.values, self.keys)
        for end in range(len(path), -1, -1):
            found = first.get(path[:end]) or second.get(path[:end])
            if found:
                return found
        return NOWHERE


UNKNOWN_POSITIONS = Positions({}, {})


class SourceError(Exception):
    """The text is not YAML that a charter may be written in."""

    def __init__(self, code: str, at: Position, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.at = at
        self.message = message
        self.hint = hint


def decode(raw: bytes) -> str:
    """The text of a file. Raises SourceError when it is too large or not UTF-8."""
    refuse_large(len(raw))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        at = Position(before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        raise SourceError("Y006", at, "the file is not UTF-8 text", hint="save it as UTF-8") from None


def refuse_large(size: int) -> None:
    """Raises SourceError for more than MAX_BYTES."""
    if size > MAX_BYTES:
        raise SourceError("Y004", NOWHERE, f"the file has {size:,} bytes, at most {MAX_BYTES:,} are read")


def read(text: str) -> tuple[Any, Positions]:
    """Plain dicts, lists, strings, numbers, booleans and None, and where they stand. Raises SourceError."""
    root = _compose(text)
    if not isinstance(root, MappingNode):
        raise SourceError(
            "Y007", Position(1, 1), "a charter is a mapping of keys to values", hint="begin with `charter: <name>`"
        )
    builder = _Builder()
    return builder.build(root, (), 0), Positions(builder.keys, builder.values)


def _compose(text: str) -> Node | None:
    reader = YAML(typ="safe", pure=True)
    reader.version = "1.2"
    try:
        return reader.compose(text)  # type: ignore[no-any-return]
    except RecursionError:
        raise SourceError("Y005", NOWHERE, "values are nested too deeply") from None
    except MarkedYAMLError as error:
        raise _syntax_error(error, text) from None
    except ReaderError as error:
        before = text[: error.position]
        at = Position(before.count("\n") + 1, error.position - before.rfind("\n"))
        raise SourceError(
            "Y001", at, f"a character that YAML does not allow: #x{ord(text[error.position]):04x}"
        ) from None
    except (YAMLError, ValueError) as error:
        raise SourceError("Y001", NOWHERE, f"not YAML: {error}") from None


def _syntax_error(error: MarkedYAMLError, text: str) -> SourceError:
    mark = error.problem_mark or error.context_mark
    at = NOWHERE if mark is None else Position(mark.line + 1, mark.column + 1)
    lines = text.splitlines()
    around = lines[max(0, at.line - 2) : at.line]
    if any("\t" in line[: len(line) - len(line.lstrip())] for line in around):
        return SourceError("Y002", at, "a tab in the indentation", hint="indent with spaces")
    context = f" {error.context}" if error.context else ""
    return SourceError("Y001", at, f"not YAML: {error.problem or 'it cannot be read'}{context}".strip())


class _Builder:
    """Values from nodes, counting what it builds: an alias counts again every time it is used."""

    def __init__(self) -> None:
        self.keys: dict[Path, Position] = {}
        self.values: dict[Path, Position] = {}
        self._built = 0

    def build(self, node: Node, path: Path, depth: int) -> Any:
        at = _start(node)
        self._built += 1
        if depth > MAX_DEPTH or self._built > MAX_NODES:
            limit = f"at most {MAX_DEPTH} levels and {MAX_NODES:,} values, aliases included"
            raise SourceError("Y005", at, "too many values, or nested too deeply", hint=limit)
        self.values[path] = at
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            _refuse_tag(node, "seq", at)
            return [self.build(child, (*path, place), depth + 1) for place, child in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return _scalar(node, at)

    def _mapping(self, node: MappingNode, path: Path, depth: int) -> dict[str, Any]:
        _refuse_tag(node, "map", _start(node))
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, at = self._key(key_node)
            here = (*path, key)
            if key in built:
                raise SourceError(
                    "Y003", at, f"the key `{key}` stands twice", hint=f"first in line {self.keys[here].line}"
                )
            self.keys[here] = at
            built[key] = self.build(value_node, here, depth + 1)
        return built

    def _key(self, node: Node) -> tuple[str, Position]:
        at = _start(node)
        if not isinstance(node, ScalarNode):
            raise SourceError("Y001", at, "a key must be one word, not a list or a mapping")
        return node.value, at


def _start(node: Node) -> Position:
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)


def _refuse_tag(node: Node, kind: str, at: Position) -> None:
    if str(node.tag) != _TAG + kind:
        raise SourceError("Y008", at, f"the tag `{node.tag}` has no meaning in a charter", hint="leave it out")


def _scalar(node: ScalarNode, at: Position) -> Any:
    kind = str(node.tag).removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return node.value.lower() == "true"
    if kind in ("int", "float"):
        return _number(node.value)
    if kind in ("str", "timestamp"):
        return node.value
    raise SourceError("Y008", at, f"the tag `{node.tag}` has no meaning in a charter", hint="leave it out")


def _number(value: str) -> int | float | str:
    """A number, or the text itself where it is none that a charter could mean (infinity, base 60)."""
    for kind in (int, lambda text: int(text, 0), float):
        try:
            number: int | float = kind(value)
        except ValueError:
            continue
        return number if math.isfinite(number) else value
    return value
