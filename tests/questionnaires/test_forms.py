from dataclasses import replace
from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from companies.enrolment.pages import ACTIVITY, COMPANY, CONTACT, DECLARATIONS
from companies.questionnaires import choices
from companies.questionnaires.forms import PageForm
from tests.enrolment.world import posts

pytestmark = pytest.mark.django_db
ON = date(2027, 3, 1)


def bound(page, data, kept=None, **given):
    posted = MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in data.items()})
    return PageForm(page, kept=kept or {}, on=ON, data=posted, **given)


def plain(message):
    """Without the spaces of French typography."""
    return message.replace("\u00a0", " ").replace("\u202f", " ")


def errors_of(page, **changes):
    return {name: list(messages) for name, messages in bound(page, posts(page.key, **changes)).errors.items()}


@pytest.mark.parametrize(
    ("kept", "sometimes", "spared"),
    [
        ({}, {"rc_number", "rc_court"}, True),
        ({"legal_form": "AUTRE"}, {"rc_number", "rc_court"}, True),
        ({"legal_form": "SARL"}, set(), False),
        ({"legal_form": "COOP"}, set(), False),
    ],
)
def test_what_an_answer_to_come_makes_necessary_is_not_called_optional(kept, sometimes, spared):
    form = PageForm(COMPANY, kept=kept, on=ON)
    drawn = plain(str(form.fields["rc_number"].help_text)) if "rc_number" in form.fields else ""

    assert form.sometimes == sometimes
    assert ("Peut rester vide pour : Association, Auto-entrepreneur, Coopérative" in drawn) is spared
    assert "(facultatif)" in render_crispy_form(PageForm(COMPANY, kept=kept, on=ON))


def test_nothing_but_what_anybody_may_leave_empty_is_called_optional():
    page = replace(COMPANY, questions=tuple(each for each in COMPANY.questions if each.required))

    assert "(facultatif)" not in render_crispy_form(PageForm(page, kept={}, on=ON))


def test_company_page_is_accepted_as_people_write_it():
    form = bound(COMPANY, posts("company", ice="001 000 000 000 047", created_on="٢٠١٤"))

    assert form.errors == {}
    assert form.answers() | {"province": "x"} == {
        "name": "Conserves Doukkala SARL",
        "name_ar": "مصبرات دكالة",
        "ice": "001000000000047",
        "legal_form": "SARL",
        "rc_number": "103814",
        "rc_court": "El Jadida",
        "created_on": 2014,
        "region": "06",
        "province": "x",
        "address": "12, rue du Port",
    }


def test_text_that_is_too_long_is_refused_in_words_and_cut_by_no_browser():
    typed = "x" * 201

    form = PageForm(COMPANY, kept={}, on=ON, data={"name": typed})

    assert (form.answers()["name"], "maxlength" in str(form["name"]) + str(form["address"])) == (typed, False)


@pytest.mark.parametrize(
    ("sheet", "changes", "expected"),
    [
        (COMPANY, {"name": " "}, {"name": ["Indiquez la raison sociale."]}),
        (COMPANY, {"name": "x" * 201}, {"name": ["Écrivez au plus 200 caractères."]}),
        (COMPANY, {"ice": ""}, {"ice": ["Indiquez l’ICE."]}),
        (COMPANY, {"ice": "12345"}, {"ice": ["L’ICE compte 15 chiffres. Il y en a 5 ici."]}),
        (COMPANY, {"ice": "00100000000004A"}, {"ice": ["L’ICE ne contient que des chiffres."]}),
        (COMPANY, {"legal_form": ""}, {"legal_form": ["Choisissez la forme juridique."]}),
        (COMPANY, {"legal_form": "NOPE"}, {"legal_form": ["Choisissez une réponse."]}),
        (COMPANY, {"rc_number": ""}, {"rc_number": ["Indiquez le numéro du registre du commerce."]}),
        (COMPANY, {"created_on": "14"}, {"created_on": ["Écrivez l’année en quatre chiffres, de 1850 à 2027."]}),
        (COMPANY, {"created_on": "2028"}, {"created_on": ["Écrivez l’année en quatre chiffres, de 1850 à 2027."]}),
        (COMPANY, {"province": "MA-TNG"}, {"province": ["Cette préfecture ou province est dans une autre région."]}),
        (CONTACT, {"contact_name": ""}, {"contact_name": ["Indiquez le nom de la personne à contacter."]}),
        (CONTACT, {"email": ""}, {"email": ["Indiquez une adresse e-mail."]}),
        (
            CONTACT,
            {"email": "rachid"},
            {"email": ["Écrivez une adresse complète, par exemple nom@entreprise.example."]},
        ),
        (
            CONTACT,
            {"phone": "12"},
            {"phone": ["Écrivez un numéro que nous pouvons appeler, par exemple 06 00 00 00 00."]},
        ),
        (CONTACT, {"language": "tr"}, {"language": ["Choisissez une réponse."]}),
        (ACTIVITY, {"sector": ""}, {"sector": ["Choisissez le secteur."]}),
        (
            ACTIVITY,
            {"products-1-code": "20057"},
            {"products-1-code": ["Le code SH compte 4 ou 6 chiffres. Il y en a 5 ici."]},
        ),
        (
            ACTIVITY,
            {"products-1-code": "", "products-1-name": ""},
            {"products-1-name": ["Indiquez au moins un produit."]},
        ),
        (
            ACTIVITY,
            {"certifications": ["none", "halal"]},
            {"certifications": ["Soit « aucune », soit une ou plusieurs des autres."]},
        ),
        (DECLARATIONS, {"true_and_complete": ""}, {"true_and_complete": ["Cochez la case pour le déclarer."]}),
    ],
)
def test_invalid_answer_is_said_in_words(sheet, changes, expected):
    found = {name: [plain(message) for message in said] for name, said in errors_of(sheet, **changes).items()}

    assert found == expected


def test_form_without_register_does_not_ask_for_it():
    form = bound(COMPANY, posts("company", legal_form="COOP", rc_number="777"))

    assert form.errors == {}
    assert "rc_number" not in form.fields
    assert form.answers()["rc_number"] is None


def test_unknown_legal_form_asks_for_register_without_requiring_it():
    form = bound(COMPANY, posts("company", legal_form="AUTRE", rc_number="", rc_court=""))

    assert form.errors == {}
    assert "rc_number" in form.fields


def test_kept_legal_form_decides_what_an_unbound_page_asks():
    form = PageForm(COMPANY, kept={"legal_form": "COOP"}, on=ON)

    assert "rc_number" not in form.fields


def test_refused_text_is_kept_as_typed():
    form = bound(CONTACT, posts("contact", email="rachid@", phone="demain"))

    assert not form.is_valid()
    assert (form.answers()["email"], form.answers()["phone"]) == ("rachid@", "demain")


def test_word_in_place_of_a_code_is_the_name():
    form = bound(ACTIVITY, posts("activity", **{"products-1-code": "sardines", "products-1-name": ""}))

    assert form.errors == {}
    assert form.answers()["products"] == [{"code": "", "name": "sardines"}]


def test_empty_rows_are_dropped_and_order_is_kept():
    rows = {"products-2-code": "", "products-2-name": "", "products-3-code": "2005.70", "products-3-name": "Olives"}
    form = bound(ACTIVITY, posts("activity", **rows))

    assert form.answers()["products"] == [
        {"code": "160413", "name": "Conserves de sardines"},
        {"code": "200570", "name": "Olives"},
    ]


def test_sixth_product_is_not_read():
    form = bound(ACTIVITY, posts("activity", **{"products-6-code": "1604", "products-6-name": "six"}))

    assert form.answers()["products"] == [{"code": "160413", "name": "Conserves de sardines"}]


def test_kept_answers_are_checked_like_posted_ones():
    kept = bound(COMPANY, posts("company")).answers()

    assert PageForm.of_kept(COMPANY, kept, on=ON).is_valid()
    assert not PageForm.of_kept(COMPANY, kept | {"ice": "123"}, on=ON).is_valid()


@pytest.mark.parametrize("sheet", [COMPANY, CONTACT, ACTIVITY, DECLARATIONS])
def test_checked_answers_survive_another_check(sheet):
    form = bound(sheet, posts(sheet.key))

    again = PageForm.of_kept(sheet, form.answers(), on=ON)

    assert again.answers() == form.answers()


def test_doubtful_ice_warns_and_passes():
    form = bound(COMPANY, posts("company", ice="001000000000048"))

    assert form.is_valid()
    assert list(form.doubts()) == ["ice"]


def test_nul_and_direction_marks_are_dropped():
    form = bound(COMPANY, posts("company", name="Con\x00serves \u202eDoukkala"))

    assert form.answers()["name"] == "Conserves Doukkala"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_other_is_the_last_of_the_sectors(language):
    with override(language):
        assert choices.listed("sector")[-1].code == "AUTR"
