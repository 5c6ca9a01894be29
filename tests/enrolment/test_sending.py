from datetime import date, timedelta

import pytest

from companies.accounts.models import User
from companies.cases import actions as cases
from companies.cases.enums import Sign, Status
from companies.cases.models import Case
from companies.desk import reasons
from companies.enrolment import actions as enrolment
from companies.enrolment.actions import sending
from companies.enrolment.models import Application
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.mail import queries as mail
from companies.questionnaires.models import PastAnswer
from companies.registry import actions as registry
from companies.registry.models import Company
from tests.enrolment.world import (
    AT,
    SENT,
    begun,
    contact_of,
    filled,
    fresh,
    invited_case,
    make_case,
    save,
    sent,
    status_of,
)

pytestmark = pytest.mark.django_db


def test_sending_moves_the_case_and_posts_the_receipt():
    application = filled(begun(invited_case()))

    application = sent(application)

    case = Case.objects.get(pk=application.case_id)
    (receipt,) = mail.of_stream(case.stream).filter(purpose="receipt")
    assert (case.status, case.last_sign) == (Status.SUBMITTED, Sign.SENT)
    assert fresh(application).answer_by == date(2027, 4, 30)
    assert fresh(application).response.submitted_at == SENT
    assert (receipt.essential, receipt.to_email) == (True, "direction@doukkala.example")
    assert case.reference in receipt.subject
    assert "vendredi 30\u00a0avril 2027" in receipt.text
    assert {answer.layer for answer in application.response.answers.all()} == {"counted"}
    assert Entry.objects.filter(verb="application.sent").count() == 1


def test_sending_writes_the_facts_to_the_registry():
    rows = {"products-2-code": "", "products-2-name": "Olives cassées"}
    application = filled(begun(invited_case()), activity=rows, contact={"language": "ar"})

    sent(application)

    company = Company.objects.get(pk=application.case.company_id)
    contact = contact_of(application.case)
    assert (company.name_ar, company.ice, company.rc_number, company.rc_court, company.founded) == (
        "مصبرات دكالة",
        "001000000000047",
        "103814",
        "El Jadida",
        2014,
    )
    assert (company.legal_form.code, company.sector.code, company.province.region.code) == ("SARL", "AGRO", "06")
    assert company.certifications == ["iso_22000", "halal"]
    assert [(p.hs, p.name) for p in company.products.all()] == [("160413", "Conserves de sardines")]
    assert (contact.name, contact.phone, contact.language) == ("Rachid Amrani", "+212661203142", "ar")


def test_second_press_changes_nothing():
    application = sent(filled(begun(invited_case())))
    before = Entry.objects.count()

    again = sent(fresh(application), at=SENT + timedelta(minutes=1))

    assert (again.answer_by, again.response.submitted_at) == (date(2027, 4, 30), SENT)
    assert Entry.objects.count() == before
    assert mail.of_stream(application.case.stream).filter(purpose="receipt").count() == 1


def test_missing_page_is_named_and_nothing_is_written():
    application = save(save(begun(invited_case()), "company"), "activity")

    with pytest.raises(enrolment.Incomplete) as refused:
        sent(application)

    assert refused.value.pages == ["contact", "figures", "markets", "support", "declarations"]
    assert status_of(application.case) == Status.DRAFT
    assert not mail.of_stream(application.case.stream).filter(purpose="receipt").exists()


def test_page_kept_with_a_refused_answer_does_not_pass():
    application = save(filled(begun(invited_case())), "contact", complete=False, email="rachid@")

    with pytest.raises(enrolment.Incomplete) as refused:
        sent(application)

    assert refused.value.pages == ["contact"]


def test_ice_of_another_company_is_refused_whole():
    make_case(ice="001000000000047", name="Autre", email="a@x.example")
    application = filled(begun(invited_case()))

    with pytest.raises(enrolment.IceInDoubt):
        sent(application)
    with pytest.raises(enrolment.IceInDoubt):
        sent(fresh(application))

    [task] = application.case.tasks.open()
    assert (task.kind, task.reason) == ("call", "ice.of_another")
    assert "est enregistré pour une autre entreprise" in reasons.reason_words(task)
    assert status_of(application.case) == Status.DRAFT
    assert fresh(application).response.submitted_at is None
    assert contact_of(application.case).name == ""


def test_sixth_other_ice_of_a_day_is_answered_alike_on_file_or_not():
    others = [f"00100000000{number:04}" for number in range(6)]
    for number, ice in enumerate(others):
        make_case(ice=ice, name=f"Autre {number}", email=f"o{number}@x.example")
    application = filled(begun(invited_case()))
    for ice in others[:5]:
        with pytest.raises(enrolment.IceInDoubt):
            sent(save(application, "company", ice=ice))

    for ice in (others[5], "009000000000017"):
        with pytest.raises(enrolment.IceInDoubt):
            sent(save(application, "company", ice=ice))

    assert sent(fresh(application), at=SENT + timedelta(days=1)).response.submitted_at


@pytest.mark.parametrize(("day", "possible"), [(30, True), (31, False)])
def test_closing_date_includes_its_day(day, possible):
    application = filled(begun(invited_case()))
    at = AT.replace(month=4, day=30, hour=22) if possible else AT.replace(month=5, day=1, hour=1)

    if possible:
        sent(application, at=at)
    else:
        with pytest.raises(enrolment.CannotWrite):
            sent(application, at=at)

    assert status_of(application.case) == (Status.SUBMITTED if possible else Status.DRAFT)


def test_ice_put_right_ends_the_call_about_it():
    make_case(ice="001000000000099", email="autre@example.ma")
    application = filled(begun(invited_case()), company={"ice": "001000000000099"})
    with pytest.raises(sending.IceInDoubt):
        sent(application)

    save(fresh(application), "company", ice="001000000000047")
    sent(fresh(application))

    [task] = application.case.tasks.filter(reason=sending.ICE_OF_ANOTHER)
    assert (task.outcome, task.done_at) == (sending.ICE_SETTLED, SENT)


def test_extended_date_counts():
    application = filled(begun(invited_case()))
    Application.objects.filter(pk=application.pk).update(extended_to=date(2027, 5, 3))

    sent(fresh(application), at=AT.replace(month=5, day=3))

    assert status_of(application.case) == Status.SUBMITTED


def test_declined_file_is_not_sent():
    application = filled(begun(invited_case()))
    cases.close(application.case, closed_as="declined", by=SYSTEM, at=AT)

    with pytest.raises(enrolment.CannotWrite):
        sent(fresh(application))


def test_correction_waits_unsent_beside_what_counts():
    application = sent(filled(begun(invited_case())))

    application = save(application, "company", name="Conserves du Doukkala")

    layers = {a.layer: a.value for a in application.response.answers.filter(key="name")}
    assert layers == {"counted": "Conserves Doukkala SARL", "unsent": "Conserves du Doukkala"}
    assert Company.objects.get(pk=application.case.company_id).name == "Conserves Doukkala SARL"


def test_correction_replaces_when_sent_and_keeps_the_past():
    application = save(sent(filled(begun(invited_case()))), "company", name="Conserves du Doukkala")

    application = sent(application, at=AT + timedelta(days=1))

    (past,) = PastAnswer.objects.filter(response=application.response)
    assert (past.key, past.value) == ("name", "Conserves Doukkala SARL")
    assert Company.objects.get(pk=application.case.company_id).name == "Conserves du Doukkala"
    assert fresh(application).answer_by == date(2027, 4, 30)
    assert mail.of_stream(application.case.stream).filter(purpose="correction.received").count() == 1
    assert status_of(application.case) == Status.SUBMITTED


def test_completion_goes_back_to_review():
    application = sent(filled(begun(invited_case())))
    for step in (Status.IN_REVIEW, Status.INFORMATION_REQUESTED):
        cases.move(application.case, step, by=SYSTEM, at=AT)

    sent(save(fresh(application), "company", address="Autre rue"), at=AT + timedelta(days=1))

    assert status_of(application.case) == Status.IN_REVIEW


def test_new_address_gets_a_login_of_its_own_where_nobody_has_come_in():
    application = filled(begun(invited_case()), contact={"email": "nouveau@doukkala.example"})
    user = contact_of(application.case).user

    sent(application)

    contact = contact_of(application.case)
    assert (contact.email, contact.user.email) == ("nouveau@doukkala.example", "nouveau@doukkala.example")
    assert User.objects.get(pk=user.pk).email == "direction@doukkala.example"


def test_new_address_leaves_a_login_that_codes_have_proven():
    application = filled(begun(invited_case()), contact={"email": "nouveau@doukkala.example"})
    user = contact_of(application.case).user
    User.objects.filter(pk=user.pk).update(last_login=AT)

    sent(application)

    contact = contact_of(application.case)
    assert (contact.email, contact.user, contact.user.email) == (
        "nouveau@doukkala.example",
        user,
        "direction@doukkala.example",
    )
    assert mail.of_stream(application.case.stream).get(purpose="receipt").to_email == "nouveau@doukkala.example"


def test_address_of_a_colleague_makes_them_the_contact():
    case = invited_case()
    colleague = registry.add_contact(case.company, by=SYSTEM, at=AT, email="samira@doukkala.example", name="Samira")

    sent(filled(begun(case), contact={"email": "samira@doukkala.example"}))

    assert contact_of(case) == colleague


def reviews(case):
    return list(case.tasks.values_list("kind", "owner", "due_on", "outcome"))


def test_sending_asks_the_officer_for_a_review_once():
    application = sent(filled(begun(invited_case())))
    case = application.case
    asked = [("review", case.officer_id, date(2027, 3, 8), "")]
    assert reviews(case) == asked
    sent(fresh(application), at=SENT + timedelta(minutes=1))
    assert reviews(case) == asked


def test_completion_asks_for_another_review():
    application = sent(filled(begun(invited_case())))
    case = Case.objects.get(pk=application.case_id)
    for step in (Status.IN_REVIEW, Status.INFORMATION_REQUESTED):
        cases.move(case, step, by=SYSTEM, at=SENT)
    sent(save(fresh(application), "company", address="Autre rue"), at=SENT + timedelta(days=1))
    assert reviews(case) == [
        ("review", case.officer_id, date(2027, 3, 8), "reviewed"),
        ("review", case.officer_id, date(2027, 3, 8), ""),
    ]
