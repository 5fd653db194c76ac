"""Pictures from outside, made harmless: decoded, bounded, and written anew without what the camera knew.

Owns the one door by which foreign image bytes are decoded. What comes out is a JPEG of our own making: no EXIF, no
place, no profile, no second frame, no script.
"""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, TypeGuard

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

# Phones send at most two megapixels; a decoded picture of this size is 75 MB of memory, a bomb is gigabytes.
PIXELS_MAX: Final = 25_000_000
# What a person reads on a desk's screen. Phones send smaller ones.
EDGE_PIXELS_MAX: Final = 2560
_QUALITY: Final = 80
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
# Pillow warns of what a camera noted wrongly, which says nothing of the picture, and of bombs far above our own bound.
# Once for the process: two threads that each put the filters back would leave them as they were in between.
warnings.filterwarnings("ignore", module="PIL")
# Each decoding holds up to 75 MB: two at once on two cores.
_decoding: Final = threading.BoundedSemaphore(2)


class NotAPictureError(Exception):
    """The bytes are no JPEG, PNG or WebP, or a broken one."""


class TooManyPixelsError(Exception):
    """The picture would take more memory than one may ask of the server."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of our own making. `data` is a JPEG; sizes are in pixels."""

    data: bytes
    width: int
    height: int


def clean_picture(data: bytes) -> Picture:
    """The picture, upright and without metadata. NotAPictureError or TooManyPixelsError."""
    with _decoding:
        try:
            return _made_anew(data)
        except (TooManyPixelsError, MemoryError):
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise TooManyPixelsError from bomb
        except Exception as broken:
            # A decoder says in many ways that bytes are damaged.
            raise NotAPictureError from broken


def _made_anew(data: bytes) -> Picture:
    with Image.open(BytesIO(data), formats=_FORMATS) as image:
        # The header says the size before a single pixel is decoded.
        if image.width * image.height > PIXELS_MAX:
            raise TooManyPixelsError
        image.load()
        flat = _on_white(_upright(image))
        like = {"qtables": image.quantization, "subsampling": get_sampling(image)} if _is_plain_jpeg(image) else None
    flat.thumbnail((EDGE_PIXELS_MAX, EDGE_PIXELS_MAX))
    clean = Image.new("RGB", flat.size)
    clean.paste(flat)
    written = _written(clean, quality=_QUALITY)
    # A phone that pressed harder than we do keeps its measure: writing anew must not make a picture larger.
    if len(written) > len(data) and like is not None:
        written = min(written, _written(clean, **like), key=len)
    return Picture(written, clean.width, clean.height)


def _upright(image: Image.Image) -> Image.Image:
    """As the camera says that it was held; as it lies where that is damaged."""
    try:
        return ImageOps.exif_transpose(image)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        # What a camera noted besides the picture must not cost the picture.
        return image


def _is_plain_jpeg(image: Image.Image) -> TypeGuard[JpegImageFile]:
    return isinstance(image, JpegImageFile) and image.mode == "RGB"


def _written(image: Image.Image, **measure: Any) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", optimize=True, progressive=True, **measure)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, rgba).convert("RGB")
