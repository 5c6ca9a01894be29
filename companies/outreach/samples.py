"""A real case for the texts of reminders, written to by the same code that will send them."""

from datetime import datetime

from companies.common import links
from companies.enrolment import queries as enrolment
from companies.enrolment import samples
from companies.mail.wording import Sample, Sampler
from companies.outreach import emails, hours
from companies.outreach.kinds import Kind, Step


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
