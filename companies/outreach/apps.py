from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "companies.outreach"
    label = "outreach"
    verbose_name = _("Reminders")

    def ready(self) -> None:
        from companies.enrolment import samples as applications  # models are only there now
        from companies.mail import guards as mail
        from companies.mail import wording
        from companies.outreach import emails, guards, samples
        from companies.outreach.answers import helping
        from companies.outreach.kinds import KINDS
        from companies.outreach.officers import digest
        from companies.outreach.officers.facts import FACTS
        from companies.outreach.policy import names

        for slot in (*emails.slots(), helping.COMING):
            wording.declare(slot)
        mail.register(helping.COMING.key, helping.still_coming)
        wording.show_on(helping.COMING, applications.of_application)
        wording.declare(digest.SLOT)
        wording.show_on(digest.SLOT, samples.of_digest)
        mail.register(digest.SLOT.key, digest.still_today, hold=guards.hold)
        names.name(digest.KEY, digest.LABEL)
        for fact in FACTS.values():
            names.name(fact.key, fact.label)
        for kind in KINDS.values():
            names.name(kind.key, kind.label)
            for step in kind.steps:
                mail.register(step.slot, guards.still_wanted, hold=guards.hold)
                for key in (step.slot, *(step.slot + variant for variant in emails.variants(kind, step))):
                    wording.show_on(key, samples.of_step(kind, step))
