import re
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from companies.cases import actions as cases
from companies.cases.enums import Origin, Status
from companies.cases.models import Case, Link, ProgrammeYear
from companies.common import clock
from companies.enrolment.models import Application
from companies.journal.actors import SYSTEM
from companies.mail import queries as mail
from companies.portal import sessions
from companies.questionnaires.models import Answer, Response
from companies.registry import actions as registry
from tests.enrolment.world import begun, contact_of, current_year, filled, fresh, invited_case, posts, status_of

pytestmark = pytest.mark.django_db
SAVE_STATEMENTS = 15
"""A page saved, the case looked at again, its journal line and a queued mail, in one transaction."""


def url_of(case, page=""):
    return f"/file/{case.reference}/form/{page}" + ("/" if page else "")


def marks(browser, case, page):
    """The hidden marks of a page as it is drawn now."""
    drawn = browser.get(url_of(case, page)).content.decode()
    return dict(re.findall(r'name="(seen|sheet)" value="([^"]*)"', drawn))


def send_page(browser, case, page, given=None, **changes):
    given = given if given is not None else marks(browser, case, page)
    return browser.post(url_of(case, page), posts(page, **changes) | given)


def value_of(case, key):
    return Answer.objects.get(response__case=case, key=key).value


def test_pages_are_filled_in_from_our_files(working, case):
    page = working.get(url_of(case, "company")).content.decode()

    assert 'value="Conserves Doukkala SARL"' in page
    assert "Repris de nos fichiers" in page


def test_saved_page_leads_to_the_next(working, case):
    response = send_page(working, case, "company")

    assert response.url == url_of(case, "contact")
    assert value_of(case, "ice") == "001000000000047"


def test_list_of_pages_says_what_is_filled_in_ahead_and_how_to_begin(working, case):
    before = working.get(url_of(case)).content.decode()
    send_page(working, case, "company", ice="")
    after = working.get(url_of(case)).content.decode()

    assert ("Commencer\u00a0: Entreprise" in before, "Continuer\u00a0: Entreprise" in before) == (True, False)
    assert ("Commencer\u00a0: Entreprise" in after, "Continuer\u00a0: Entreprise" in after) == (False, True)
    assert before.count("pré-remplie, à relire") == after.count("pré-remplie, à relire") + 1


def test_last_page_leads_to_reading_again(working, case):
    for page in ("company", "contact", "activity", "figures", "markets", "support", "documents"):
        send_page(working, case, page)

    assert send_page(working, case, "declarations").url == url_of(case, "check")


def test_page_with_mistakes_is_kept_and_says_them(working, case):
    response = send_page(working, case, "contact", email="rachid@", contact_name="")

    page = response.content.decode()
    assert response.status_code == 200
    assert "2\u00a0réponses à corriger" in page
    assert ('href="#id_email"' in page, 'href="#id_contact_name"' in page) == (True, True)
    assert 'value="rachid@"' in page
    assert value_of(case, "email") == "rachid@"
    assert Response.objects.get(case=case).pages_done == []


def test_coming_back_later_keeps_what_is_there_and_ends_the_session(working, case):
    response = send_page(working, case, "contact", then="later", contact_name="")

    assert response.url == "/"
    assert value_of(case, "phone") == "+212661203142"
    assert working.get(url_of(case)).url.startswith("/account/login/")


def test_leaving_a_sign_in_leads_to_where_the_file_stands(member, case):
    assert member.post(f"/file/{case.reference}/leave/").url == f"/file/{case.reference}/"


def test_product_is_added_and_removed_without_script(working, case):
    given = marks(working, case, "activity")
    added = working.post(url_of(case, "activity"), posts("activity", add="products") | given)
    page = working.get(added.url).content.decode()
    assert 'name="products-2-name"' in page

    rows = {"products-2-code": "2005", "products-2-name": "Olives", "remove": "1"}
    working.post(url_of(case, "activity"), posts("activity", **rows) | marks(working, case, "activity"))

    assert value_of(case, "products") == [{"code": "2005", "name": "Olives"}]


@pytest.mark.parametrize("rows", ["0", "6", "-1", "x", "²", "9" * 30])
def test_odd_number_of_rows_is_one(working, case, rows):
    page = working.get(url_of(case, "activity"), {"rows": rows}).content.decode()

    assert 'name="products-2-name"' not in page


def test_two_windows_show_both_versions_and_overwrite_nothing(working, case):
    first, second = marks(working, case, "contact"), marks(working, case, "contact")
    send_page(working, case, "contact", first, contact_name="Rachid Amrani")

    response = send_page(working, case, "contact", second, contact_name="Samira Alaoui")

    page = response.content.decode()
    assert response.status_code == 200
    assert "Vous avez modifié cette réponse à" in page
    assert ("Rachid Amrani" in page, "Samira Alaoui" in page) == (True, True)
    assert value_of(case, "contact_name") == "Rachid Amrani"


@pytest.mark.parametrize(("keep", "kept"), [("saved", "Rachid Amrani"), ("mine", "Samira Alaoui")])
def test_person_chooses_the_version(working, case, keep, kept):
    first, second = marks(working, case, "contact"), marks(working, case, "contact")
    send_page(working, case, "contact", first, contact_name="Rachid Amrani")
    clash = send_page(working, case, "contact", second, contact_name="Samira Alaoui").content.decode()
    again = dict(re.findall(r'name="(seen|sheet)" value="([^"]*)"', clash))

    send_page(working, case, "contact", again | {"keep-contact_name": keep}, contact_name="Samira Alaoui")

    assert value_of(case, "contact_name") == kept


def test_products_in_two_versions_can_be_chosen(working, case):
    first, second = marks(working, case, "activity"), marks(working, case, "activity")
    send_page(working, case, "activity", first, **{"products-1-name": "Sardines"})
    mine = {"products-1-name": "Thon", "products-2-name": "Olives", "products-2-code": ""}
    clash = send_page(working, case, "activity", second, **mine).content.decode()
    again = dict(re.findall(r'name="(seen|sheet)" value="([^"]*)"', clash))

    send_page(working, case, "activity", again | {"keep-products": "saved"}, **mine)

    assert value_of(case, "products") == [{"code": "160413", "name": "Sardines"}]


def test_back_button_saves_again_without_clash(working, case):
    given = marks(working, case, "contact")
    send_page(working, case, "contact", given, contact_name="Rachid")

    response = send_page(working, case, "contact", given, contact_name="Rachid Amrani")

    assert response.status_code == 302
    assert value_of(case, "contact_name") == "Rachid Amrani"


def test_double_click_saves_once(working, case):
    given = marks(working, case, "contact")

    assert [send_page(working, case, "contact", given).status_code for _ in range(2)] == [302, 302]
    assert mail.of_stream(case.stream).filter(purpose="draft.saved").count() == 1


@pytest.mark.parametrize("given", [{}, {"seen": "x"}, {"seen": "99999999999"}, {"seen": "٣"}, {"sheet": "\x00" * 99}])
def test_page_without_its_marks_counts_as_old(working, case, given):
    send_page(working, case, "contact")

    assert send_page(working, case, "contact", given, contact_name="Samira").status_code == 200
    assert value_of(case, "contact_name") == "Rachid Amrani"


def test_digits_as_arabs_write_them_are_understood(working, case):
    ice = "٠٠١٠٠٠٠٠٠٠٠٠٠٤٧"
    send_page(working, case, "company", ice=ice, created_on="٢٠١٤")
    send_page(working, case, "contact", phone="٠٦ ٦١ ٢٠ ٣١ ٤٢")
    send_page(working, case, "activity", **{"products-1-code": "١٦٠٤١٣"})

    found = {key: value_of(case, key) for key in ("ice", "created_on", "phone", "products")}
    assert found == {
        "ice": "001000000000047",
        "created_on": 2014,
        "phone": "+212661203142",
        "products": [{"code": "160413", "name": "Conserves de sardines"}],
    }


def test_unknown_page_does_not_exist(working, case):
    assert working.get(url_of(case, "opinions")).status_code == 404


def test_sending_leads_to_the_receipt_and_again_to_the_same(working, case):
    filled(fresh(Application.objects.get(case=case)), at=clock.now())

    first, second = (working.post(url_of(case, "send")) for _ in range(2))

    page = working.get(first.url).content.decode()
    assert first.url == second.url == f"/file/{case.reference}/receipt/"
    assert (case.reference in page, "direction@doukkala.example" in page) == (True, True)
    assert mail.of_stream(case.stream).filter(purpose="receipt").count() == 1


def test_sending_an_unfinished_form_says_that_it_was_not_sent_and_all_that_is_missing(working, case):
    filled(fresh(Application.objects.get(case=case)), at=clock.now())
    Answer.objects.filter(response__case=case, key__in=("phone", "experience")).delete()

    page = working.post(url_of(case, "send")).content.decode()

    summary, foot = page.partition('class="error-summary"')[2].partition("</section>")[0], page.partition("wanting")[2]
    assert "Votre candidature n’a pas été envoyée" in summary
    assert re.findall(r'href="([^"]+)"', summary) == [
        f"{url_of(case, 'contact')}#id_phone",
        f"{url_of(case, 'markets')}#id_experience_0",
    ]
    assert "<title>Erreur" in page
    assert re.findall(r'href="([^"]+/form/[a-z]+/)"', foot.partition("</ul>")[0]) == [
        url_of(case, "contact"),
        url_of(case, "markets"),
    ]
    assert status_of(case) == Status.DRAFT


def test_single_page_that_is_missing_is_spoken_of_as_one(working, case):
    filled(fresh(Application.objects.get(case=case)), at=clock.now())
    Answer.objects.filter(response__case=case, key="phone").delete()

    page = working.get(url_of(case, "check")).content.decode()

    assert "Il reste une page à compléter avant l’envoi." in page
    assert "error-summary" not in page


def test_ice_of_another_company_is_said_with_the_way_to_it(working, case):
    invited_case(ice="001000000000047", name="Autre", email="a@x.example", year=current_year())
    filled(fresh(Application.objects.get(case=case)), at=clock.now())

    page = working.post(url_of(case, "send")).content.decode()

    assert "Nous ne pouvons pas retenir cet ICE" in page
    assert f'href="{url_of(case, "company")}#id_ice"' in page


def test_doubtful_ice_warns_before_sending_and_does_not_block(working, case):
    filled(fresh(Application.objects.get(case=case)), at=clock.now(), company={"ice": "001000000000048"})

    assert "paraît inhabituel" in working.get(url_of(case, "check")).content.decode()
    working.post(url_of(case, "send"))
    assert status_of(case) == Status.SUBMITTED


def test_doubts_are_said_once_a_page_is_saved_and_name_their_question(working, case):
    saved = send_page(working, case, "markets", experience="never", current_markets=["France"])

    told = working.get(saved.url).content.decode()
    assert "Pays où vous vendez aujourd’hui\u00a0: Vous dites n’avoir jamais exporté et citez des pays." in told
    assert "Vous dites n’avoir jamais exporté" not in working.get(saved.url).content.decode()


def test_sent_form_can_be_corrected_and_says_what_still_counts(working, case):
    filled(fresh(Application.objects.get(case=case)), at=clock.now())
    working.post(url_of(case, "send"))

    send_page(working, case, "company", name="Conserves du Doukkala")

    assert "Modifié, pas envoyé" in working.get(f"/file/{case.reference}/").content.decode()
    assert working.post(url_of(case, "send")).status_code == 302
    assert mail.of_stream(case.stream).filter(purpose="correction.received").count() == 1


def test_declined_file_leads_back_to_where_it_stands(working, case):
    working.post(f"/file/{case.reference}/not-for-us/", {"code": "no_time_or_staff"})

    assert working.get(url_of(case)).url == f"/file/{case.reference}/"
    assert "Revenir dans le programme" in working.get(f"/file/{case.reference}/").content.decode()
    working.post(f"/file/{case.reference}/back/")
    assert status_of(case) == Status.DRAFT


def test_turning_back_is_two_presses_from_every_page_of_the_form(working, case):
    for path in ("", "form/", "form/company/", "form/documents/", "form/check/"):
        page = working.get(f"/file/{case.reference}/{path}").content.decode()
        assert f'href="/file/{case.reference}/not-for-us/"' in page

    reasons = working.get(f"/file/{case.reference}/not-for-us/").content.decode()
    assert '<button class="link-button" name="code" value="no_time_or_staff">' in reasons
    working.post(f"/file/{case.reference}/not-for-us/", {"code": "no_time_or_staff"})
    assert status_of(case) == Status.CLOSED


@pytest.mark.parametrize("form", [{}, {"code": "other"}, {"code": "x"}])
def test_turning_back_needs_its_reason(working, case, form):
    response = working.post(f"/file/{case.reference}/not-for-us/", form)

    assert (response.status_code, "error-message" in response.content.decode()) == (200, True)
    assert status_of(case) == Status.DRAFT


# -- sessions


def test_session_left_alone_closes_and_keeps_the_answers(working, case):
    send_page(working, case, "contact")
    _age_session(working, settings.COMPANY_IDLE_MINUTES * 60 + 1)

    response = working.get(url_of(case, "company"), follow=True)

    assert "La session s’est fermée" in response.content.decode() or "session" in response.content.decode()
    assert response.redirect_chain[0][0].startswith("/account/login/?next=")
    assert value_of(case, "contact_name") == "Rachid Amrani"


def test_work_keeps_the_session_open(working, case):
    _age_session(working, int(sessions.NOTED_EVERY) + 60)
    working.get(url_of(case))

    assert time.time() - working.session[sessions.KEY]["seen"] < 5


def test_session_ends_with_its_link(working, case):
    Link.objects.update(revoked_at=clock.now())

    assert working.get(url_of(case)).status_code == 302


def test_session_ends_with_the_contacts_access(working, case):
    registry.end_access(contact_of(case), by=SYSTEM, at=clock.now())

    assert working.get(url_of(case)).status_code == 302


def test_session_of_a_link_ends_once_somebody_who_signed_in_has_answered(working, case, member):
    """The link may have been forwarded; answers given behind a code are read behind one."""
    assert working.get(url_of(case)).status_code == 200

    send_page(member, case, "activity")

    assert working.get(url_of(case)).status_code == 302
    assert member.get(url_of(case)).status_code == 200


def _age_session(browser, seconds):
    session = browser.session
    session[sessions.KEY] = session[sessions.KEY] | {"seen": int(time.time()) - seconds}
    session.save()


# -- reach


@pytest.mark.parametrize("path", ["", "form/", "form/company/", "form/check/", "receipt/", "not-for-us/"])
def test_another_companys_file_does_not_exist(member, path):
    other = invited_case(year=current_year(), at=clock.now(), name="Autre", email="autre@x.example")
    begun(other, at=clock.now())

    assert member.get(f"/file/{other.reference}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["form/company/", "form/send/", "leave/", "back/", "begin/", "not-for-us/"])
def test_nothing_is_posted_to_another_companys_file(member, path):
    other = invited_case(year=current_year(), at=clock.now(), name="Autre", email="autre@x.example")
    begun(other, at=clock.now())

    assert member.post(f"/file/{other.reference}/{path}").status_code == 404


def test_staff_have_no_way_into_a_draft(case, client):
    client.force_login(case.officer)

    assert client.get(f"/file/{case.reference}/").status_code == 404


def test_person_of_several_companies_chooses(member, case):
    other = invited_case(year=current_year(), at=clock.now(), name="Deuxième", ice="000000000000099")
    begun(other, at=clock.now())

    page = member.get("/files/").content.decode()

    assert (case.reference in page, other.reference in page) == (True, True)


def test_single_file_opens_by_itself(member, case):
    assert member.get("/files/").url == f"/file/{case.reference}/"


def test_person_without_file_is_told_so(client, case):
    from companies.accounts import actions as accounts

    user = accounts.create("seul@x.example", name="", role="company", by=SYSTEM, at=clock.now())
    client.force_login(user)

    assert "Aucun dossier ne vous est encore ouvert" in client.get("/files/").content.decode()


def test_who_signed_in_before_anything_was_begun_can_begin(case, client):
    from companies.enrolment import actions as enrolment

    client.force_login(enrolment.admit(contact_of(case), by=SYSTEM, at=clock.now()))

    assert "Commencer ma candidature" in client.get(f"/file/{case.reference}/").content.decode()
    assert client.post(f"/file/{case.reference}/begin/").url == url_of(case)
    assert status_of(case) == Status.DRAFT


# -- statements


def statements(act):
    with CaptureQueriesContext(connection) as counted:
        act()
    return len(counted)


def test_first_page_saved_with_its_mail_takes_few_statements(working, case):
    given = marks(working, case, "contact")

    assert statements(lambda: send_page(working, case, "contact", given)) == SAVE_STATEMENTS
    assert mail.of_stream(case.stream).filter(purpose="draft.saved").count() == 1


def test_page_saved_by_who_signed_in_takes_fewer(member, case):
    """They came in by a code to their address: no mail tells them the way back."""
    given = marks(member, case, "company")

    assert statements(lambda: send_page(member, case, "company", given)) == 13
    assert not mail.of_stream(case.stream).filter(purpose="draft.saved").exists()


@pytest.mark.parametrize("page", ["", "company", "contact", "activity", "markets", "declarations", "check"])
def test_statements_of_the_forms_pages(member, case, page):
    member.get(url_of(case, page))

    assert statements(lambda: member.get(url_of(case, page))) <= (10 if page == "check" else 8)


def test_statements_of_the_file_do_not_grow(member, case):
    member.get(f"/file/{case.reference}/")
    short = statements(lambda: member.get(f"/file/{case.reference}/"))
    for days in range(3):
        case.interactions.create(
            kind="call", outcome="spoken", text="Bonjour", shared=True, at=clock.now(), happened_on=clock.today()
        )
        case.tasks.create(
            side="company", kind="other", title=f"Envoyer {days}", due_on=clock.today(), made_at=clock.now()
        )

    assert (short, statements(lambda: member.get(f"/file/{case.reference}/"))) == (12, 12)


def test_each_years_file_opens_by_its_number(member, case):
    following = ProgrammeYear.objects.create(code="2028", opens_on="2028-01-04", closes_on="2028-04-30")
    [later] = cases.open_cases(following, [case.company], origin=Origin.PREVIOUS_YEAR, by=SYSTEM, at=clock.now())

    opened = [member.get(f"/file/{each.reference}/").context["case"] for each in (case, later)]

    assert opened == [case, later]


def test_statements_of_the_files_do_not_grow(member, case):
    def more(number):
        other = invited_case(year=current_year(), at=clock.now(), name=f"N{number}", ice=f"99{number:013}")
        begun(other, at=clock.now())

    more(1)
    member.get("/files/")
    two = statements(lambda: member.get("/files/"))
    more(2)

    assert (two, statements(lambda: member.get("/files/"))) == (4, 4)


def test_history_tells_what_happened_in_the_companys_words(member, case):
    page = member.get(f"/file/{case.reference}/").content.decode()

    assert ("Invitation envoyée à votre entreprise" in page, "Candidature commencée" in page) == (True, True)


def test_coming_back_is_no_second_sending_in_the_history(member, case):
    filled(fresh(Application.objects.get(case=case)), at=clock.now())
    member.post(url_of(case, "send"))
    member.post(f"/file/{case.reference}/not-for-us/", {"code": "no_time_or_staff"})
    member.post(f"/file/{case.reference}/back/")

    page = member.get(f"/file/{case.reference}/").content.decode()

    assert status_of(case) == Status.SUBMITTED
    assert (page.count("Candidature envoyée, et bien reçue"), page.count("Retour dans le programme")) == (1, 1)


def test_withdrawing_what_was_sent_is_confirmed_with_its_number(member, case):
    filled(fresh(Application.objects.get(case=case)), at=clock.now())
    member.post(url_of(case, "send"))

    before = member.get(f"/file/{case.reference}/not-for-us/").content.decode()
    member.post(f"/file/{case.reference}/not-for-us/", {"code": "no_time_or_staff"})

    told = mail.of_stream(case.stream).get(purpose="application.withdrawn")
    assert "met fin à son examen" in before
    assert (case.reference in told.subject, f"la candidature {case.reference}" in told.text) == (True, True)
    assert not mail.of_stream(case.stream).filter(purpose="decline.thanks").exists()


def test_past_the_closing_date_the_draft_is_kept(member, case):
    type(case.year).objects.filter(pk=case.year_id).update(closes_on=clock.today() - timedelta(days=1))
    filled(fresh(Application.objects.get(case=case)), at=clock.now())

    page = member.post(url_of(case, "send")).content.decode()

    assert "La campagne est close" in page
    assert Case.objects.get(pk=case.pk).status == Status.DRAFT


def test_decided_application_can_still_be_read(member, case):
    from companies.cases import actions as cases
    from companies.enrolment import actions as enrolment

    application = filled(fresh(Application.objects.get(case=case)), at=clock.now())
    enrolment.submit(application, by=SYSTEM, at=clock.now())
    for step in (Status.IN_REVIEW, Status.DIAGNOSTIC):
        cases.move(application.case, step, by=SYSTEM, at=clock.now())

    page = member.get(url_of(case, "check")).content.decode()

    assert ("Conserves Doukkala SARL" in page, "Modifier" in page, "Envoyer ma" in page) == (True, False, False)
    assert member.get(url_of(case, "company")).url == f"/file/{case.reference}/"


def test_draft_of_a_year_that_is_over_says_so(member, case):
    type(case.year).objects.filter(pk=case.year_id).update(closes_on=clock.today() - timedelta(days=1))

    page = member.get(f"/file/{case.reference}/").content.decode()

    assert ("La campagne est close" in page, "Votre brouillon est gardé" in page) == (True, True)
