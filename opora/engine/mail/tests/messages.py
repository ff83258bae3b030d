"""Mails of our own, built in bytes as clients send them."""

from base64 import encodebytes
from quopri import encodestring

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def mail(*lines: str | bytes, body: str | bytes = b"") -> bytes:
    """Header lines (text in UTF-8, bytes as they are) and a body."""
    head = b"\r\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    return head + b"\r\n\r\n" + (body.encode() if isinstance(body, str) else body)


def plain(body: str, *headers: str, charset: str = "utf-8") -> bytes:
    lines = ("From: anna@client.test", "To: help@desk.test", f"Content-Type: text/plain; charset={charset}", *headers)
    return mail(*lines, body=body.encode(charset))


def html(body: str, *headers: str) -> bytes:
    lines = ("From: anna@client.test", "To: help@desk.test", "Content-Type: text/html; charset=utf-8", *headers)
    return mail("Content-Transfer-Encoding: quoted-printable", *lines, body=encodestring(body.encode()))


def parts(*pieces: bytes, kind: str = "mixed", boundary: str = "=_part", headers: tuple[str, ...] = ()) -> bytes:
    """A multipart of ready pieces, each with its own headers."""
    joined = b"".join(b"--" + boundary.encode() + b"\r\n" + piece + b"\r\n" for piece in pieces)
    start = mail("From: anna@client.test", *headers, f'Content-Type: multipart/{kind}; boundary="{boundary}"')
    return start + joined + b"--" + boundary.encode() + b"--\r\n"


def file(content: bytes, *headers: str) -> bytes:
    return mail("Content-Transfer-Encoding: base64", *headers, body=encodebytes(content))
