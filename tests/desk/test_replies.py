"""What companies write back, as officers find it: in the history of the file and on the list of the day."""

import re
from html import unescape

import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, TaskKind
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.outreach.officers import facts
from companies.registry.models import Contact
from tests.support import making


@pytest.fixture
def case(officer):
    return making.case(officer=officer)


def wrote(case, text="Nous déposons jeudi.\n\nKarim", *, known=True, attachments=()):
    contact = Contact.objects.get(company=case.company) if known else None
    sender = contact.email if contact else "comptable@cabinet.example"
    row = cases.file_mail(
        case, sender=sender, text=text, attachments=attachments, contact=contact, by=SYSTEM, at=clock.now()
    )
    figure = facts.KNOWN if known else facts.UNKNOWN
    today = clock.today()
    cases.add_task(case, kind=TaskKind.REPLY, due_on=today, reason=f"reply.{figure};;", by=SYSTEM, at=clock.now())
    return row


def story(client, case, show=""):
    return client.get(reverse("desk:case", args=[case.reference]), {"show": show}).content.decode()


def event(page):
    found = re.search(r'<li class="event event-company">(.*?)</li>', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


def test_reply_stands_in_the_history_with_its_words_and_what_hangs_on_it(client, case):
    Contact.objects.filter(company=case.company).update(name="Karim Bennani")
    row = wrote(case, attachments=["bilan 2025.pdf", "<b>.exe"])

    page = story(client, case)

    said = event(page).replace("\xa0", " ").replace("\u202f", " ")
    assert f"Karim Bennani · {row.sender}" in said
    assert "Pièces jointes, non ouvertes : \u2068bilan 2025.pdf\u2069, \u2068<b>.exe\u2069." in said
    assert "Nous déposons jeudi." in said
    assert "<b>.exe" not in page
    assert "ne figure pas parmi les contacts" not in said


def test_reply_of_somebody_unknown_is_marked(client, case):
    wrote(case, known=False)

    said = event(story(client, case))
    assert "comptable@cabinet.example" in said
    assert "Cette adresse ne figure pas parmi les contacts de l’entreprise." in said


@pytest.mark.parametrize(("show", "shown"), [("messages", True), ("talks", True), ("moves", False)])
def test_reply_is_found_among_messages_and_among_talks(client, case, show, shown):
    wrote(case, "Un mot unique")

    assert ("Un mot unique" in story(client, case, show)) is shown


def test_mail_noted_by_hand_is_still_told(client, case, officer):
    cases.log_interaction(case, kind=InteractionKind.MAIL, text="Reçu hier", by=officer.actor, at=clock.now())

    said = event(story(client, case))
    assert officer.name in said
    assert "Reçu hier" in said


def test_reply_is_on_the_list_of_the_day_with_its_first_words(client, case):
    wrote(case, "Nous déposons jeudi. " + "mot " * 100)

    page = " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get(reverse("desk:day")).content.decode())).split())

    assert "Attendent notre réponse" in page
    assert "L’entreprise nous a écrit." in page
    assert "Nous déposons jeudi. mot" in page
    assert "…" in page


def test_reply_of_somebody_unknown_says_so_on_the_list(client, case):
    wrote(case, known=False)

    page = client.get(reverse("desk:day")).content.decode()
    assert "Une personne qui ne figure pas parmi les contacts de l’entreprise nous a écrit." in page


def test_reply_of_another_region_is_not_seen(client, as_role):
    elsewhere = making.case(region=making.SOUSS)
    wrote(elsewhere, "Un mot unique")
    as_role(Role.OFFICER)

    assert client.get(reverse("desk:case", args=[elsewhere.reference])).status_code == 404
    assert "Un mot unique" not in client.get(reverse("desk:day")).content.decode()
