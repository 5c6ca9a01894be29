"""The components, as template tags: ``{% load components %}``.

Small ones that stand in every row of a list are built here; the others draw a template of
``templates/components/``. The arguments are the props: no component reads the page's
context, save for the token of the forms and the address of the request.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

import phonenumbers
from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from companies.common import words
from companies.common.components import (
    TONE_OF_SHAPE,
    Act,
    Chip,
    Choice,
    Count,
    Event,
    Fact,
    Line,
    Link,
    Stop,
    Tab,
    Task,
)

register = template.Library()

# These point along the line of reading, so they turn round in Arabic.
MIRRORED = frozenset({"back", "forward", "chevron", "reply"})

HERE = "+212"
MOBILES_HERE = ("+2126", "+2127")
MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
OWN_NAMES = {"fr": "Français", "ar": "العربية", "en": "English"}


# -- signs ---------------------------------------------------------------------------------


@register.simple_tag
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


@register.simple_tag
def tag(shape_name: str, word: str, tone: str = "") -> SafeString:
    """A state: shape and word, tint last. The tone follows the shape unless given."""
    return format_html(
        '<span class="tag tag-{}">{}{}</span>',
        tone or TONE_OF_SHAPE[shape_name],
        _use("shapes", shape_name, "shape"),
        word,
    )


@register.simple_tag
def mini_strip(done: int, of: int = 5) -> SafeString:
    """Small bars that repeat a stage whose name stands beside them."""
    bars = format_html_join("", '<i class="{}"></i>', (("on" if n < done else "",) for n in range(of)))
    return format_html('<span class="mini-strip" aria-hidden="true">{}</span>', bars)


# -- data in its own direction ---------------------------------------------------------------


@register.simple_tag
def ltr(value: object) -> SafeString:
    """A file number, ICE, code, or grouped number: left to right in any text."""
    return format_html('<bdi class="reference" dir="ltr">{}</bdi>', value)


@register.simple_tag
def email(value: str) -> SafeString:
    return format_html('<a class="address" href="mailto:{0}"><bdi dir="ltr">{0}</bdi></a>', value)


@register.simple_tag
def phone(e164: str, whatsapp: bool = True, say: str = "") -> SafeString:
    """Call link, and for mobiles a WhatsApp link (a message that begins with ``say``), from a number in E.164."""
    call = format_html(
        '<a class="phone" href="tel:{}">{}<bdi dir="ltr">{}</bdi></a>',
        e164,
        icon("phone"),
        readable_phone(e164),
    )
    if not (whatsapp and _is_mobile(e164)):
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


@register.filter
def readable_phone(e164: str) -> str:
    """As people here dial it, "05 22 00 14 27"; foreign numbers with + and in their own groups."""
    number = None if e164.startswith(HERE) else _parsed(e164)
    if number is None:
        return words.phone(e164)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _is_mobile(e164: str) -> bool:
    """Moroccan mobiles are known by their first digit: lists hold many, and parsing is slow."""
    if e164.startswith(HERE):
        return e164.startswith(MOBILES_HERE)
    number = _parsed(e164)
    return number is not None and phonenumbers.number_type(number) in MOBILE


def _parsed(e164: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return None


# -- blocks that hold what the page writes between the two tags ------------------------------


@register.simple_block_tag
def strip(content: str, kind: str, title: str = "", url: str = "", label: str = "") -> SafeString:
    """A band of news. ``kind``: warn (not sent yet), ok (received), tint, bad.

    Bold ``title`` first, what happens next inside, one link (``url``, ``label``) at the end.
    """
    return _draw("strip", content, kind=kind, title=title, url=url, label=label)


@register.simple_block_tag
def next_step(content: str, kicker: str, title: str, ours: bool = False) -> SafeString:
    """What is owed: whose turn and when, the act, and inside the reason and one button.

    ``ours`` draws the grey bar of what the company awaits from the programme.
    """
    return _draw("next_step", content, kicker=kicker, title=title, ours=ours)


@register.simple_block_tag
def panel(
    content: str, title: str, count: object = None, url: str = "", label: str = "", ident: str = ""
) -> SafeString:
    """A white box of the desk with its heading, a count, and one link at the end."""
    return _draw("panel", content, title=title, count=count, url=url, label=label, ident=ident)


@register.simple_block_tag
def empty_state(content: str, title: str, url: str = "", label: str = "") -> SafeString:
    """What is empty, when something comes (inside), one link."""
    return _draw("empty_state", content, title=title, url=url, label=label)


@register.simple_block_tag
def receipt(content: str, title: str, reference: str) -> SafeString:
    """The green panel of what was received; inside: day, time, address of the copy."""
    return _draw("receipt", content, title=title, reference=reference)


@register.simple_block_tag
def page_header(content: str, title: object, kicker: object = "", back: str = "", back_label: str = "") -> SafeString:
    """The heading of a page with the way back above it; inside: buttons or facts at the end."""
    return _draw("page_header", content, title=title, kicker=kicker, back=back, back_label=back_label)


@register.simple_block_tag
def fold(content: str, title: str, open: bool = False) -> SafeString:
    """A section behind its title, without script."""
    return _draw("fold", content, title=title, open=open)


@register.simple_block_tag
def person_card(content: str, name: str, title: str, phone: str = "", email: str = "") -> SafeString:
    """The named person of every company page; inside: one sentence on what they do."""
    return _draw("person_card", content, name=name, title=title, phone=phone, email=email)


def _draw(component: str, content: str, /, **props: object) -> SafeString:
    return render_to_string(f"components/{component}.html", {"content": content, **props})


# -- whole pieces ---------------------------------------------------------------------------


@register.inclusion_tag("components/stage_strip.html")
def stage_strip(stops: Sequence[Stop]) -> dict[str, Any]:
    return {"stops": stops}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Sequence[Task]) -> dict[str, Any]:
    return {"tasks": tasks}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Sequence[Tab], label: str = "") -> dict[str, Any]:
    """``label`` names the group for those who hear the page."""
    return {"tabs": items, "label": label or _("Saved views")}


@register.inclusion_tag("components/chips.html")
def chips(total: str, items: Sequence[Chip], clear: str = "") -> dict[str, Any]:
    """``total`` is a counted noun ("23 files"); ``clear`` the address without any filter."""
    return {"total": total, "chips": items, "clear": clear}


@register.inclusion_tag("components/facts.html")
def facts(items: Sequence[Fact]) -> dict[str, Any]:
    return {"facts": items}


@register.inclusion_tag("components/counts.html")
def counts(items: Sequence[Count]) -> dict[str, Any]:
    return {"counts": items}


@register.inclusion_tag("components/door.html")
def door(url: str, title: str, promise: str, filled: bool = False) -> dict[str, Any]:
    return {"url": url, "title": title, "promise": promise, "filled": filled}


@register.inclusion_tag("components/pills.html", takes_context=True)
def pills(context: Context, url: str, name: str, choices: Iterable[Choice]) -> dict[str, Any]:
    """Answers of one touch: a form whose every button sends ``name`` with its own value."""
    return {"url": url, "name": name, "choices": choices, "csrf_token": context["csrf_token"]}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(context: Context, act: Act, look: str = "link") -> dict[str, Any]:
    """A form of one button. ``look``: primary, quiet, ghost or link."""
    return {"act": act, "look": look, "csrf_token": context["csrf_token"]}


@register.inclusion_tag("components/timeline.html", takes_context=True)
def timeline(context: Context, past: Sequence[Event], today: str, planned: Sequence[Event] = ()) -> dict[str, Any]:
    """Newest first; what is planned stands above the line ``today`` ("Today, Tuesday 11 May")."""
    return {
        "past": past,
        "today": today,
        "planned": planned,
        "csrf_token": context["csrf_token"],
    }


@register.inclusion_tag("components/list_line.html", takes_context=True)
def list_line(context: Context, line: Line) -> dict[str, Any]:
    return {"line": line, "csrf_token": context["csrf_token"]}


@register.inclusion_tag("components/note_box.html", takes_context=True)
def note_box(context: Context, form: Any, url: str) -> dict[str, Any]:
    """Always open. ``form`` has the fields ``text``, ``kind`` (choices) and ``next_on`` (date)."""
    return {"form": form, "url": url, "csrf_token": context["csrf_token"]}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """The count of answers to correct, and a link to each, in the words of the field."""
    return {"form": form}


@register.simple_tag
def counted_answers(form: BaseForm) -> str:
    """How many answers are to be corrected, as a counted noun."""
    return words.answers(sum(len(messages) for messages in form.errors.values()))


@register.filter
def first_input(field: BoundField) -> str:
    """The id a link of the error summary goes to: of a group of choices, its first box."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag(takes_context=True)
def nav_item(context: Context, url: str, label: str, match: str) -> SafeString:
    """A link of the header; current on all views whose name begins with ``match``."""
    found = getattr(context.get("request"), "resolver_match", None)
    current = found is not None and found.view_name.startswith(match)
    drawing = '<a href="{}" aria-current="page">{}</a>' if current else '<a href="{}">{}</a>'
    return format_html(drawing, url, label)


@register.filter
def own_name(language: str) -> str:
    """A language as its readers write it, with its capital."""
    return OWN_NAMES.get(language, language)


@register.filter
def flash_kind(level_tag: str) -> str:
    """The strip in which a flash message of Django's is drawn."""
    return {"success": "ok", "warning": "warn", "error": "bad"}.get(level_tag, "tint")


@register.filter
def initials(name: object) -> str:
    """Two letters for the disc: with a space between in Arabic, so that they do not join."""
    letters = [word[0] for word in str(name).split()[:2]]
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in letters)
    return (" " if arabic else "").join(letters).upper()


@register.filter
def is_link(action: Link | Act) -> bool:
    return isinstance(action, Link)
