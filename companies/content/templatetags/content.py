"""The words of a row in a language that need not be the page's: ``{% load content %}``."""

from django import template

from companies.content.models import Worded

register = template.Library()


@register.filter
def title_in(row: Worded, language: str) -> str:
    words: str = getattr(row, f"title_{language}")
    return words


@register.filter
def body_in(row: Worded, language: str) -> str:
    words: str = getattr(row, f"body_{language}")
    return words
