"""What may be attached to a message: told by its first bytes, named plainly, and without anything that acts by itself."""

from __future__ import annotations

import re
import unicodedata
import zlib

MOST = 4  # attachments of one message
PDF = "application/pdf"
# What each kind's file begins with, and the ending that its name gets.
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", PDF: "pdf"}
# Intents of words beside a photo that say no more than "here".
CAPTIONS = frozenset({"inform", "out_of_scope", "greet", "goodbye", "thanks", "affirm"})
_NAME_CHARS = 80

# What makes a PDF do something, or carry something, beside showing its pages.
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR)(?![A-Za-z0-9])"
)
# Three bytes that pixels may look like by chance: looked for only where there are none.
_SCRIPT = re.compile(rb"/JS(?![A-Za-z0-9])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_UNPACKED = 2_000_000  # bytes of one stream
_UNPACKED_IN_ALL = 64_000_000


def media_type(data: bytes) -> str | None:
    """Return what a file is by its first bytes (JPEG, PNG, WebP, GIF, PDF), None for everything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return PDF if data.startswith(b"%PDF-") else None


def kind(media_type: str) -> str:
    """Return `image` or `pdf`."""
    return "pdf" if media_type == PDF else "image"


def clean_name(name: str, media_type: str) -> str:
    """Return a name that is safe to show and to save: no path, nothing invisible, the ending of what the file really is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Controls, and what turns the direction of writing: "gpj.exe" must not read as "exe.jpg".
    plain = "".join(
        character for character in last if unicodedata.category(character)[0] not in "CZ" or character == " "
    )
    stem = re.sub(r"\.[^.]{1,10}$", "", re.sub(r'["<>:|?*%;]', "", plain)).strip(" .")
    return f"{stem[:_NAME_CHARS].strip() or kind(media_type)}.{ENDINGS[media_type]}"


def is_inert(pdf: bytes) -> bool:
    """Say whether a PDF only shows pages: no scripts, no starting of programs, no files within, and not locked.

    Looks into packed objects, too; what ought to be looked into and cannot be is not inert.
    """
    outside = _unescaped(_STREAM.sub(b"stream endstream", pdf))
    if any(pattern.search(outside) for pattern in (_ACTIVE, _SCRIPT, _LOCKED)):
        return False
    end, left = 0, _UNPACKED_IN_ALL
    for match in _STREAM.finditer(pdf):
        holds_objects = b"/ObjStm" in _unescaped(pdf[end : match.start()])
        end = match.end()
        unpacker = zlib.decompressobj()
        try:
            body = unpacker.decompress(match[1], _UNPACKED)
        except zlib.error:
            if holds_objects:
                return False
            continue  # a picture or a font, packed in a way of its own
        left -= len(body)
        packed = _unescaped(body)
        if left <= 0 or _ACTIVE.search(packed):
            return False
        if holds_objects and (_SCRIPT.search(packed) or len(body) == _UNPACKED):
            return False
    return True


def counted(media_types: list[str]) -> dict[str, int]:
    """Return how many there are of each kind."""
    kinds = [kind(each) for each in media_types]
    return {each: kinds.count(each) for each in ("image", "pdf") if each in kinds}


def _unescaped(pdf: bytes) -> bytes:
    """Write names out: `/J#61vaScript` is `/JavaScript`."""
    return _ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), pdf)
