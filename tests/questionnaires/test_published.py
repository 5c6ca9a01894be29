"""Which questions, in which words: versions with rows over the declaration in code."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from companies.cases.models import ProgrammeYear
from companies.enrolment.pages import APPLICATION
from companies.questionnaires import actions, published
from companies.questionnaires.models import Form, FormQuestion
from tests.enrolment.world import begun, fresh, invited_case, make_year

pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _asks_the_database():
    published.forget()


def version(number=1, year=None, **rows):
    form = Form.objects.create(key="application", version=number, year=year, published_at=AT)
    for key, changes in rows.items():
        given = {"label_fr": key, "label_ar": key, "label_en": key, "required": True} | changes
        FormQuestion.objects.create(form=form, key=key, **given)
    return form


def question(form, key):
    return next((question for question in published.worded(form).questions if question.key == key), None)


def test_version_without_rows_asks_what_is_declared():
    assert published.worded(version()) is APPLICATION


def test_words_are_those_of_the_row_in_the_language_of_the_page():
    words = {"label_fr": "Adresse du siège", "label_ar": "عنوان المقر", "label_en": "Head office", "help_ar": "المدينة"}
    asked = question(version(address=words), "address")

    assert (asked.required, str(asked.help)) == (True, "")
    for language, label in (("fr", "Adresse du siège"), ("ar", "عنوان المقر"), ("en", "Head office")):
        with translation.override(language):
            assert str(asked.label) == label


def test_hidden_question_is_not_asked_and_an_empty_page_is_left_out():
    hidden = {question.key: {"shown": False} for question in APPLICATION.page("activity").questions}
    pages = published.worded(version(**hidden)).pages

    assert "activity" not in [page.key for page in pages] or APPLICATION.relied_on & set(hidden)


def test_what_the_code_relies_on_is_asked_whatever_a_row_says():
    asked = question(version(name={"shown": False, "required": False}), "name")

    assert (asked.required, str(asked.label)) == (True, "name")


def test_question_added_in_code_later_is_asked_as_declared():
    assert question(version(address={}), "ice") == APPLICATION.page("company").questions[2]


def test_year_asks_its_newest_published_version():
    this, next_year = (
        make_year(),
        ProgrammeYear.objects.create(code="2028", opens_on=date(2028, 1, 3), closes_on=date(2028, 4, 28)),
    )
    assert published.current("application", this) is None
    old, new = version(1, this), version(2, this)
    version(3, next_year)
    Form.objects.create(key="application", version=4, year=this)

    assert published.current("application", this) == new != old


def test_first_version_of_a_year_is_worded_as_the_newest_before():
    version(1, make_year(), address={"label_fr": "Adresse du siège"})
    year = ProgrammeYear.objects.create(code="2028", opens_on=date(2028, 1, 3), closes_on=date(2028, 4, 28))

    made = [actions.version_of(APPLICATION, year, at=AT) for _ in range(2)]

    assert made[0] == made[1]
    assert (made[0].version, question(made[0], "address").label) == (2, "Adresse du siège")


def test_publishing_touches_no_application_begun_before():
    application = begun(invited_case())
    version(9, make_year(), address={"shown": False})
    published.forget()

    asked = published.declaration_of(fresh(application).response)

    assert [each.key for each in asked.questions] == [each.key for each in APPLICATION.questions]
    assert published.current_declaration("application", make_year()).page("company") != asked.page("company")


def test_declaration_is_asked_for_once_a_minute(django_assert_num_queries, monkeypatch):
    response = fresh(begun(invited_case())).response
    published.forget()
    with django_assert_num_queries(2):
        published.declaration_of(response)
    with django_assert_num_queries(0):
        published.declaration_of(response)
    real = published.time.monotonic
    monkeypatch.setattr(published.time, "monotonic", lambda: real() + published.KEPT_SECONDS + 1)
    with django_assert_num_queries(2):
        published.declaration_of(response)


def test_narrowed_form_has_only_what_is_asked():
    narrowed = APPLICATION.only(["ice", "phone"])

    assert [(page.key, [q.key for q in page.questions]) for page in narrowed.pages] == [
        ("company", ["ice"]),
        ("contact", ["phone"]),
    ]
