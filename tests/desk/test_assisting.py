"""From a case's page to the company's own pages and back: opening the form, ending it, asking for the confirmation."""

import pytest
from django.test import Client

from companies.accounts.enums import Role
from companies.accounts.models import Absence
from companies.cases.enums import InteractionKind, Status
from companies.cases.models import Case, Interaction
from companies.common import clock, words
from companies.enrolment.models import Confirmation
from companies.journal.models import Entry
from companies.mail.models import Address
from companies.registry.models import Contact
from tests.enrolment import assisting as helper
from tests.enrolment import world
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(officer):
    return world.invited_case(year=world.current_year(), at=clock.now(), officer=officer)


def url(case, more=""):
    return f"/desk/cases/{case.reference}/{more}"


def press(client, case, **changes):
    return client.post(url(case, "assist/"), {"how": "call", "contact": world.contact_of(case).pk} | changes)


def form_of(case):
    return f"/file/{case.reference}/form/"


def waiting(case):
    return helper.waiting(case, at=clock.now())


# -- opening


def test_button_stands_on_the_page_of_a_file_that_can_be_filled_in(client, case):
    assert url(case, "assist/") in client.get(url(case)).content.decode()

    world.sent(world.filled(world.begun(case, at=clock.now()), at=clock.now()), at=clock.now())
    assert url(case, "assist/") not in client.get(url(case)).content.decode()


@pytest.mark.parametrize("role", [Role.COACH, Role.NATIONAL])
def test_button_is_not_there_for_who_may_not(client, case, as_role, role):
    user = as_role(role)
    Case.objects.filter(pk=case.pk).update(coach=user)

    page = client.get(url(case))
    assert (page.status_code, url(case, "assist/") in page.content.decode()) == (200, False)
    assert press(client, case).status_code == 403


def test_form_asks_how_and_with_whom_and_opens_the_company_s_pages(client, case, officer):
    answer = press(client, case, how="forum")

    assert (answer.status_code, answer.url) == (302, form_of(case))
    assert client.get(form_of(case)).status_code == 200
    talk = Interaction.objects.get(case=case)
    assert (talk.kind, talk.by, talk.contact) == (InteractionKind.FORUM, officer, world.contact_of(case))


@pytest.mark.parametrize(
    ("changes", "field"), [({"how": "mail"}, "how"), ({"how": ""}, "how"), ({"contact": "0"}, "contact")]
)
def test_wrong_choice_comes_back_and_opens_nothing(client, case, changes, field):
    answer = press(client, case, **changes)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert client.get(form_of(case)).status_code == 404
    assert not Interaction.objects.exists()


def test_somebody_of_another_company_is_not_sat_with(client, case):
    other = making.contact(making.company("Autre"))

    assert press(client, case, contact=other.pk).status_code == 422


def test_sent_application_is_refused_in_words(client, case):
    world.sent(world.filled(world.begun(case, at=clock.now()), at=clock.now()), at=clock.now())

    answer = press(client, case)
    assert answer.status_code == 422
    assert "Rien ne peut être rempli" in answer.content.decode()


def test_get_opens_nothing(client, case):
    assert client.get(url(case, "assist/")).status_code == 200
    assert client.get(form_of(case)).status_code == 404
    assert not Entry.objects.filter(verb__startswith="assistance").exists()


# -- while it is open


def test_desk_goes_on_beside_the_open_form(client, case):
    press(client, case)

    assert client.get(url(case)).status_code == 200
    assert client.get("/desk/").status_code == 200
    assert client.get(form_of(case)).status_code == 200


def test_end_leads_back_and_shuts_the_form(client, case, officer):
    press(client, case)

    answer = client.post(url(case, "assist/end/"))
    assert (answer.status_code, answer.url) == (302, url(case))
    assert client.get(form_of(case)).status_code == 404
    line = Entry.objects.get(verb="assistance.ended")
    assert (line.actor_id, line.behalf_id) == (officer.pk, world.contact_of(case).pk)


def test_end_of_another_case_leaves_this_one_open(client, case, officer):
    other = world.invited_case(year=world.current_year(), at=clock.now(), officer=officer, email="b@doukkala.example")
    press(client, case)

    client.post(url(other, "assist/end/"))
    assert client.get(form_of(case)).status_code == 200


def test_opening_another_case_shuts_the_first(client, case, officer):
    other = world.invited_case(year=world.current_year(), at=clock.now(), officer=officer, email="b@doukkala.example")
    press(client, case)
    press(client, other)

    assert client.get(form_of(other)).status_code == 200
    lost = client.post(form_of(case) + "company/", {"name": "Ailleurs"}, follow=True)
    assert lost.redirect_chain == [(url(case), 302)]
    assert "n’a pas été enregistré" in lost.content.decode()


def test_signing_out_shuts_it(client, case, officer):
    press(client, case)
    client.logout()
    client.force_login(officer)

    assert client.get(form_of(case)).status_code == 404


def test_deputy_fills_in_for_the_time_of_the_absence(client, case, officer, as_role):
    deputy = as_role(Role.OFFICER, making.SOUSS)
    assert press(client, case).status_code == 404

    today = clock.today()
    absence = Absence.objects.create(user=officer, deputy=deputy, begins_on=today, ends_on=today)
    assert press(client, case).status_code == 302
    assert client.get(form_of(case)).status_code == 200

    absence.delete()
    assert client.get(form_of(case)).status_code == 404


def test_manager_of_the_region_fills_in(client, case, as_role):
    as_role(Role.MANAGER)

    assert press(client, case).status_code == 302
    assert client.get(form_of(case)).status_code == 200


# -- asking to confirm


def confirm(client, case, **changes):
    return client.post(url(case, "confirm/"), {"contact": world.contact_of(case).pk} | changes)


def test_request_leaves_by_mail_and_shuts_the_form(client, case):
    helper.typed(helper.sat_down(case, at=clock.now()), at=clock.now())
    press(client, case)

    answer = confirm(client, case)
    assert (answer.status_code, answer.url) == (302, url(case))
    assert Confirmation.objects.get().contact == world.contact_of(case)
    assert client.get(form_of(case)).status_code == 404


def test_letter_is_shown_once_where_no_mail_reaches(client, case):
    helper.typed(helper.sat_down(case, at=clock.now()), at=clock.now())
    Address.objects.update_or_create(email=world.contact_of(case).email, defaults={"state": "bounced"})

    answer = confirm(client, case)
    (letter,) = answer.context["letters"]
    assert (answer.status_code, letter.confirms, len(letter.code)) == (200, True, 9)
    assert letter.code in answer.content.decode()
    assert answer.headers["Cache-Control"].count("no-store") == 1
    stranger = Client()
    assert stranger.post("/letter/", {"code": letter.code}).url.startswith("/confirm/")


def test_page_says_what_is_missing_before_it_can_be_asked(client, case):
    helper.typed(helper.sat_down(case, at=clock.now()), "company", at=clock.now())

    page = client.get(url(case, "confirm/"))
    assert (page.status_code, "contact" in [each.key for each in page.context["pages"]]) == (200, True)
    assert confirm(client, case).status_code == 422
    assert not Confirmation.objects.exists()


def test_what_the_company_typed_itself_is_not_asked_back(client, case):
    world.filled(world.begun(case, at=clock.now()), at=clock.now())

    assert "assisted" in client.get(url(case, "confirm/")).context
    assert client.get(url(case, "confirm/")).context["assisted"] is False
    assert confirm(client, case).status_code == 422


def test_file_without_a_draft_leads_to_opening_one(client, case):
    assert client.get(url(case, "confirm/")).url == url(case, "assist/")


# -- waiting


def test_case_page_says_since_when_it_waits_and_by_which_way(client, case):
    waiting(case)

    page = client.get(url(case))
    awaited = page.context["sheet"].awaited
    assert (awaited.since, awaited.by_letter, awaited.stale) == (clock.today(), False, False)
    assert awaited.person == "Rachid Amrani" or awaited.person == "Direction"
    assert "En attente de la confirmation" in page.content.decode()
    step = page.context["next_step"]
    closes = words.full_day(Case.objects.get(pk=case.pk).closes_on, "fr")
    assert step.title == f"En attente de l’accord de l’entreprise jusqu’au {closes}"
    assert (
        step.reason
        == f"Demandé le {words.day(clock.today(), 'fr')}\N{NARROW NO-BREAK SPACE}; les rappels partent d’eux-mêmes."
    )


def test_case_page_says_that_it_was_changed_since(client, case):
    application = waiting(case)
    world.save(application, "contact", at=clock.now(), function="Direction commerciale")

    page = client.get(url(case))
    assert page.context["sheet"].awaited.stale is True
    assert page.context["next_step"].title == "Redemander la confirmation à l’entreprise"
    assert url(case, "confirm/") in page.content.decode()


def test_confirmed_application_waits_for_nothing(client, case):
    application = waiting(case)
    Confirmation.objects.update(ended_at=clock.now(), ended_as="confirmed")

    assert client.get(url(case)).context["sheet"].awaited is None
    assert Case.objects.get(pk=application.case_id).status == Status.DRAFT


def test_waiting_costs_the_page_no_statement(client, case, django_assert_num_queries):
    application = helper.typed(helper.sat_down(case, at=clock.now()), at=clock.now())
    client.get(url(case))
    with django_assert_num_queries(_statements(client, case)):
        client.get(url(case))
    before = _statements(client, case)
    helper.put_to_company(application, at=clock.now())

    assert _statements(client, case) == before


def _statements(client, case):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(url(case))
    return len(asked)


def test_new_contact_can_be_asked_too(client, case):
    helper.typed(helper.sat_down(case, at=clock.now()), at=clock.now())
    other = Contact.objects.create(company=case.company, name="Nadia", email="nadia@doukkala.example")

    confirm(client, case, contact=other.pk)
    assert Confirmation.objects.get().contact == other
