"""Each kind of question: as people write it, as it is kept and shown again; what is refused, what a draft keeps."""

from datetime import date

import pytest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from companies.enrolment.pages import ACTIVITY, COMPANY, CONTACT, DECLARATIONS, FIGURES, MARKETS, SUPPORT
from companies.questionnaires.declarations import Page, Question
from companies.questionnaires.enums import Kind
from companies.questionnaires.forms import PageForm, as_posted
from companies.questionnaires.readings import lines_of
from tests.enrolment.world import posts
from tests.questionnaires.test_forms import plain

pytestmark = pytest.mark.django_db
ON = date(2027, 3, 1)
QUESTIONS = {
    question.key: question
    for page in (COMPANY, CONTACT, ACTIVITY, FIGURES, MARKETS, SUPPORT, DECLARATIONS)
    for question in page.questions
}
DAY = Question("valid_until", Kind.DATE, "Valid until", required=True)


def read(question, **data):
    """The form of a page that asks one question alone."""
    posted = MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in data.items()})
    return PageForm(Page("one", "One", "One", 1, (question,)), kept={}, on=ON, data=posted)


def answer(key, **data):
    form = read(QUESTIONS[key], **data)
    assert form.errors == {}
    return form.answers()[key]


def refusal(key, **data):
    return [plain(message) for messages in read(QUESTIONS[key], **data).errors.values() for message in messages]


def kept(key, **data):
    """What a draft keeps of what is refused."""
    form = read(QUESTIONS[key], **data)
    assert not form.is_valid()
    return form.answers()[key]


# -- amounts and counts


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("4 662 000", 4662000),
        ("4.662.000 DH", 4662000),
        ("4\u202f662\u202f000,00 MAD", 4662000),
        ("12.500", 12500),
        ("1,5 million", 1500000),
        ("3 millions de dirhams", 3000000),
        ("900 mille", 900000),
        ("2,4 MDH", 2400000),
        ("٤٬٦٦٢٬٠٠٠ درهم", 4662000),
        ("٤٠ مليون درهم", 40000000),
        ("0", 0),
    ],
)
def test_amount_is_read_as_people_write_it(written, read_as):
    assert answer("turnover", turnover=written) == read_as


@pytest.mark.parametrize("written", ["beaucoup", "-5", "12,50", "1.500 million", "1 million 200", "9" * 15, "1e6"])
def test_amount_that_is_none_is_refused_and_kept_as_written(written):
    assert refusal("turnover", turnover=written) == ["Écrivez le montant en chiffres, sans centimes."]
    assert kept("turnover", turnover=written) == written


@given(st.integers(0, 10**14 - 1), st.sampled_from(["fr", "ar", "en"]))
def test_amount_survives_being_shown_and_sent_again(amount, language):
    page = Page("one", "One", "One", 1, (QUESTIONS["turnover"],))
    with override(language):
        shown = PageForm(page, kept={"turnover": amount}, on=ON)["turnover"].value()
        assert answer("turnover", turnover=shown) == amount


@given(st.integers(0, 1_000_000), st.sampled_from(["fr", "ar", "en"]))
def test_count_survives_being_shown_and_sent_again(number, language):
    page = Page("one", "One", "One", 1, (QUESTIONS["headcount"],))
    with override(language):
        shown = PageForm(page, kept={"headcount": number}, on=ON)["headcount"].value()
        assert answer("headcount", headcount=shown) == number


@pytest.mark.parametrize(
    ("written", "read_as"), [("24", 24), ("1.200", 1200), ("٢٤ مستخدما", 24), ("environ 24 personnes", 24)]
)
def test_count_is_read_as_people_write_it(written, read_as):
    assert answer("headcount", headcount=written) == read_as


@pytest.mark.parametrize("written", ["une vingtaine", "20 à 30", "20-30", "-3", "2,5", "2 000 000"])
def test_count_that_is_none_is_refused(written):
    assert refusal("headcount", headcount=written) == ["Écrivez un nombre entier, par exemple 24."]


def test_no_amount_is_an_answer_and_empty_is_none():
    assert lines_of(QUESTIONS["export_turnover"], 0) == ("0\u00a0MAD",)
    assert refusal("export_turnover", export_turnover="") == [
        "Indiquez le chiffre d’affaires à l’export ; 0 si vous n’exportez pas encore."
    ]


def test_exports_over_turnover_are_refused_and_kept():
    form = PageForm(FIGURES, kept={}, on=ON, data=posted_page("figures", turnover="100 000", export_turnover="100 001"))

    assert list(form.errors) == ["export_turnover"]
    assert (
        plain(form.errors["export_turnover"][0])
        == "L’export dépasse le chiffre d’affaires. Vérifiez les deux montants."
    )
    assert form.answers()["turnover"] == 100000


def test_exports_alone_are_held_against_the_turnover_kept():
    page = Page("figures", "Figures", "Figures", 1, (QUESTIONS["export_turnover"],))
    form = PageForm(page, kept={"turnover": 500}, on=ON, data=MultiValueDict({"export_turnover": ["501"]}))

    assert list(form.errors) == ["export_turnover"]


def test_small_turnover_is_doubted_and_accepted():
    form = PageForm(FIGURES, kept={}, on=ON, data=posted_page("figures", turnover="4 662"))

    assert form.is_valid()
    assert list(form.doubts()) == ["turnover"]


def posted_page(page, **changes):
    return MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in posts(page, **changes).items()})


# -- dates


@pytest.mark.parametrize(
    "written",
    ["30/04/2027", "30.4.27", "2027-04-30", "vendredi 30 avril 2027", "30 أبريل 2027", "٣٠/٠٤/٢٠٢٧", "30 April 2027"],
)
def test_date_is_read_as_people_write_it(written):
    form = read(DAY, valid_until=written)

    assert form.errors == {}
    assert form.answers() == {"valid_until": "2027-04-30"}


@pytest.mark.parametrize("written", ["31/02/2027", "demain", "30 jui 2027", "30/04"])
def test_date_that_is_none_is_refused(written):
    form = read(DAY, valid_until=written)

    assert [plain(each) for each in form.errors["valid_until"]] == ["Écrivez une date, par exemple 30 avril 2027."]
    assert form.answers() == {"valid_until": written}


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["fr", "ar", "en"]))
def test_date_survives_being_shown_and_sent_again(day, language):
    with override(language):
        (shown,) = lines_of(DAY, day.isoformat())
        assert read(DAY, valid_until=shown).answers() == {"valid_until": day.isoformat()}


# -- years, telephones, the ICE


@pytest.mark.parametrize("written", ["2014", "٢٠١٤", "12/03/2014", "en 2014"])
def test_year_is_read_as_people_write_it(written):
    assert answer("created_on", created_on=written) == 2014


@pytest.mark.parametrize("written", ["14", "20144", "2013 ou 2014", "1500", "2028", "deux mille"])
def test_year_that_is_none_is_refused(written):
    assert refusal("created_on", created_on=written) == ["Écrivez l’année en quatre chiffres, de 1850 à 2027."]


@pytest.mark.parametrize("written", ["001 000 000 000 047", "ICE : 001000000000047", "٠٠١٠٠٠٠٠٠٠٠٠٠٤٧"])
def test_ice_is_read_as_people_write_it(written):
    assert answer("ice", ice=written) == "001000000000047"


@pytest.mark.parametrize("written", ["06 61 20 31 42", "0661-203142", "+212 (0)6 61 20 31 42", "٠٦٦١٢٠٣١٤٢"])
def test_telephone_is_read_as_people_write_it(written):
    assert answer("phone", phone=written) == "+212661203142"


# -- countries


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        (["Sénégal", "Allemagne"], ["SN", "DE"]),
        (["senegal", "ALLEMAGNE", ""], ["SN", "DE"]),
        (["Germany", "السنغال"], ["DE", "SN"]),
        (["L'Espagne", "la France"], ["ES", "FR"]),
        (["Espagne, France et Italie"], ["ES", "FR", "IT"]),
        (["إسبانيا، فرنسا"], ["ES", "FR"]),
        (["Etats-Unis", "USA"], ["US"]),
        (["Cote d’Ivoire", "ivory coast"], ["CI"]),
        (["Dubaï", "Arabie saoudite"], ["AE", "SA"]),
        (["Niger"], ["NE"]),
        (["es"], ["ES"]),
    ],
)
def test_countries_are_found_by_name(written, codes):
    assert answer("wanted_markets", wanted_markets=written) == codes


UNKNOWN_COUNTRY = (
    "Nous ne trouvons pas le pays « Xyzistan ». Écrivez son nom, par exemple Espagne, en français, en arabe ou en "
    "anglais."
)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (["Xyzistan"], [UNKNOWN_COUNTRY]),
        (["Espange"], ["Nous ne trouvons pas le pays « Espange ». Peut-être : Espagne."]),
        (["Maroc"], ["Le Maroc est votre propre marché : indiquez un autre pays."]),
        (["Espagne", "France", "Italie", "Portugal"], ["Indiquez au plus 3 pays."]),
        (["", ""], ["Indiquez au moins un pays."]),
    ],
)
def test_countries_that_are_not_accepted_are_said_in_words(written, said):
    assert refusal("wanted_markets", wanted_markets=written) == said


def test_country_not_known_is_kept_among_those_that_are():
    assert kept("wanted_markets", wanted_markets=["Espagne", "Xyzistan"]) == ["ES", "Xyzistan"]


def test_no_more_than_three_unknown_countries_are_said_and_no_more_than_forty_read():
    written = [f"Pays {number}, Ville {number}" for number in range(100)]

    assert len(refusal("current_markets", current_markets=written)) == 4
    assert len(kept("current_markets", current_markets=written)) == 40


def test_markets_of_today_may_be_left_empty():
    assert answer("current_markets", current_markets=["", "", ""]) is None


def test_countries_not_sent_at_all_say_nothing():
    assert read(QUESTIONS["current_markets"]).answers() == {}


def test_countries_are_read_again_in_the_language_of_the_page():
    with override("ar"):
        assert lines_of(QUESTIONS["wanted_markets"], ["SN", "Xyzistan"]) == ("السنغال", "Xyzistan")


def test_every_country_is_found_by_each_of_its_names():
    from companies.questionnaires import choices, countries

    wrong = [
        (row.code, name)
        for row in choices.rows("country").values()
        for name in row.names.values()
        if countries.find(name) != row.code
    ]

    assert wrong == []


# -- several with a main one


def held(*codes, main="", words=""):
    return {"held_back_by": list(codes), "held_back_by-main": main, "held_back_by-words": words}


def test_main_reason_comes_first():
    assert answer("held_back_by", **held("cofinancing_or_cash", "logistics", main="logistics")) == [
        {"code": "logistics", "primary": True},
        {"code": "cofinancing_or_cash"},
    ]


def test_one_reason_alone_is_the_main_one():
    assert answer("held_back_by", **held("logistics")) == [{"code": "logistics", "primary": True}]


def test_main_reason_is_a_reason_without_its_tick():
    assert answer("held_back_by", **held("cofinancing_or_cash", main="logistics")) == [
        {"code": "logistics", "primary": True},
        {"code": "cofinancing_or_cash"},
    ]


def test_reason_in_words_keeps_them():
    assert answer("held_back_by", **held("other", words="La  crue\u202e")) == [
        {"code": "other", "text": "La crue", "primary": True}
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (held("logistics", "cofinancing_or_cash"), ["Indiquez laquelle est la raison principale."]),
        (held("other"), ["Dites-le en quelques mots."]),
        (held("logistics", "invented", main="logistics"), ["Choisissez une réponse."]),
    ],
)
def test_reasons_that_are_not_accepted_are_said_in_words(data, said):
    assert refusal("held_back_by", **data) == said


def test_reasons_without_a_main_one_are_kept():
    assert kept("held_back_by", **held("logistics", "cofinancing_or_cash")) == [
        {"code": "cofinancing_or_cash"},
        {"code": "logistics"},
    ]


def test_no_reason_is_an_answer_too():
    assert answer("held_back_by", **held()) is None


def test_reasons_are_read_again_with_the_main_one_named():
    rows = [{"code": "other", "text": "La crue", "primary": True}, {"code": "logistics"}]

    assert [plain(line) for line in lines_of(QUESTIONS["held_back_by"], rows)] == [
        "Une autre raison : La crue (raison principale)",
        "Le transport ou la logistique nous freine",
    ]


# -- yes or no, and which


@pytest.mark.parametrize(
    ("said", "which", "kept_as"),
    [
        ("yes", "Istitmar, 2025", {"yes": True, "which": "Istitmar, 2025"}),
        ("", "Istitmar, 2025", {"yes": True, "which": "Istitmar, 2025"}),
        ("no", "", {"yes": False}),
        ("no", "Istitmar", {"yes": False}),
        ("", "", None),
    ],
)
def test_other_support_is_yes_and_which_or_no(said, which, kept_as):
    assert answer("other_aid", **{"other_aid": said, "other_aid-which": which}) == kept_as


def test_yes_without_which_is_refused_and_kept():
    data = {"other_aid": "yes", "other_aid-which": ""}

    assert refusal("other_aid", **data) == ["Indiquez lequel."]
    assert kept("other_aid", **data) == {"yes": True, "which": ""}


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ({"yes": True, "which": "Istitmar"}, ("Oui · Istitmar",)),
        ({"yes": True, "which": ""}, ("Oui",)),
        ({"yes": False}, ("Non",)),
        (None, ()),
    ],
)
def test_other_support_is_read_again(value, lines):
    assert lines_of(QUESTIONS["other_aid"], value) == lines


# -- HS codes


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("1604.13", "160413"), ("16 04", "1604"), ("١٦٠٤", "1604"), ("1515.90.00.10", "151590"), ("0409", "0409")],
)
def test_hs_code_is_read_as_people_write_it(written, read_as):
    rows = answer("products", **{"products-1-code": written, "products-1-name": "Sardines"})

    assert rows == [{"code": read_as, "name": "Sardines"}]


WORD_REFUSED = "« zzzz » n’est pas un code SH. Essayez un autre mot, ou videz cette case : le nom suffit."


@pytest.mark.parametrize("written", ["AB123456", "Rachid Amrani AB123456", "Rachid ٣"])
def test_signatory_is_named_without_the_number_of_a_card(written):
    said = "Écrivez un prénom et un nom : aucun numéro, ni celui d’une carte d’identité."

    assert refusal("signatory_name", signatory_name=written) == [said]


def test_register_number_is_kept_in_the_digits_of_the_register():
    assert answer("rc_number", rc_number="٥٦٥٤٨٣ / أ") == "565483 / أ"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("160", "Le code SH compte 4 ou 6 chiffres. Il y en a 3 ici."),
        ("7701", "Aucun code SH ne commence par 77."),
        ("0000", "Aucun code SH ne commence par 00."),
        ("9999", "Aucun code SH ne commence par 99."),
        ("16", "Le code SH compte 4 ou 6 chiffres. Il y en a 2 ici."),
        ("zzzz", WORD_REFUSED),
    ],
)
def test_hs_code_that_is_none_is_refused_and_kept(written, said):
    data = {"products-1-code": written, "products-1-name": "Sardines"}

    assert refusal("products", **data) == [said]
    assert kept("products", **data) == [{"code": written, "name": "Sardines"}]


# -- all of them


TEXTS = st.text(max_size=40)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("turnover", "export_turnover", "headcount", "experience"), TEXTS),
            **dict.fromkeys(("other_aid", "other_aid-which"), TEXTS),
            "held_back_by-main": st.sampled_from(["", "other", "logistics"]),
            "held_back_by-words": TEXTS,
            **dict.fromkeys(("current_markets", "wanted_markets"), st.lists(TEXTS, max_size=5)),
            "held_back_by": st.lists(st.sampled_from(["other", "logistics", "no_time_or_staff"]), max_size=4),
        },
    )
)
def test_whatever_is_typed_is_kept_shown_and_reads_the_same_again(data):
    page = Page("all", "All", "All", 1, (*FIGURES.questions, *MARKETS.questions, *SUPPORT.questions))
    posted = MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in data.items()})
    first = PageForm(page, kept={}, on=ON, data=posted).answers()

    again = PageForm(page, kept=first, on=ON, data=as_posted(page, first)).answers()

    assert {key: again.get(key) for key in first} == first
    for question in page.questions:
        assert all(isinstance(line, str) for line in lines_of(question, first.get(question.key)))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXTS,
        lambda each: st.lists(each) | st.dictionaries(TEXTS, each),
        max_leaves=6,
    )
)
def test_no_kept_value_breaks_a_page(value):
    page = Page(
        "all", "All", "All", 1, (*FIGURES.questions, *MARKETS.questions, *SUPPORT.questions, *ACTIVITY.questions)
    )
    values = {question.key: value for question in page.questions}

    PageForm.of_kept(page, values, on=ON).is_valid()
    for question in page.questions:
        assert all(isinstance(line, str) for line in lines_of(question, value))
