"""Photos and documents as customers have them, and as somebody with bad intentions makes them."""

from __future__ import annotations

import io
import zlib

from PIL import Image

GPS = 0x8825
SECRET = b"hidden behind the picture"


def photo(
    form: str = "JPEG", size: tuple[int, int] = (40, 30), *, sideways: bool = False, behind: bytes = b""
) -> bytes:
    """Return a photo: of a telephone if JPEG, with the place where it was taken."""
    image = Image.new("RGB", size, (180, 60, 40))
    written = io.BytesIO()
    if form == "JPEG":
        exif = Image.Exif()
        exif[0x010F] = "A telephone"
        exif[0x0112] = 6 if sideways else 1
        exif.get_ifd(GPS)[2] = (53.0, 33.0, 0.0)
        image.save(written, form, exif=exif)
    else:
        image.save(written, form)
    return written.getvalue() + behind


def animation() -> bytes:
    written = io.BytesIO()
    frames = [Image.new("P", (20, 20), colour) for colour in range(4)]
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    return written.getvalue()


def vast() -> bytes:
    """Return a small file of 64 million pixels."""
    written = io.BytesIO()
    Image.new("1", (8000, 8000)).save(written, "PNG")
    return written.getvalue()


def pdf(catalogue: str = "", *, packed: str = "") -> bytes:
    """Return a PDF of one empty page, with more in its catalogue, or objects in a packed stream."""
    head = f"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {catalogue} >>\nendobj\n"
    pages = (
        "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n"
    )
    data = (head + pages).encode()
    if packed:
        body = zlib.compress(packed.encode())
        data += f"4 0 obj\n<< /Type /ObjStm /Filter /FlateDecode /Length {len(body)} >>\nstream\n".encode()
        data += body + b"\nendstream\nendobj\n"
    return data + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"
