"""The receipt, the whole file and the blank questions on paper: what stands there, read out of the PDF again."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from companies.cases.models import ProgrammeYear
from companies.common import paper
from companies.enrolment import exports
from companies.enrolment.models import Application, Document, DocumentSlot
from companies.enrolment.pages import APPLICATION
from companies.files.models import Upload
from companies.mail import mime
from companies.mail import queries as mail
from companies.questionnaires import published
from companies.questionnaires.models import Answer
from companies.reference.models import LegalForm
from tests.enrolment.world import AT, SENT, begun, filled, fresh, invited_case, make_year, save, sent

pytestmark = pytest.mark.django_db
LATER = SENT + timedelta(days=3)


@pytest.fixture
def application():
    return filled(begun(invited_case()))


def text_of(document: paper.Document) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper.render(document))).pages)


def facts_of(document: paper.Document) -> dict[str, tuple[str, ...]]:
    """All names with what stands beside them."""
    found = [part.facts for part in document.parts if isinstance(part, paper.Facts)]
    return {fact.label: fact.lines for facts in found for fact in facts}


def slot_of(year: ProgrammeYear, **fields: object) -> DocumentSlot:
    given = {"name_fr": "Attestation fiscale", "name_ar": "الشهادة الجبائية", "name_en": "Tax certificate"} | fields
    return DocumentSlot.objects.create(year=year, key=given.pop("key", "tax"), **given)


def give(application: Application, name: str = "attestation.pdf", *, at: datetime = AT, scan: str = "clean", **fields):
    slot = DocumentSlot.objects.filter(year=application.case.year, key="tax").first() or slot_of(application.case.year)
    upload = Upload.objects.create(
        stored_as=name, name=name, sort="pdf", size=9, sha256="0", pages=2, scan=scan, scanned_at=at, at=at
    )
    case = application.case
    return Document.objects.create(company=case.company, case=case, slot=slot, upload=upload, at=at, **fields)


# -- the receipt -----------------------------------------------------------------------------


def test_receipt_says_what_the_law_asks(application):
    give(application)
    application = fresh(sent(application))

    made = exports.receipt(application, "fr")

    found = facts_of(made)
    assert made.title == f"Récépissé de dépôt {application.case.reference}"
    assert made.at == SENT
    assert found["Reçu le"] == ("lundi 1er\u00a0mars 2027 à 10\u00a0h\u00a010",)
    assert found["Envoyé par"] == ("Conserves Doukkala SARL", "\u2068Rachid Amrani\u2069, \u2068Gérance\u2069")
    assert found["Candidature"][0] == f"{len(APPLICATION.pages)}\u00a0pages, 1 document"
    assert found["Attestation fiscale"] == ("attestation.pdf", "2\u00a0pages · 1er\u00a0mars 2027 à 10\u00a0h\u00a000")
    assert found["Au plus tard le"] == ("vendredi 30\u00a0avril 2027",)
    assert found["Votre contact"][0] == "Hajar Benlamine, chargée de programme"
    assert found["Votre contact"][-1] == "05\u00a022\u00a000\u00a014\u00a027"
    (number,) = (part for part in made.parts if isinstance(part, paper.Number))
    assert number.number == application.case.reference
    assert number.spelled.startswith("Pour le dire au téléphone\u00a0: \u2066E\u00a0Eugène, X\u00a0Xavier, 2, 7 – ")


def test_receipt_is_read_out_of_its_pdf_in_french_and_in_arabic(application):
    application = fresh(sent(application))

    french, arabic = (text_of(exports.receipt(application, language)) for language in ("fr", "ar"))

    assert "Récépissé de dépôt" in french
    assert "60\u00a0jours (loi n°" in french
    assert "vendredi 30\u00a0avril 2027" in french
    assert "وصل الإيداع" in arabic
    assert "ندرس ترشيحكم" in arabic
    assert "Hajar Benlamine" in arabic
    for text in (french, arabic):
        assert application.case.reference in text
        assert "05\u00a022\u00a000\u00a014\u00a027" in text


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_receipt_has_the_same_bytes_whenever_and_wherever_it_is_asked_for(application, language):
    application = fresh(sent(application))
    first = paper.render(exports.receipt(application, language))

    with translation.override("ar" if language != "ar" else "fr"):
        assert paper.render(exports.receipt(fresh(application), language)) == first


def test_receipt_leaves_out_what_came_later_and_what_was_infected(application):
    give(application)
    give(application, "virus.pdf", scan="infected")
    application = fresh(sent(application))
    give(application, "plus-tard.pdf", at=LATER)

    found = [lines for label, lines in facts_of(exports.receipt(application, "fr")).items() if label.startswith("Att")]

    assert [lines[0] for lines in found] == ["attestation.pdf"]


def test_receipt_of_what_was_not_sent_does_not_exist(application):
    with pytest.raises(ValueError, match="nothing was sent"):
        exports.receipt(application, "fr")


def test_receipt_takes_few_statements(application, django_assert_num_queries):
    application = fresh(sent(application))
    exports.receipt(application, "fr")

    with django_assert_num_queries(4):  # site, absence, documents, who signs
        exports.receipt(application, "fr")


# -- with the mail ---------------------------------------------------------------------------


def attached(message):
    parsed = message_from_bytes(mime.build(message), policy=policy.default)
    return parsed, list(parsed.iter_attachments())


def test_receipt_goes_with_its_mail_in_the_language_of_the_mail(application):
    application = fresh(sent(application))
    (message,) = mail.of_stream(application.case.stream).filter(purpose="receipt")

    parsed, (file,) = attached(message)

    assert parsed.get_body(("plain",)).get_content().count("récépissé joint") == 1
    assert parsed.get_body(("html",)) is not None
    assert (file.get_content_type(), file.get_filename()) == ("application/pdf", f"{application.case.reference}.pdf")
    assert file.get_content() == paper.render(exports.receipt(application, "fr"))


def test_mail_with_its_receipt_is_the_same_at_every_attempt(application):
    application = fresh(sent(application))
    (message,) = mail.of_stream(application.case.stream).filter(purpose="receipt")

    assert mime.build(message) == mime.build(message)


def test_other_mails_carry_no_file(application):
    application = fresh(sent(application))
    others = mail.of_stream(application.case.stream).exclude(purpose="receipt")

    assert [attached(message)[1] for message in others] == [[] for _each in others]


@pytest.mark.parametrize("stream", ["", "case:", "case:x", "batch:1", "case:999999999"])
def test_nothing_goes_with_a_receipt_of_no_case(stream):
    assert exports.attached_receipt(stream, "fr") is None


# -- the whole file --------------------------------------------------------------------------


def test_whole_file_tells_every_answer_and_document_and_when_it_was_sent(application):
    give(application, valid_until=date(2027, 12, 31))
    application = fresh(sent(application))

    found = facts_of(exports.whole_file(application, "fr", at=LATER, drafts=True))

    questions = published.declaration_of(application.response).questions
    assert {str(question.label) for question in questions} <= set(found)
    assert found["Raison sociale"] == ("Conserves Doukkala SARL",)
    assert found["ICE"] == ("001000000000047",)
    assert found["Attestation fiscale"][1].endswith("valable jusqu’au 31\u00a0décembre 2027")
    assert found["Candidature envoyée"] == ("lundi 1er\u00a0mars 2027 à 10\u00a0h\u00a010",)


def test_draft_is_the_company_s_own_to_read(application):
    own = facts_of(exports.whole_file(application, "fr", at=LATER, drafts=True))
    officers = facts_of(exports.whole_file(application, "fr", at=LATER, drafts=False))

    assert own["Raison sociale"] == ("Conserves Doukkala SARL",)
    assert own["Pas encore envoyé"] == ("À envoyer jusqu’au vendredi 30\u00a0avril 2027 inclus",)
    assert officers["Adresse e-mail"] == ("sans réponse",)


def test_change_that_was_not_sent_stands_apart_and_only_for_the_company(application):
    application = fresh(sent(application))
    save(application, "company", address="7, avenue de la Plage", at=LATER)

    own = exports.whole_file(fresh(application), "fr", at=LATER, drafts=True)
    officers = exports.whole_file(fresh(application), "fr", at=LATER, drafts=False)

    headings = [part.text for part in own.parts if isinstance(part, paper.Heading)]
    assert "Modifié, pas encore envoyé" in headings
    assert "7, avenue de la Plage" in text_of(own)
    assert "12, rue du Port" in text_of(own)
    assert "7, avenue de la Plage" not in text_of(officers)


def test_corrections_stand_in_the_history(application):
    application = fresh(sent(application))
    save(application, "company", address="7, avenue de la Plage", at=LATER)
    application = fresh(sent(fresh(application), at=LATER))

    found = facts_of(exports.whole_file(application, "fr", at=LATER, drafts=True))

    assert exports.sends_of(application) == [SENT, LATER]
    assert found["Correction envoyée"] == ("jeudi 4\u00a0mars 2027 à 10\u00a0h\u00a010",)


def test_question_is_told_as_it_was_asked_where_that_reads_otherwise(application):
    application = fresh(sent(application))
    Answer.objects.filter(response=application.response, key="ice").update(wording="Identifiant de votre entreprise")

    made = exports.whole_file(application, "fr", at=LATER, drafts=True)

    facts = [fact for part in made.parts if isinstance(part, paper.Facts) for fact in part.facts]
    noted = {fact.label: fact.note for fact in facts if "{year}" not in fact.note and fact.note}
    assert noted == {"ICE": "Identifiant de votre entreprise"}


def test_whole_file_takes_few_statements_whatever_its_length(application, django_assert_num_queries):
    for number in range(3):
        give(application, f"{number}.pdf")
    application = fresh(sent(application))
    exports.whole_file(application, "fr", at=LATER, drafts=True)

    with django_assert_num_queries(5):  # what was asked back, answers, site, documents, corrections
        exports.whole_file(application, "fr", at=LATER, drafts=True)


def test_question_that_was_not_asked_is_not_told(application):
    unlisted = LegalForm.objects.filter(has_rc=False).order_by("code").first()
    save(application, "company", legal_form=unlisted.code, rc_number="", rc_court="")

    found = facts_of(exports.whole_file(fresh(application), "fr", at=LATER, drafts=True))

    assert "Numéro du registre de commerce" not in found


# -- the questions to prepare ----------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_blank_form_asks_every_question_in_its_language(language):
    year = make_year()

    made = exports.blank_form(year, language, at=AT)

    with translation.override(language):
        questions = published.current_declaration("application", year).questions
        asked = [part.label for part in made.parts if isinstance(part, paper.Asked)]
        assert [label.startswith(str(question.label)) for label, question in zip(asked, questions, strict=True)] == [
            True
        ] * len(questions)
    assert PdfReader(BytesIO(paper.render(made))).pages


def test_blank_form_gives_boxes_for_short_lists_and_lines_for_the_rest():
    made = exports.blank_form(make_year(), "fr", at=AT)

    asked = {part.label: part for part in made.parts if isinstance(part, paper.Asked)}
    assert asked["Langue de nos messages"].options == ("Français", "Arabe", "Anglais")
    assert (asked["ICE"].options, asked["ICE"].rows) == ((), 1)
    assert "Coopérative" in asked["Numéro du registre du commerce"].note
    products = next(part for label, part in asked.items() if label.startswith("Produits"))
    assert products.rows == 5
    province = next(part for label, part in asked.items() if label.startswith("Préfecture"))
    assert (province.options, province.rows) == ((), 1)


def test_blank_form_lists_documents_with_who_must_give_them():
    year = make_year()
    slot = slot_of(year, required=True, expires=True)
    slot.legal_forms.set(LegalForm.objects.filter(code="SARL"))
    slot_of(year, key="old", name_fr="Ancienne", active=False)
    form = LegalForm.objects.get(code="SARL")

    made = exports.blank_form(year, "fr", at=AT)

    found = facts_of(made)
    if any(page.documents for page in APPLICATION.pages):
        assert found == {
            "Attestation fiscale": (
                "À donner pour pouvoir envoyer",
                f"Seulement pour : {form.name_fr}",
                "Encore valable le jour de l’envoi",
            )
        }


def test_blank_form_is_there_before_any_year_is():
    made = exports.blank_form(None, "fr", at=datetime(2026, 1, 1, tzinfo=UTC))

    assert made.footer == "Questions de la candidature"
    assert len(paper.render(made)) > 1000
