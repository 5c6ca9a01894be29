"""The components, as template tags: ``{% load components %}``.

Small ones that stand in every row of a list are built in `companies.common.drawing`; the others draw a template of
``templates/components/``. The arguments are the props: no component reads the page's
context, save for the token of the forms and the address of the request.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from companies.common import words
from companies.common.components import Act, Chip, Choice, Count, Event, Fact, Line, Link, Stop, Tab, Task
from companies.common.drawing import blocks, phones, signs

register = template.Library()

SAY_REFUSED: Final = ("refused", "refusal", "clashes")
QUESTION_MARKS: Final = ("?", "؟")
OWN_NAMES: Final = {"fr": "Français", "ar": "العربية", "en": "English"}

for sign in (signs.icon, signs.tag, signs.mini_strip, signs.ltr, signs.unbroken, signs.email, signs.phone):
    register.simple_tag(sign)
register.filter(phones.readable_phone)
for block in (
    blocks.strip,
    blocks.next_step,
    blocks.panel,
    blocks.empty_state,
    blocks.receipt,
    blocks.page_header,
    blocks.fold,
    blocks.person_card,
):
    register.simple_block_tag(block)


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


@register.simple_tag(takes_context=True)
def error_mark(context: Context) -> str:
    """What begins the title of a page on which something is refused; "" for others.

    That is a page of a bound form with errors, or whose view says `refused`, `refusal` or `clashes`. Types are asked,
    not `isinstance`: that would look up the person behind a lazy `user`.
    """
    given: dict[Any, Any] = context.flatten()
    forms = [value for value in given.values() if issubclass(type(value), BaseForm)]
    is_refused = any(given.get(name) for name in SAY_REFUSED) or any(form.errors for form in forms)
    return format_html("{} ", _("Error:")) if is_refused else ""


@register.filter
def introducing(label: object) -> str:
    """A label before what is said of it: with a colon, save after a question."""
    said = str(label).rstrip()
    mark = "" if said.endswith(QUESTION_MARKS) else pgettext("after a label", ":")
    return format_html("{}{}", label, mark)


@register.filter
def first_input(field: BoundField) -> str:
    """The id a link of the error summary goes to: of a group of choices, its first box."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag(takes_context=True)
def nav_item(context: Context, url: str, label: str, match: str) -> SafeString:
    """A link of the header; current on all views whose name begins with one of the words of ``match``."""
    found = getattr(context.get("request"), "resolver_match", None)
    current = found is not None and found.view_name.startswith(tuple(match.split()))
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
