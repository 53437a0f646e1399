"""Pictures made anew from their pixels: whatever else was in the file (place, camera, hidden data) is gone."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from gateway.bodies import TooLarge, Unreadable

MOST_PIXELS = 50_000_000  # decoded: 150 MB for as long as one picture takes
LONGEST_SIDE_PX = 2560  # enough to see a hairline crack, a tenth of what a telephone sends
_JPEG_QUALITY = 85


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept."""

    data: bytes
    media_type: str
    width_px: int
    height_px: int


def redrawn(data: bytes, media_type: str) -> Picture:
    """Return the picture upright, in sRGB, of 2560 pixels a side at most; of an animation the first picture.

    Raises Unreadable, TooLarge (more than 50 million pixels).
    """
    name = media_type.removeprefix("image/").upper()
    try:
        with Image.open(io.BytesIO(data), formats=(name,)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise TooLarge("the picture has too many pixels, 50 million at most")
            # Only JPEG can, and does: it then decodes at half or a quarter of its size.
            opened.draft(None, (LONGEST_SIDE_PX, LONGEST_SIDE_PX))
            opened.load()
            return _drawn(opened, media_type)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge("the picture has too many pixels, 50 million at most") from None
    except TooLarge:
        raise
    except Exception:
        # Decoders raise whatever they stumble over: OSError, ValueError, SyntaxError, struct.error …
        raise Unreadable("this picture cannot be opened: it may be damaged") from None


def _drawn(opened: Image.Image, media_type: str) -> Picture:
    profile = opened.info.get("icc_profile")
    upright = ImageOps.exif_transpose(opened)
    clear = "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA")
    image = upright.convert("RGBA" if clear and media_type != "image/jpeg" else "RGB")
    if profile:
        image = _in_srgb(image, profile)
    image.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    # From the pixels alone: a copy would take the information about them along.
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    written = io.BytesIO()
    if media_type == "image/jpeg":
        bare.save(written, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    elif media_type == "image/webp":
        bare.save(written, "WEBP", quality=_JPEG_QUALITY)
    else:
        media_type = "image/png"
        bare.save(written, "PNG")
    return Picture(written.getvalue(), media_type, bare.width, bare.height)


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Return the picture in the colours that everybody shows: "wrong colour" must look as it did to the customer."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=image.mode)
    except (ImageCms.PyCMSError, OSError):
        return image  # a profile of another kind of picture, CMYK for one: colours a little off are no reason to refuse
    return turned if turned is not None else image
