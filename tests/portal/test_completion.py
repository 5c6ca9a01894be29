"""What an officer asks back: only that is shown, in the officer's words, and sending it answers the request."""

import re
from datetime import timedelta

import pytest
from django.db.models import F

from companies.cases import actions as cases
from companies.cases.enums import Status
from companies.common import clock, words
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Application, CompletionRequest, Document, DocumentSlot
from companies.journal.actors import SYSTEM
from companies.mail.models import Message
from companies.questionnaires.models import Answer
from tests.enrolment.world import contact_of, filled, fresh, status_of
from tests.portal.papers import given
from tests.portal.test_filling import marks, send_page, statements, url_of

pytestmark = pytest.mark.django_db
WORDS = ["Le deuxième produit n’a pas de code SH.", "L’adresse est celle d’avant."]


@pytest.fixture
def application(member, case):
    """Sent, and looked at by the officer."""
    sent = enrolment.submit(filled(Application.objects.get(case=case), at=clock.now()), by=SYSTEM, at=clock.now())
    cases.move(sent.case, Status.IN_REVIEW, by=SYSTEM, at=clock.now())
    return sent


def ask(application, **wanted):
    given = {"items": [], "questions": ["address", "products"], "due_on": clock.today() + timedelta(days=15)}
    case = fresh(application).case
    enrolment.request_completion(case, by=case.officer.actor, at=clock.now(), **given | wanted)
    return CompletionRequest.objects.get(case=case)


def slot(application, key="statutes", **fields):
    named = {"name_fr": "Statuts", "name_ar": "النظام الأساسي", "required": True} | fields
    return DocumentSlot.objects.create(year=application.case.year, key=key, **named)


def text_of(browser, url):
    return browser.get(url).content.decode()


def fields_of(page):
    return set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page)) - {"csrfmiddlewaretoken"}


def test_list_of_pages_has_what_is_asked_with_the_officers_words(member, case, application):
    request = ask(application, items=WORDS)

    page = text_of(member, url_of(case))

    assert re.findall(rf'href="{url_of(case)}(\w+)/"', page) == ["asked", "company", "activity", "asked"]
    assert all(words in page for words in WORDS)
    assert (str(request.due_on.year) in page, "Pas encore envoyé" in page) == (True, True)


def test_page_has_only_the_questions_asked(member, case, application):
    ask(application)

    company = fields_of(text_of(member, url_of(case, "company")))

    assert company == {"seen", "sheet", "address"}
    refused = send_page(member, case, "company", address="")
    assert "Répondez à cette question." in refused.content.decode()
    assert member.get(url_of(case, "contact")).status_code == 404


def test_nothing_is_sent_before_each_page_was_looked_at(member, case, application):
    ask(application)
    send_page(member, case, "company")

    refused = member.post(url_of(case, "send")).content.decode()

    summary = refused.partition('class="error-summary"')[2].partition("</section>")[0]
    assert re.findall(r'href="([^"]+)"[^>]*>([^<]+)<', summary) == [
        (url_of(case, "activity"), "Activité\xa0: Relisez cette page.")
    ]
    assert status_of(case) == Status.INFORMATION_REQUESTED


def test_sending_answers_the_request_and_the_file_is_reviewed_again(member, case, application):
    request = ask(application)
    first = send_page(member, case, "company", address="14, rue du Port")
    second = send_page(member, case, "activity")
    assert (first.url, second.url) == (url_of(case, "activity"), url_of(case, "check"))

    answers = [member.post(url_of(case, "send")) for _ in range(2)]

    request.refresh_from_db()
    assert [answer.url for answer in answers] == [f"/file/{case.reference}/receipt/"] * 2
    assert (status_of(case), request.answered_at is not None) == (Status.IN_REVIEW, True)
    assert Answer.objects.get(response__case=case, key="address").value == "14, rue du Port"
    told = Message.objects.get(purpose="completion.received")
    said = [line for line in told.text.splitlines() if line.startswith("–")]
    assert said == ["– Adresse", "– Produits que vous vendez ou voulez exporter"]
    assert not Message.objects.filter(purpose="correction.received").exists()


def test_other_corrections_are_not_sent_along(member, case, application):
    send_page(member, case, "contact", contact_name="Samira Alaoui")
    ask(application)
    send_page(member, case, "company")
    send_page(member, case, "activity")

    member.post(url_of(case, "send"))

    names = Answer.objects.filter(response__case=case, key="contact_name").values_list("layer", "value")
    assert dict(names) == {"counted": "Rachid Amrani", "unsent": "Samira Alaoui"}
    assert contact_of(case).name == "Rachid Amrani"


def test_request_in_words_alone_leaves_the_whole_form_open(member, case, application):
    ask(application, items=WORDS, questions=[])

    page = text_of(member, url_of(case, "contact"))

    assert {"contact_name", "email"} <= fields_of(page)
    assert WORDS[0] in page


def answer(browser, case, *said):
    """Answer what was asked in the officer's words."""
    request = CompletionRequest.objects.get(case=case)
    keys = [f"own_{request.pk}_{number}" for number in (1, 2)]
    return browser.post(url_of(case, "asked"), marks(browser, case, "asked") | dict(zip(keys, said, strict=True)))


def test_what_is_asked_in_words_has_its_place_to_answer_and_needs_one(member, case, application):
    request = ask(application, items=WORDS)
    page = text_of(member, url_of(case, "asked"))

    refused = answer(member, case, "160414", " ")
    taken = answer(member, case, "160414", "12, rue du Port")

    keys = [f"own_{request.pk}_1", f"own_{request.pk}_2"]
    assert (page.count("<textarea"), all(words in page for words in WORDS)) == (2, True)
    assert ("Répondez à cette question." in refused.content.decode(), taken.url) == (True, url_of(case, "company"))
    rows = Answer.objects.filter(response__case=case, key__in=keys).values_list("key", "value", "wording")
    assert sorted(rows) == [(keys[0], "160414", WORDS[0]), (keys[1], "12, rue du Port", WORDS[1])]


def test_answers_to_the_officers_words_are_read_again_and_sent(member, case, application):
    request = ask(application, items=WORDS, questions=[])
    unanswered = member.post(url_of(case, "send"))
    answer(member, case, "160414", "12, rue du Port")

    check = text_of(member, url_of(case, "check"))
    sent = member.post(url_of(case, "send"))

    request.refresh_from_db()
    assert unanswered.status_code != 302 or unanswered.url == url_of(case, "check")
    assert (WORDS[0] in check, "160414" in check) == (True, True)
    assert (sent.url, request.answered_at is not None) == (f"/file/{case.reference}/receipt/", True)
    counted = Answer.objects.filter(response__case=case, key__startswith="own_", layer="counted")
    assert list(counted.order_by("key").values_list("value", flat=True)) == ["160414", "12, rue du Port"]


def test_company_sees_what_it_sent_and_when(member, case, application):
    statutes = slot(application)
    ask(application, items=WORDS, questions=["address"], slots=["statutes"])
    CompletionRequest.objects.update(asked_at=F("asked_at") - timedelta(minutes=1))
    before = text_of(member, f"/file/{case.reference}/receipt/")
    answer(member, case, "160414", "12, rue du Port")
    send_page(member, case, "company", address="14, rue du Port")
    given(case, statutes)
    member.post(url_of(case, "documents"), {"then": "next"})

    landed = member.post(url_of(case, "send"), follow=True).content.decode()

    request, first = CompletionRequest.objects.get(), fresh(application).response.submitted_at
    said = f"Nous avons bien reçu ce que vous avez envoyé le {words.full_moment(request.answered_at, 'fr')}"
    section = landed.partition(said)[2].partition("</section>")[0]
    assert ("ce que vous avez envoyé le" in before, said in landed) == (False, True)
    assert all(each in section for each in (*WORDS, "Adresse", "Statuts", "rc.pdf"))
    assert f"Reçue le {words.full_moment(first, 'fr')}" in landed


def test_paper_asked_back_has_to_come_anew(member, case, application):
    statutes = slot(application)
    given(case, statutes)
    ask(application, questions=[], slots=["statutes"])
    assert re.findall(rf'href="{url_of(case)}(\w+)/"', text_of(member, url_of(case)))[0] == "documents"

    refused = member.post(url_of(case, "send")).content.decode()
    CompletionRequest.objects.update(asked_at=F("asked_at") - timedelta(minutes=1))
    Document.objects.update(removed_at=clock.now())
    given(case, statutes)
    member.post(url_of(case, "documents"), {"then": "next"})
    sent = member.post(url_of(case, "send"))

    assert f'href="{url_of(case, "documents")}#statutes"' in refused.partition('class="error-summary"')[2]
    assert sent.url == f"/file/{case.reference}/receipt/"
    assert status_of(case) == Status.IN_REVIEW


def test_page_of_papers_says_that_a_new_one_is_wanted_why_and_by_when(member, case, application):
    statutes = slot(application)
    given(case, statutes)
    request = ask(application, questions=[], slots=["statutes"], reason="La deuxième page manque.")

    page = text_of(member, url_of(case, "documents"))
    warned = member.post(url_of(case, "documents"), {"then": "next"}, follow=True).content.decode()

    assert f"Une nouvelle version est demandée, jusqu’au {words.full_day(request.due_on, 'fr')} inclus" in page
    assert ("La deuxième page manque." in page, "Celui que vous avez envoyé le " in page) == (True, True)
    assert "À ajouter encore avant l’envoi\u202f: Statuts." in warned
    assert "celui qui s’y trouve a été envoyé avant notre demande" in warned


def test_mail_names_questions_and_papers_in_the_persons_language(case, application):
    slot(application)
    contact = contact_of(case)
    contact.language = "ar"
    contact.save()

    ask(application, items=WORDS, slots=["statutes"])

    text = Message.objects.get(purpose="completion.requested").text
    assert ("النظام الأساسي" in text, WORDS[0].rstrip(".") in text) == (True, True)


@pytest.mark.parametrize("wanted", [{"questions": ["no_such"]}, {"slots": ["no_such"]}, {"questions": ["\x00"]}])
def test_what_does_not_exist_is_not_asked(case, application, wanted):
    from companies.common.refusals import Refusal

    with pytest.raises(Refusal):
        ask(application, **wanted)
    assert (status_of(case), CompletionRequest.objects.count()) == (Status.IN_REVIEW, 0)


def test_statements_of_a_page_asked_back(member, case, application):
    ask(application)
    member.get(url_of(case, "company"))

    assert statements(lambda: member.get(url_of(case, "company"))) <= 8


def test_our_answer_has_no_date_while_the_count_stands_still(member, case, application):
    before = text_of(member, f"/file/{case.reference}/")
    ask(application)
    meanwhile = text_of(member, f"/file/{case.reference}/")

    dated = f"Une réponse écrite au plus tard le {words.full_day(application.answer_by, 'fr')}"
    assert (dated in before, dated in meanwhile, "Une réponse écrite" in meanwhile) == (True, False, True)
