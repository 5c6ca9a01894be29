"""The strictness of the tests themselves."""

import pytest
from django.template import Context, Template
from django.template.base import Origin

from tests.support.strictness import OURS, UnknownVariable


def template(text, name):
    return Template(text, origin=Origin(name))


def test_unknown_variable_in_our_template_is_an_error():
    with pytest.raises(UnknownVariable, match=r"{{ case.nmae }} in templates/desk/case.html"):
        template("{{ case.nmae }}", f"{OURS[0]}/desk/case.html").render(Context({"case": {}}))


def test_unknown_variable_in_a_stock_template_is_empty():
    assert template("[{{ nothing }}]", "/elsewhere/admin/index.html").render(Context()) == "[]"


def test_condition_may_ask_for_what_is_not_there():
    assert template("{% if nothing %}yes{% endif %}", f"{OURS[0]}/a.html").render(Context()) == ""
