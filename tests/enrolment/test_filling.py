from datetime import timedelta

import pytest

from companies.accounts.models import User
from companies.cases import actions as cases
from companies.cases.enums import ClosedAs, Sign, Status
from companies.cases.models import Case
from companies.common import words
from companies.enrolment import actions as enrolment
from companies.enrolment import queries
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION, CONTACT
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.mail import queries as mail
from companies.questionnaires import published
from companies.questionnaires.actions import Conflict, Sheet
from companies.questionnaires.models import Answer, FormQuestion
from companies.registry.models import Contact
from tests.enrolment.world import (
    AT,
    LATER,
    begun,
    checked,
    contact_of,
    fresh,
    invited_case,
    make_case,
    make_officer,
    save,
    status_of,
)

pytestmark = pytest.mark.django_db


def values_of(application):
    return {answer.key: answer.value for answer in application.response.answers.all()}


def test_start_fills_in_what_is_known_and_lets_the_contact_in():
    case = invited_case(name_ar="مصبرات دكالة", rc_number="103814", rc_court="El Jadida")

    application = begun(case)

    contact = contact_of(case)
    assert values_of(application) == {
        "name": "Conserves Doukkala SARL",
        "name_ar": "مصبرات دكالة",
        "ice": case.company.ice,
        "legal_form": "SARL",
        "rc_number": "103814",
        "rc_court": "El Jadida",
        "created_on": 2014,
        "region": "06",
        "address": "12, rue du Port",
        "sector": "AGRO",
        "products": [{"code": "160413", "name": "Conserves de sardines"}],
        "function": "Direction",
        "email": "direction@doukkala.example",
        "phone": "+212661203142",
        "language": "fr",
    }
    assert all(answer.prefilled for answer in application.response.answers.all())
    assert (status_of(case), Case.objects.get(pk=case.pk).last_sign) == (Status.DRAFT, Sign.STARTED)
    assert (contact.access, contact.user.email, contact.user.role) == ("member", contact.email, "company")
    assert not application.response.holds_answers


def test_starting_again_returns_the_same():
    case = invited_case()
    first = begun(case)

    assert begun(Case.objects.get(pk=case.pk)) == first
    assert Application.objects.count() == 1


def test_nobody_starts_after_the_closing_date():
    case = invited_case()

    with pytest.raises(enrolment.CannotWrite):
        enrolment.start(case, contact_of(case), by=SYSTEM, at=AT + timedelta(days=61))

    assert status_of(case) == Status.INVITED


def test_last_day_counts_until_its_end():
    case = invited_case()
    late = AT.replace(month=4, day=30, hour=22, minute=59)

    assert enrolment.start(case, contact_of(case), by=SYSTEM, at=late).case == case


def test_register_number_of_a_form_without_register_is_not_filled_in():
    from companies.reference.models import LegalForm

    case = invited_case(legal_form=LegalForm.objects.get(code="COOP"), rc_number="777")

    assert "rc_number" not in values_of(begun(case))


def test_address_of_staff_opens_nothing():
    officer = make_officer(make_case().region)
    case = invited_case(email=officer.email, name="Autre")

    begun(case)

    assert contact_of(case).user is None


def test_one_person_of_two_companies_has_one_login():
    one, two = invited_case(name="Une"), invited_case(name="Deux")

    begun(one)
    begun(two)

    assert contact_of(one).user == contact_of(two).user
    assert User.objects.filter(role="company").count() == 1


def test_saved_page_keeps_answers_wording_and_who():
    application = save(begun(invited_case()), "contact")

    answer = application.response.answers.get(key="contact_name")
    assert (answer.value, answer.layer, answer.prefilled, answer.wording) == (
        "Rachid Amrani",
        "unsent",
        False,
        "Nom de la personne à contacter",
    )
    assert answer.contact == contact_of(application.case)
    assert application.response.pages_done == ["contact"]
    assert Case.objects.get(pk=application.case_id).last_sign == Sign.SAVED
    assert Entry.objects.filter(verb="application.saved").get().data == {"page": "contact", "complete": True}


def test_untouched_answers_stay_ours_until_their_page_is_saved():
    application = save(begun(invited_case()), "contact")

    assert application.response.answers.get(key="name").prefilled


def test_incomplete_page_is_kept_and_not_done():
    application = save(begun(invited_case()), "contact", complete=False, contact_name="Rachid", email="rachid@")

    assert values_of(application)["email"] == "rachid@"
    assert application.response.pages_done == []


def test_page_made_incomplete_is_open_again():
    application = save(save(begun(invited_case()), "contact"), "contact", complete=False, contact_name=None)

    assert application.response.pages_done == []


def test_first_save_posts_the_way_back_once():
    application = save(save(begun(invited_case()), "contact"), "activity")

    (message,) = mail.of_stream(application.case.stream).filter(purpose="draft.saved")
    assert (message.to_email, message.essential) == ("direction@doukkala.example", True)
    assert f"/file/{application.case.reference}/" in message.text


def test_way_back_counts_the_pages_that_the_draft_s_version_asks():
    application = begun(invited_case())
    for question in APPLICATION.page("figures").questions:
        row = {f"label_{language}": question.key for language in ("fr", "ar", "en")}
        FormQuestion.objects.create(form_id=application.response.form_id, key=question.key, shown=False, **row)
    published.forget()

    save(application, "contact")

    (message,) = mail.of_stream(application.case.stream).filter(purpose="draft.saved")
    assert words.pages(6, "fr") in message.text


def test_first_address_of_a_letter_counts_at_once():
    application = save(begun(invited_case(email="")), "company")
    assert not mail.of_stream(application.case.stream).exists()

    save(application, "contact")

    contact = contact_of(application.case)
    assert (contact.email, contact.user.email) == ("direction@doukkala.example", "direction@doukkala.example")
    assert mail.of_stream(application.case.stream).filter(purpose="draft.saved").count() == 1


def test_other_address_counts_only_when_sent():
    application = save(begun(invited_case()), "contact", email="autre@doukkala.example")

    assert contact_of(application.case).email == "direction@doukkala.example"


def test_second_window_overwrites_nothing():
    application = begun(invited_case())
    stale = Sheet(application.response.version, "second window")
    save(application, "contact")
    theirs = checked("contact") | {"contact_name": "Samira", "phone": "+212600000000"}

    with pytest.raises(Conflict) as conflict:
        enrolment.save_page(
            fresh(application),
            CONTACT,
            theirs,
            complete=True,
            sheet=stale,
            contact=contact_of(application.case),
            by=SYSTEM,
            at=AT,
        )

    assert sorted(conflict.value.theirs) == ["contact_name", "phone"]
    assert values_of(application)["contact_name"] == "Rachid Amrani"


def test_windows_on_different_pages_do_not_clash():
    application = begun(invited_case())
    stale = Sheet(application.response.version, "second window")
    save(application, "company")

    enrolment.save_page(
        fresh(application),
        CONTACT,
        checked("contact"),
        complete=True,
        sheet=stale,
        contact=contact_of(application.case),
        by=SYSTEM,
        at=AT,
    )

    assert sorted(fresh(application).response.pages_done) == ["company", "contact"]


def test_return_to_ones_own_page_is_no_clash():
    application = begun(invited_case())
    mine = Sheet(application.response.version, "mine")
    contact = contact_of(application.case)

    for name in ("Rachid", "Rachid Amrani"):
        enrolment.save_page(
            fresh(application),
            CONTACT,
            checked("contact") | {"contact_name": name},
            complete=True,
            sheet=mine,
            contact=contact,
            by=SYSTEM,
            at=AT,
        )

    assert values_of(application)["contact_name"] == "Rachid Amrani"


def test_same_page_again_writes_no_answer():
    application = save(begun(invited_case()), "contact")
    before = list(Answer.objects.order_by("pk").values())

    save(application, "contact", at=AT + timedelta(minutes=5))

    assert list(Answer.objects.order_by("pk").values()) == before


def test_closed_file_takes_no_answers():
    application = begun(invited_case())
    Case.objects.filter(pk=application.case_id).update(stage="closed", status="closed", closed_as="declined")

    with pytest.raises(enrolment.CannotWrite):
        save(fresh(application), "contact")


def test_progress_is_set_based(django_assert_num_queries):
    started = save(begun(invited_case()), "contact").case
    listed = make_case(email="", name="Autre")
    queries.progress([started.pk])  # has the version of the form read, which is kept for a minute

    with django_assert_num_queries(1):
        found = queries.progress([started.pk, listed.pk])

    assert found == {
        started.pk: queries.Progress(pages=8, pages_left=7, minutes_left=10),
        listed.pk: queries.Progress(pages=8, pages_left=8, minutes_left=11),
    }


def test_contact_of_no_company_is_not_admitted_twice():
    case = invited_case()
    begun(case)

    enrolment.admit(contact_of(case), by=SYSTEM, at=AT)

    assert Contact.objects.filter(company=case.company, user__isnull=False).count() == 1


def test_page_saved_after_an_officer_closed_the_file_is_refused():
    application = begun(invited_case())
    stale = fresh(application)
    cases.close(Case.objects.get(pk=stale.case_id), closed_as=ClosedAs.UNRESPONSIVE, by=SYSTEM, at=AT)

    with pytest.raises(enrolment.CannotWrite):
        enrolment.save_page(
            stale,
            APPLICATION.page("company"),
            checked("company"),
            complete=True,
            sheet=Sheet(stale.response.version, "company"),
            contact=contact_of(stale.case),
            by=SYSTEM,
            at=LATER,
        )

    assert not fresh(application).response.holds_answers
