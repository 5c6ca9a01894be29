"""The parts of a list page, drawn from one `companies.web.listing.Page`: ``{% load listing %}``."""

from typing import Any, Final

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from companies.common.templatetags.components import chips, tabs
from companies.web.listing import Page
from companies.web.listing.drawn import Field

register = template.Library()

CHECKED: Final = (mark_safe(""), mark_safe(" checked"))
SELECTED: Final = (mark_safe(""), mark_safe(" selected"))


@register.inclusion_tag("web/list/filters.html")
def list_filters(page: Page) -> dict[str, Any]:
    """The form of all filters; what it sends becomes the address."""
    return {"fields": page.fields, "sort": page.state.sort, "chosen": len(page.chips)}


@register.simple_tag
def filter_ticks(field: Field) -> SafeString:
    """The boxes of a filter that takes several values; made in one go, for there may be a hundred."""
    box = '<label><input class="form-check-input" type="checkbox" name="{}" value="{}"{}> <span>{}</span></label>'
    return format_html_join("", box, ((field.key, code, CHECKED[on], label) for code, label, on in field.options))


@register.simple_tag
def filter_options(field: Field) -> SafeString:
    options = ((code, SELECTED[on], label) for code, label, on in field.options)
    return format_html_join("", '<option value="{}"{}>{}</option>', options)


@register.inclusion_tag("components/tabs.html")
def list_views(page: Page) -> dict[str, Any]:
    """The saved views with their counts."""
    return tabs(page.tabs)


@register.inclusion_tag("components/chips.html")
def list_chips(page: Page, total: str) -> dict[str, Any]:
    """The filters in force; ``total`` is the count with its noun ("23 files"), made from ``page.count``."""
    return chips(total, page.chips, page.clear)


@register.inclusion_tag("web/list/heads.html")
def list_heads(page: Page) -> dict[str, Any]:
    """The row of headings, for inside ``<thead>``."""
    return {"heads": page.heads}


@register.inclusion_tag("web/list/pager.html")
def list_pager(page: Page) -> dict[str, Any]:
    return {"page": page}
