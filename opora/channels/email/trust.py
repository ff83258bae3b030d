"""What is known of a mail's sender. Only the verdict of a mail server we trust counts (RFC 8601).

Opora looks up no DNS itself. A mail is authenticated only when it came from an address of `OPORA_TRUSTED_MX` and its
topmost Authentication-Results header carries our `OPORA_AUTHSERV_ID`; that server must remove forged ones below it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address, ip_network

from django.conf import settings

NOTHING = {"spf": "none", "dkim": "none", "dmarc": "none"}
_HEAD_BYTES = 100 * 1024
_RESULTS = re.compile(rb"^authentication-results:[ \t]*((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_METHOD = re.compile(r"(?:^|;)\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)([^;]*)", re.IGNORECASE)
_FROM = re.compile(r"header\.from=\"?([^\s;\"]{1,255})", re.IGNORECASE)


def verdict(raw: bytes, peer: str) -> dict[str, str]:
    """`spf`, `dkim`, `dmarc` as the trusted server judged, and `domain`, the From domain it judged; else all `none`."""
    if not _is_trusted(peer):
        return dict(NOTHING)
    results = _topmost(raw)
    authority, _, rest = results.partition(";")
    if authority.split()[:1] != [settings_authserv_id()] or not rest:
        return dict(NOTHING)
    return _judged(";" + rest)


def is_proved(found: Mapping[str, str], address: str) -> bool:
    """Whether DMARC passed for the domain of `address`."""
    domain = address.rpartition("@")[2].lower()
    return found.get("dmarc") == "pass" and bool(domain) and found.get("domain") == domain


def settings_authserv_id() -> str:
    """The name under which our mail server signs its verdicts; empty: none is trusted."""
    return str(settings.AUTHSERV_ID)


def _is_trusted(peer: str) -> bool:
    networks = settings.TRUSTED_MX
    if not peer or not networks or not settings_authserv_id():
        return False
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    return any(address in ip_network(network, strict=False) for network in networks)


def _topmost(raw: bytes) -> str:
    head = raw[:_HEAD_BYTES]
    end = _END_OF_HEAD.search(head)
    found = _RESULTS.search(head[: end.start()] if end else head)
    return re.sub(r"\s+", " ", found[1].decode("ascii", "replace")).strip() if found else ""


def _judged(results: str) -> dict[str, str]:
    judged = dict(NOTHING)
    for method, outcome, rest in _METHOD.findall(re.sub(r"\([^()]*\)", "", results)):
        name = method.lower()
        if judged[name] != "none":
            continue
        judged[name] = outcome.lower()
        if name == "dmarc" and (domain := _FROM.search(rest)):
            judged["domain"] = domain[1].lower().rstrip(".")
    return judged
