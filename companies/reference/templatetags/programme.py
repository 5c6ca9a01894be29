"""The programme's own name and telephone in a page's frame: ``{% load programme %}``."""

from typing import Any, NamedTuple, cast

from django import template
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from companies.reference.models import Site

register = template.Library()


class Programme(NamedTuple):
    name: str
    phone: str
    email: str


@register.simple_tag
def programme() -> Programme:
    """``{% programme as programme %}``: one statement, made only by a page that shows it."""
    return cast(Programme, SimpleLazyObject(_read))


def _read() -> Programme:
    site: Any = Site.objects.filter(pk=1).first() or Site()
    return Programme(site.name_in(get_language() or "fr"), site.phone, site.contact_email)
