"""What a file is, what it is called, and whether a PDF only shows pages."""

from __future__ import annotations

import zlib

import pytest

from support.attachments import PDF, clean_name, counted, is_inert, kind, media_type


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7", PDF),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b" %PDF-1.7", None),
        (b"<svg", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_first_bytes_say(head: bytes, told: str | None) -> None:
    assert media_type(head) == told


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("/home/lena/pot.png", "pot.jpg"),
        (".htaccess", "image.jpg"),
        ("a" * 500 + ".jpg", "a" * 80 + ".jpg"),
        ("invoice.pdf.exe", "invoice.pdf.jpg"),
        ("\u202etxt.exe", "txt.jpg"),
        ("裂缝 特写.HEIC", "裂缝 特写.jpg"),
        ("...", "image.jpg"),
    ],
)
def test_a_name_is_plain_and_ends_as_the_file_is(name: str, kept: str) -> None:
    assert clean_name(name, "image/jpeg") == kept


def test_kinds_are_counted() -> None:
    assert counted(["image/png", PDF, "image/jpeg"]) == {"image": 2, "pdf": 1}
    assert counted([]) == {}
    assert kind(PDF) == "pdf"


def stream(data: bytes, *, of: str = "") -> bytes:
    return b"%PDF-1.5\n1 0 obj\n<< " + of.encode() + b" >>\nstream\n" + data + b"\nendstream\nendobj\n"


def test_three_bytes_of_a_picture_are_no_script() -> None:
    assert is_inert(stream(b"\x00/JS \xff", of="/Subtype /Image /Filter /DCTDecode"))
    assert not is_inert(stream(b"", of="/A << /S /Rendition /JS (x) >>"))


def test_what_is_packed_is_looked_into() -> None:
    assert is_inert(stream(zlib.compress(b"BT (hello) Tj ET"), of="/Filter /FlateDecode"))
    assert not is_inert(stream(zlib.compress(b"<< /S /JavaScript >>"), of="/Filter /FlateDecode"))
    assert not is_inert(stream(zlib.compress(b"<< /JS (x) >>"), of="/Type /ObjStm /Filter /FlateDecode"))


@pytest.mark.parametrize("of", ["/Type /ObjStm /Filter /LZWDecode", "/Type /Obj#53tm /Filter /LZWDecode"])
def test_packed_objects_that_cannot_be_looked_into_are_not_trusted(of: str) -> None:
    assert not is_inert(stream(b"not zlib", of=of))


def test_a_stream_that_unpacks_without_end_is_not_trusted() -> None:
    bomb = zlib.compress(b" " * 3_000_000)
    assert not is_inert(stream(bomb, of="/Type /ObjStm /Filter /FlateDecode"))
    assert not is_inert(stream(bomb, of="/Filter /FlateDecode") * 33)
