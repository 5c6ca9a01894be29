"""A form that has nothing but its declaration runs through the pages of the application."""

import re

import pytest

from companies.cases import actions as cases
from companies.cases.enums import ClosedAs, Status
from companies.cases.models import Case
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.questionnaires.declarations import FormDeclaration, Page
from companies.questionnaires.declared import FORMS, declare
from companies.questionnaires.models import Answer, Response
from tests.enrolment.world import contact_of
from tests.questionnaires import toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def follow_up(member, case):
    toy.begin(case, contact_of(case), at=clock.now())
    return f"/file/{case.reference}/forms/follow_up/"


def save(browser, url, **answers):
    drawn = browser.get(url).content.decode()
    marks = dict(re.findall(r'name="(seen|sheet)" value="([^"]*)"', drawn))
    return browser.post(url, answers | marks)


def test_pages_are_listed_filled_in_in_any_order_checked_and_sent(member, case, follow_up):
    listed = member.get(follow_up).content.decode()
    assert ("Six months later" in listed, re.findall(rf'href="{follow_up}(\w+)/"', listed)[:2]) == (
        True,
        ["sales", "word"],
    )

    assert save(member, f"{follow_up}word/", word="Le coach").url == f"{follow_up}sales/"
    assert save(member, f"{follow_up}sales/", orders="yes", first_buyer="Gómez SL").url == f"{follow_up}check/"
    answers = [member.post(f"{follow_up}send/").url for _ in range(2)]

    assert answers == [f"/file/{case.reference}/"] * 2
    counted = Answer.objects.filter(response__form__key="follow_up", layer="counted").values_list("key", "value")
    assert dict(counted) == {"word": "Le coach", "orders": "yes", "first_buyer": "Gómez SL"}
    assert Entry.objects.filter(verb="form.sent", stream=case.stream).count() == 1
    case.refresh_from_db()
    assert case.status == Status.DRAFT


def test_page_with_mistakes_is_kept_and_says_them(member, follow_up):
    answer = save(member, f"{follow_up}sales/", orders="yes", first_buyer="")

    assert "Name the buyer." in answer.content.decode()
    assert Response.objects.get(form__key="follow_up").pages_done == []


def test_unfinished_form_is_not_sent(member, follow_up):
    save(member, f"{follow_up}word/", word="Le coach")

    refused = member.post(f"{follow_up}send/").content.decode()

    assert "Rien n’a été envoyé" in refused.partition('class="error-summary"')[2]
    assert Response.objects.get(form__key="follow_up").submitted_at is None


def test_closed_file_takes_no_answers(member, case, follow_up):
    cases.close(Case.objects.get(pk=case.pk), closed_as=ClosedAs.WITHDRAWN, by=SYSTEM, at=clock.now())

    assert member.post(f"{follow_up}word/", {"word": "x"}).url == f"/file/{case.reference}/"
    assert not Answer.objects.filter(response__form__key="follow_up").exists()


def test_form_nobody_began_does_not_exist(member, case):
    assert member.get(f"/file/{case.reference}/forms/follow_up/").status_code == 404


def test_form_whose_papers_nobody_keeps_is_not_declared():
    papers = Page("papers", "Your papers", "Papers", 1, (), documents=True)
    form = FormDeclaration("with_papers", (toy.WORD, papers))

    with pytest.raises(ValueError, match="with_papers: a page of papers"):
        declare(form)
    assert "with_papers" not in FORMS
