"""Photos and scans: drawn anew from their points, so that nothing else in the file is kept, above all no place."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from companies.files import limits
from companies.files.enums import Sort
from companies.files.refusals import Reason, Refused

FORMATS: Final = {Sort.JPEG: "JPEG", Sort.PNG: "PNG"}
START_OF_SCAN: Final = b"\xff\xda"
QUALITY: Final = 85
DRAWN: Final = ("1", "L", "RGB")
"""Ways of keeping colours that are kept as they are; transparent ones are laid on white paper."""


def redrawn(data: bytes, sort: Sort) -> bytes:
    """The picture upright, at most `PICTURE_SIDE` long, without its notes. Raises Refused."""
    if sort == Sort.JPEG and data.count(START_OF_SCAN) > limits.PICTURE_SCANS:
        raise Refused(Reason.UNPACKS)
    try:
        return _redrawn(data, sort)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(Reason.TOO_MANY_POINTS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, LookupError, OverflowError) as error:
        raise Refused(Reason.DAMAGED) from error  # all of these come out of Pillow for bytes it cannot make sense of


def _redrawn(data: bytes, sort: Sort) -> bytes:
    with Image.open(BytesIO(data), formats=[FORMATS[sort]]) as picture:
        if picture.width * picture.height > limits.PICTURE_POINTS:
            raise Refused(Reason.TOO_MANY_POINTS)
        if sort == Sort.JPEG:
            picture.draft("RGB", (limits.PICTURE_SIDE, limits.PICTURE_SIDE))  # unpacks no more than is kept
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((limits.PICTURE_SIDE, limits.PICTURE_SIDE))
        return _saved(_on_paper(upright), sort)


def _on_paper(picture: Image.Image) -> Image.Image:
    if picture.mode in DRAWN:
        return picture
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _saved(picture: Image.Image, sort: Sort) -> bytes:
    picture.info = {}  # notes, colour profile, thumbnail: Pillow would write some of them again
    out = BytesIO()
    if sort == Sort.JPEG:
        picture.convert("RGB").save(out, "JPEG", quality=QUALITY)
    else:
        picture.save(out, "PNG")
    return out.getvalue()
