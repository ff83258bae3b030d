"""Compiles gettext catalogues (.po) into the form programs read (.mo), which is not kept in git."""

from __future__ import annotations

import os
from pathlib import Path


def compile_stale(root: Path) -> int:
    """Compile every catalogue under `root` that is newer than its compiled form; how many were."""
    stale = [path for path in sorted(root.glob("*/locale/*/LC_MESSAGES/*.po")) if _is_stale(path)]
    for path in stale:
        _compile(path)
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


def _compile(path: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.parents[1].name)
    half = path.with_suffix(f".{os.getpid()}")
    with half.open("wb") as target:
        write_mo(target, catalogue)
    half.replace(path.with_suffix(".mo"))
