"""The desk's own small pieces: ``{% load desk %}``."""

import re
from datetime import date
from typing import Any, Final

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from companies.cases.models import Case, Task
from companies.common.components import Act
from companies.desk import phrases
from companies.registry.models import Contact

register = template.Library()

_ADDRESS: Final = re.compile(r"https?://[^\s<\u2066-\u2069]*[^\s<\u2066-\u2069.,;:)]")


@register.filter
def letter(text: str) -> SafeString:
    """The plain text of a message as paragraphs; an address keeps its direction, whatever the language."""
    return SafeString(_ADDRESS.sub(r'<bdi dir="ltr">\g<0></bdi>', linebreaks(text, autoescape=True)))


@register.simple_tag
def days_late(day: date, today: date) -> str:
    return phrases.late(day, today)


@register.inclusion_tag("components/post_button.html", takes_context=True)
def done_button(context: Context, task: Task) -> dict[str, Any]:
    return _button(context, Act(_("Done"), reverse("desk:task_done", args=[task.pk]), icon="tick"))


@register.inclusion_tag("components/post_button.html", takes_context=True)
def main_button(context: Context, case: Case, contact: Contact) -> dict[str, Any]:
    address = reverse("desk:case_contact_main", args=[case.reference, contact.pk])
    return _button(context, Act(_("Make the main contact"), address))


def _button(context: Context, act: Act) -> dict[str, Any]:
    return {"act": act, "look": "link", "csrf_token": context["csrf_token"]}
