"""The child process of images.py: reads a picture on standard input, writes small squares of it, each with its length.

It is run by its path and loads nothing of ours. Ends with 3 for what is no picture, with 4 for one that is too large.
"""

import io
import struct
import sys
import warnings

from PIL import (
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

try:
    import resource
except ImportError:  # a system that knows no such limits
    KNOWS_LIMITS = False
else:
    KNOWS_LIMITS = True

FORMATS = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
        GifImagePlugin.GifImageFile,
    )
)
"""The only decoders that are ever asked."""

PIXELS_MAX = 40_000_000
MEMORY_MAX = 1024 * 1024 * 1024  # of address space, half of which is libraries
SECONDS_MAX = 5
NOT_A_PICTURE, TOO_LARGE = 3, 4
QUALITY = 84


def limit() -> None:
    """Take from this process whatever decoding a picture does not need."""
    if not KNOWS_LIMITS:
        return
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS_MAX),
        (resource.RLIMIT_AS, MEMORY_MAX),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(what, (most, most))


def squares(content: bytes, sizes: list[int]) -> list[bytes]:
    """Return WebP images of the middle square of a picture: its first frame, upright, without a word about it."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > PIXELS_MAX:
            raise Image.DecompressionBombError
        picture.draft("RGB", (max(sizes) * 2, max(sizes) * 2))
        upright = ImageOps.exif_transpose(picture)
        has_holes = "A" in upright.getbands() or "transparency" in upright.info
        plain = upright.convert("RGBA" if has_holes else "RGB")
    return [_square(plain, size) for size in sizes]


def _square(picture: Image.Image, size: int) -> bytes:
    made = io.BytesIO()
    drawn = ImageOps.fit(picture, (size, size), method=Image.Resampling.LANCZOS)
    drawn.info.clear()
    drawn.save(made, "WEBP", quality=QUALITY, method=4)
    return made.getvalue()


def main() -> int:
    """Do the work and return the process's exit status."""
    limit()
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = PIXELS_MAX
    try:
        made = squares(sys.stdin.buffer.read(), [int(size) for size in sys.argv[1:]])
    except (Image.DecompressionBombError, MemoryError):
        return TOO_LARGE
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, struct.error):
        return NOT_A_PICTURE
    for one in made:
        sys.stdout.buffer.write(struct.pack(">I", len(one)) + one)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
