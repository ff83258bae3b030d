"""All benchmarks one after another, each in a process of its own, and one table of all figures at the end.

`python -m bench [--skip NAME …]`; loads what is not loaded yet.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

from bench import place
from bench.figures import Figure, table

LOADS = (("--tickets", place.SMALL), ("--tickets", place.LARGE), ("--alarms",))
ALL = ("create", "queue", "ticket", "search", "mail", "mail_parse", "alarms", "idle", "deadlines")
RESULTS = place.HOME / "bench" / "results"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--skip", nargs="*", default=[], choices=ALL)
    given = options.parse_args()
    for words in LOADS:
        _run("load", *words)
    RESULTS.mkdir(exist_ok=True)
    results = RESULTS / "latest.jsonl"
    results.unlink(missing_ok=True)
    os.environ["OPORA_BENCH_RESULTS"] = str(results)
    failed = [name for name in ALL if name not in given.skip and not _run(name)]
    figures = [Figure(**json.loads(line)) for line in results.read_text(encoding="utf-8").splitlines()]
    print("\n" + table(figures))
    for name in failed:
        print(f"bench.{name} failed; what it said stands above.")
    return 1 if failed or any(figure.is_met is False for figure in figures) else 0


def _run(name: str, *words: str) -> bool:
    print(f"\n== bench.{name} {' '.join(words)}", flush=True)
    return subprocess.run([sys.executable, "-m", f"bench.{name}", *words], check=False, cwd=place.HOME).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
