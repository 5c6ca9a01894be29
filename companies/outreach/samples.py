"""A real case for the texts of reminders, written to by the same code that will send them."""

from datetime import datetime
from typing import Final

from django.utils.translation import ngettext, override

from companies.common import clock, links, words
from companies.enrolment import queries as enrolment
from companies.enrolment import samples
from companies.mail.wording import Envelope, Sample, Sampler
from companies.outreach import emails, hours
from companies.outreach.kinds import Kind, Step
from companies.outreach.officers import digest_mail

DAY: Final = digest_mail.Tally(due=7, late=2, help=1, calls=3, replies=1, clocks=0)
"""A day's work as it might be; nobody's own is shown to somebody else."""


def of_digest(reference: str, language: str, at: datetime) -> Sample | None:
    """The morning's list is about no file."""
    if reference:
        return None
    with override(language):
        values = {
            "name": "هاجر العلوي" if language == "ar" else "Hajar Alaoui",
            "day": words.full_day(clock.local_day(at), language),
            "tasks": ngettext("%(n)s task", "%(n)s tasks", DAY.due) % {"n": DAY.due},
            "counts": digest_mail.counts_of(DAY),
            "link": links.absolute("desk:day"),
        }
    return Sample(values, Envelope(site_name=hours.the_site().name_in(language), signature=()))


def of_step(kind: Kind, step: Step) -> Sampler:
    """Shows the texts of a rung on the case that was asked for, or on the newest in the state of the ladder."""

    def on_case(reference: str, language: str, at: datetime) -> Sample | None:
        found = samples.case_for(reference, kind.statuses)
        if found is None:
            return None
        case, contact = found
        contact.language = language
        progress = enrolment.progress([case.pk])[case.pk]
        letter = emails.Letter(kind, step, case, contact, hours.the_site(), progress, at)
        door = links.absolute("web:home")
        head, ways = letter.head(), emails.Ways(door, door, door)
        around = emails.envelope(letter, head, ways)
        return Sample(emails.values(letter, head, ways), around, case.reference, case.company.name_in(language))

    return on_case
