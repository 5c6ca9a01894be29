from django import forms

from companies.questionnaires.selects import LongSelect

CHOICES = [("", "Choose"), ("a", "A & <b>"), ("Group", [("g1", "One"), ("g2", "Two")])]


def bare(html):
    return "".join(line.strip() for line in html.replace("\n", "").split(">")).replace(" selected", "*")


def test_long_select_draws_what_djangos_draws():
    for chosen in ("", "a", "g2", None):
        given = ("province", chosen, {"class": "form-select", "id": "id_province"})

        assert bare(LongSelect(choices=CHOICES).render(*given)) == bare(forms.Select(choices=CHOICES).render(*given))


def test_long_select_is_still_a_select():
    """The field template asks by class whether to draw the arrow."""
    assert isinstance(LongSelect(), forms.Select)
