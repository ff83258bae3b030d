"""Pytest: where tests keep their files; loaded by `-p` in pyproject.toml, before Django's settings are read."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
CACHE = REPOSITORY / ".cache" / "test"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

os.environ["OPORA_DATA"] = str(CACHE / WORKER)
os.environ.setdefault("OPORA_SECRET_KEY", "only-for-tests")
for _setting in ("OPORA_URL", "PORT", "HOST", "OPORA_SMTP_URL", "OPORA_MAIL_DOMAIN", "OPORA_AS_OWNER"):
    os.environ.pop(_setting, None)
