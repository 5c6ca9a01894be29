"""A drop-down list drawn at once: Django's draws a template for each of its options, and there are a hundred."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LongSelect(forms.Select):
    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        drawn = self.get_context(name, value, attrs)["widget"]
        groups = format_html_join("", "{}", ((_group(label, options),) for label, options, _at in drawn["optgroups"]))
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(drawn["attrs"]), groups)


def _group(label: object, options: Iterable[dict[str, Any]]) -> SafeString:
    said = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((each["value"], SafeString(" selected" if each["selected"] else ""), each["label"]) for each in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', label, said) if label else said
