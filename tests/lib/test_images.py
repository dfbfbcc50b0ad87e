"""Pictures that strangers send, drawn anew."""

from io import BytesIO

import pytest
from PIL import Image

from flasky.lib import images
from tests import factories


def bomb() -> bytes:
    made = BytesIO()
    Image.new("1", (7000, 7000)).save(made, "PNG")
    return made.getvalue()


def photograph() -> bytes:
    """Return a JPEG lying on its side that tells where it was taken, with a page of HTML behind its end."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A telling camera"
    exif.get_ifd(0x8825)[1] = "N"
    comment = b"<script>alert(1)</script>"
    return factories.picture(kind="JPEG", size=(80, 40), exif=exif, comment=comment) + b"<html>polyglot</html>"


@pytest.mark.seed("T17")
@pytest.mark.advisory("CVE-2023-36460")
def test_nothing_of_what_came_goes_out():
    sent = photograph()

    drawn = images.squares(sent, sizes=(32, 16))

    assert [Image.open(BytesIO(drawn[size])).size for size in (32, 16)] == [(32, 32), (16, 16)]
    for square in drawn.values():
        assert Image.open(BytesIO(square)).format == "WEBP"
        assert not Image.open(BytesIO(square)).getexif()
        for word in (b"telling", b"script", b"polyglot"):
            assert word not in square


def test_pictures_that_move_stand_still():
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    made = BytesIO()
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:])

    (drawn,) = images.squares(made.getvalue(), sizes=(16,)).values()

    assert not getattr(Image.open(BytesIO(drawn)), "is_animated", False)


@pytest.mark.advisory("CVE-2026-40192", "CVE-2026-42311", "CVE-2026-59203", "CVE-2024-23724")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        factories.picture(kind="TIFF"),
        factories.picture(size=(300, 300))[:900],
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
    ids=["nothing", "svg", "tiff", "cut off", "eps"],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(images.NotAPicture):
        images.squares(content, sizes=(16,))


@pytest.mark.advisory("CVE-2023-28837")
@pytest.mark.parametrize("content", [bomb(), b"x" * (images.BYTES_MAX + 1)], ids=["pixels", "bytes"])
def test_what_is_too_large_is_refused(content):
    with pytest.raises(images.TooLarge):
        images.squares(content, sizes=(16,))
