from django import forms
from django.template import Context, Template
from django.utils import translation

from companies.common.crispy import Asking


class Questions(Asking, forms.Form):
    name = forms.CharField(label="Nom", help_text="En entier.")
    region = forms.ChoiceField(label="Région", choices=[("6", "Casablanca")])
    marks = forms.MultipleChoiceField(
        label="Labels", choices=[("bio", "Bio"), ("none", "Aucun")], widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label="Note", required=False)
    own = forms.CharField(label="ICE", error_messages={"required": "Indiquez l’ICE."})
    accepted = forms.BooleanField(label="Lu")


def draw(form: forms.Form, source: str = "{% load crispy_forms_tags %}{% crispy form %}") -> str:
    with translation.override("fr"):
        return " ".join(Template(source).render(Context({"form": form})).split())


def test_missing_answers_are_asked_for_in_our_words():
    form = Questions(data={})

    with translation.override("fr"):
        said = {name: [str(message) for message in messages] for name, messages in form.errors.items()}

    assert said == {
        "name": ["Répondez à cette question."],
        "region": ["Choisissez une réponse."],
        "marks": ["Choisissez au moins une réponse, ou «\N{NARROW NO-BREAK SPACE}Aucune\N{NARROW NO-BREAK SPACE}»."],
        "own": ["Indiquez l’ICE."],
        "accepted": ["Répondez à cette question."],
    }


def test_field_is_drawn_label_help_error_input():
    drawn = draw(Questions(data={}))

    order = [drawn.index(part) for part in ('for="id_name"', "En entier.", 'id="id_name_error"', 'name="name"')]
    assert order == sorted(order)


def test_input_is_described_by_help_and_error():
    drawn = draw(Questions(data={}))

    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert drawn.count('id="id_name_helptext"') == drawn.count('id="id_name_error"') == 1


def test_only_what_need_not_be_answered_is_marked():
    drawn = draw(Questions())

    assert drawn.count("(facultatif)") == 1
    assert "*" not in drawn


def test_helper_leaves_form_tag_and_token_to_the_page():
    drawn = draw(Questions())

    assert "<form" not in drawn
    assert "csrf" not in drawn


def test_none_of_them_stands_after_a_rule():
    assert draw(Questions()).count("choice-none") == 1


def test_error_summary_counts_and_leads_to_each_field():
    drawn = draw(Questions(data={}), "{% load components %}{% error_summary form %}")

    assert "Il y a 5\N{NO-BREAK SPACE}réponses à corriger".replace("\N{NO-BREAK SPACE}", " ") in drawn.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert 'href="#id_marks_0"' in drawn
    assert 'href="#id_name"' in drawn


def test_error_summary_of_a_good_form_is_nothing():
    form = Questions(data={"name": "A", "region": "6", "marks": ["bio"], "own": "1", "accepted": "on"})

    assert draw(form, "{% load components %}{% error_summary form %}") == ""
