"""The desk's own small pieces: ``{% load desk %}``."""

from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from companies.cases.models import Case, Task
from companies.common.components import Act
from companies.desk import phrases
from companies.registry.models import Contact

register = template.Library()


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
