"""The receipt of law 55-19: number, instant, what came in, the time limit and its last day, who answers for it."""

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from companies.cases import emails as cases
from companies.common import clock, links, paper, words
from companies.common.spelling import spelled
from companies.enrolment.exports.common import counted, document_lines, given, isolated, latin, ours, the_site, titled
from companies.enrolment.models import Application, Document
from companies.mail.attaching import Attachment
from companies.questionnaires.published import declaration_of

RELATED = ("response__form", "case__company", "case__year", "case__region", "case__officer")


def receipt(application: Application, language: str) -> paper.Document:
    """The receipt of an application that was sent, as of that day: whoever asks for it later gets the same."""
    case, sent_at = application.case, application.response.submitted_at
    if sent_at is None:
        raise ValueError("nothing was sent: there is no receipt")
    site = the_site()
    head = cases.letterhead(case, language, on=clock.local_day(sent_at), site=site)
    documents = given(case, until=sent_at)
    with override(language):
        parts = (
            paper.Number(_("File number"), case.reference, _spelled(case.reference, language)),
            paper.Heading(_("What we have received")),
            paper.Facts((*_received(application, documents), *document_lines(documents))),
            paper.Heading(_("Our answer")),
            paper.Facts(_owed(application, head)),
            paper.Heading(_("What happens next")),
            _next(application),
            paper.Text(_legal(), muted=True),
        )
        return titled(_("Receipt for your application"), case, parts, language=language, site=site, at=sent_at)


def _spelled(reference: str, language: str) -> str:
    return f"{_('To say it on the telephone:')} {latin(spelled(reference, language))}"


def _received(application: Application, documents: list[Document]) -> list[paper.Fact]:
    response = application.response
    pages = declaration_of(response).pages
    return [
        paper.Fact(_("Received on"), (words.full_moment(response.submitted_at),)),  # type: ignore[arg-type]  # sent
        paper.Fact(_("Sent by"), (application.case.company.display_name, _signatory(application))),
        paper.Fact(
            pgettext("stage", "Application"),
            (counted(len(pages), len(documents)), _(", ").join(str(page.short_title) for page in pages)),
        ),
    ]


def _signatory(application: Application) -> str:
    """Who declared the answers true, and in what capacity."""
    keys = ("signatory_name", "signatory_capacity")
    found = dict(application.response.answers.counted().filter(key__in=keys).values_list("key", "value"))
    return _(", ").join(isolated(str(found[key])) for key in keys if found.get(key))


def _owed(application: Application, head: cases.Letterhead) -> tuple[paper.Fact, ...]:
    limit = words.days(application.case.year.answer_days)
    owed = paper.Fact(
        _("At the latest on"),
        (words.full_day(application.answer_by),) if application.answer_by else (),
        note=_("Legal time limit: %(days)s (law 55-19)") % {"days": limit},
    )
    return (owed, paper.Fact(_("Your contact"), tuple(map(ours, head.signature))))


def _next(application: Application) -> paper.Steps:
    texts = [
        _("We examine your application."),
        _("If something is missing, we ask you for it, in principle, only once. The time limit is stopped meanwhile."),
        _("You receive a written answer, with our reasons."),
        _("Until then, there is nothing for you to do. Your file says at any time where it stands: %(link)s")
        % {"link": latin(links.absolute("portal:file", reference=application.case.reference))},
    ]
    return paper.Steps(tuple(texts))


def _legal() -> str:
    return _(
        "This receipt is proof that the application was handed in on the day above (law 55-19 on the simplification "
        "of administrative procedures). Keep it: it serves for any claim or appeal."
    )


def attached_receipt(stream: str, language: str) -> Attachment | None:
    """The receipt to send with the mail about a case; None where nothing was sent."""
    kind, _colon, pk = stream.partition(":")
    if kind != "case" or not pk.isdigit():
        return None
    sent = Application.objects.select_related(*RELATED).exclude(response__submitted_at=None)
    application = sent.filter(case=int(pk)).first()
    if application is None:
        return None
    return Attachment(file_name(application), "application/pdf", paper.render(receipt(application, language)))


def file_name(application: Application) -> str:
    return f"{application.case.reference}.pdf"
