"""The file store and what is believed of a file."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256

import pytest

from opora.toolkit import files
from opora.toolkit.file_types import UNKNOWN, fits, safe_name, type_of


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


def test_bytes_are_kept_under_their_digest_and_read_back(store):
    digest = files.keep(b"content")
    assert digest == sha256(b"content").hexdigest()
    assert files.path(digest) == store / digest[:2] / digest[2:4] / digest
    assert files.read(digest) == b"content" and files.exists(digest)


def test_keeping_the_same_again_makes_no_second_file(store):
    assert files.keep(b"x") == files.keep(b"x")
    assert sum(path.is_file() for path in store.rglob("*")) == 1


def test_failed_write_leaves_nothing(store, monkeypatch):
    def fail(descriptor):
        raise OSError("disk full")

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        files.keep(b"x")
    assert [path for path in store.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n", "g" * 64])
def test_what_is_no_digest_opens_nothing(digest):
    with pytest.raises(files.NoSuchFile):
        files.read(digest)


def test_unknown_digest_is_no_file():
    assert not files.exists("0" * 64)
    with pytest.raises(files.NoSuchFile):
        files.read("0" * 64)


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"XXXX\x00\x00\x00\x00WEBP\x00", UNKNOWN),
        (b"%PDF-1.7", "application/pdf"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (zipped("a.txt"), "application/zip"),
        (
            zipped("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"PK\x03\x04broken", UNKNOWN),
        ("обычный текст\n".encode(), "text/plain"),
        ("в кодировке".encode("windows-1251"), "text/plain"),
        (b"<html><script>alert(1)</script>", "text/plain"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>', "text/plain"),
        (b"<?xml version='1.0'?>", "text/plain"),
        (b"MZ\x90\x00", UNKNOWN),
        (b"", "text/plain"),
    ],
)
def test_type_is_told_by_the_content(content, expected):
    assert type_of(content) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("снимок.png", "снимок.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\file.txt", "file.txt"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("a\r\nb\x00.txt", "ab.txt"),
        ('a<b>:"c|?*.txt', "a_b_c_.txt"),
        ("", "file"),
        ("...", "file"),
        ("CON.txt", "_CON.txt"),
        ("е" * 400 + ".docx", "е" * 145 + ".docx"),
        ("ж" * 400, "ж" * 150),
    ],
)
def test_name_is_made_safe(name, expected):
    assert safe_name(name) == expected


def test_patterns_of_types():
    assert fits("image/png", ("image/*",)) and fits("image/png", ()) and fits("application/pdf", ("application/pdf",))
    assert not fits("image/png", ("video/*", "image/jpeg"))
