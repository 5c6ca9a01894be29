"""Template variables that do not exist are errors in our own templates."""

import sys
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.template.base import Node

OURS = (str(settings.BASE_DIR / "templates"), str(settings.BASE_DIR / "companies"))
STOCK = (str(settings.BASE_DIR / "templates" / "admin"),)


class UnknownVariable(Exception):
    """A template of ours names something that its view did not give."""


class Refusing(str):
    """A `string_if_invalid` that raises, unless the template is the admin's, allauth's or crispy's."""

    __slots__ = ()

    def __new__(cls) -> "Refusing":
        return super().__new__(cls, "%s")

    def __mod__(self, variable: object) -> str:
        where = _template(sys._getframe(1))
        if where.startswith(OURS) and not where.startswith(STOCK):
            name = Path(where).relative_to(settings.BASE_DIR)
            raise UnknownVariable(f"{{{{ {variable} }}}} in {name}")
        return ""


def _template(frame: FrameType | None) -> str:
    """The file of the innermost template node being rendered."""
    while frame:
        node = frame.f_locals.get("self")
        if frame.f_code.co_name == "render_annotated" and isinstance(node, Node):
            return str(node.origin.name)
        frame = frame.f_back
    return ""
