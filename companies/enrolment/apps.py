from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from companies.enrolment.pages import APPLICATION


class EnrolmentConfig(AppConfig):
    name = "companies.enrolment"
    label = "enrolment"
    verbose_name = _("Applications")

    def ready(self) -> None:
        from companies.enrolment import entry_emails, exports, guards, samples, wordings  # models are only there now
        from companies.mail import attaching, wording
        from companies.mail import guards as mail
        from companies.questionnaires.declared import declare

        declare(APPLICATION, keeps_papers=True)
        for slot in wordings.SLOTS:
            wording.declare(slot)
            wording.show_on(slot, samples.of_application)
        for slot in entry_emails.SLOTS:
            wording.declare(slot)
            wording.show_on(slot, samples.of_entry)
        attaching.register(wordings.RECEIPT.key, exports.attached_receipt)
        mail.register("invitation", guards.still_invited)
        mail.register(entry_emails.JOIN_ASKED.key, guards.still_asked)
        mail.register(wordings.DECLINED.key, guards.still_declined)
        mail.register(wordings.CONFIRMATION.key, guards.still_to_confirm)
