"""Signs and data in one line of HTML: icons, states, numbers and addresses in their own direction."""

import re
from typing import Final
from urllib.parse import quote

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from companies.common.components import TONE_OF_SHAPE
from companies.common.drawing.phones import is_mobile, readable_phone

_REFERENCE: Final = re.compile(r"\b(EX[0-9]{2}-[2-9A-Z]{4}-[2-9A-Z]{2})\b")
# These point along the line of reading, so they turn round in Arabic.
MIRRORED: Final = frozenset({"back", "forward", "chevron", "reply"})


def icon(name: str) -> SafeString:
    """Draw an icon of the sprite. It is never alone: the word beside it is what is read."""
    classes = "icon icon-mirror" if name in MIRRORED else "icon"
    return _use("icons", name, classes)


def _use(sprite: str, name: str, classes: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static(f"img/{sprite}.svg"),
        name,
    )


def tag(shape_name: str, word: str, tone: str = "") -> SafeString:
    """A state: shape and word, tint last. The tone follows the shape unless given."""
    return format_html(
        '<span class="tag tag-{}">{}{}</span>',
        tone or TONE_OF_SHAPE[shape_name],
        _use("shapes", shape_name, "shape"),
        word,
    )


def mini_strip(done: int, of: int = 5) -> SafeString:
    """Small bars that repeat a stage whose name stands beside them."""
    bars = format_html_join("", '<i class="{}"></i>', (("on" if n < done else "",) for n in range(of)))
    return format_html('<span class="mini-strip" aria-hidden="true">{}</span>', bars)


# -- data in its own direction


def ltr(value: object) -> SafeString:
    """A file number, ICE, code, or grouped number: left to right in any text."""
    return format_html('<bdi class="reference" dir="ltr">{}</bdi>', value)


def unbroken(text: object) -> SafeString:
    """A sentence whose file numbers never part at the end of a line."""
    parts = _REFERENCE.split(str(text))
    return format_html_join("", "{}", ((ltr(part) if n % 2 else part,) for n, part in enumerate(parts)))


def email(value: str) -> SafeString:
    return format_html('<a class="address" href="mailto:{0}"><bdi dir="ltr">{0}</bdi></a>', value)


def phone(e164: str, whatsapp: bool = True, say: str = "") -> SafeString:
    """Call link, and for mobiles a WhatsApp link (a message that begins with ``say``), from a number in E.164."""
    call = format_html(
        '<a class="phone" href="tel:{}">{}<bdi dir="ltr">{}</bdi></a>',
        e164,
        icon("phone"),
        readable_phone(e164),
    )
    if not (whatsapp and is_mobile(e164)):
        return call
    return format_html("{} {}", call, _whatsapp(e164, say))


def _whatsapp(e164: str, say: str) -> SafeString:
    return format_html(
        '<a class="whatsapp" href="https://wa.me/{}{}" rel="noopener noreferrer">{}'
        '<span class="whatsapp-word">WhatsApp</span></a>',
        e164.lstrip("+"),
        f"?text={quote(say, safe='')}" if say else "",
        icon("whatsapp"),
    )
