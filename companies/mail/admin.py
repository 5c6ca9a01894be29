"""Mail in the admin: texts are edited as new versions, messages and addresses are read."""

import re
from datetime import date
from typing import Any, Final

from django.contrib import admin
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from companies.common import clock, words
from companies.journal import actions as journal
from companies.journal.admin import JournalledAdmin, ReadOnlyAdmin
from companies.mail import markup, outbox, wording
from companies.mail.models import Address, Mailbox, Message, Received, Relay, Wording

TOKEN: Final = re.compile(r"(?<=/)[A-Za-z0-9_-]{24,}")
SAMPLE_DAY: Final = date(2027, 4, 30)


@admin.register(Wording)
class WordingAdmin(JournalledAdmin):
    """The newest version of each text. Saving writes the next version; what was sent stays as it was worded."""

    list_display = ("slot", "what", "language", "version", "subject")
    list_filter = ("language",)
    search_fields = ("slot", "subject", "body")
    fields = ("slot", "language", "version", "subject", "body", "placeholders", "preview")
    readonly_fields = ("slot", "language", "version", "placeholders", "preview")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Wording]:
        same = Wording.objects.filter(slot=OuterRef("slot"), language=OuterRef("language"))
        newest = same.order_by("-version").values("version")[:1]
        return super().get_queryset(request).filter(version=Subquery(newest))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Wording | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Wording | None = None) -> bool:
        known = obj is None or obj.slot in wording.SLOTS
        return known and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Wording, form: Any, change: bool) -> None:
        last = Wording.objects.filter(slot=obj.slot, language=obj.language).aggregate(last=Max("version"))["last"]
        obj.pk, obj.version, obj.created_at = None, last + 1, clock.now()
        obj._state.adding = True
        obj.save(force_insert=True)

    @admin.display(description=_("message"))
    def what(self, obj: Wording) -> str:
        slot = wording.SLOTS.get(obj.slot)
        return str(slot.label) if slot else ""

    @admin.display(description=_("placeholders"))
    def placeholders(self, obj: Wording) -> str:
        slot = wording.SLOTS.get(obj.slot)
        return ", ".join(f"{{{name}}}" for name in sorted(slot.allowed)) if slot else ""

    @admin.display(description=_("as it would read"))
    def preview(self, obj: Wording) -> SafeString:
        """The saved version, whatever stands in the form, with invented values, as plain text."""
        slot = wording.SLOTS.get(obj.slot)
        if slot is None:
            return format_html("{}", "-")
        saved = Wording.objects.get(pk=obj.pk)
        direction = "rtl" if saved.language == "ar" else "ltr"
        return format_html('<pre dir="{}"><strong>{}</strong>\n\n{}</pre>', direction, *sample(slot, saved))


def sample(slot: wording.Slot, words_: Wording) -> tuple[str, str]:
    """Subject and text as somebody might read them."""
    values = {name: samples(words_.language).get(name, f"[{name}]") for name in slot.allowed}
    if slot.spoken:
        return "", "\n\n".join(block.text for block in markup.blocks(words_.body, words_.language, values))
    envelope = wording.Envelope(site_name="…", signature=(samples(words_.language)["officer_name"],))
    content = wording.draw(words_.subject, words_.body, words_.language, values, envelope)
    return content.subject, content.text


def samples(language: str) -> dict[str, str]:
    """Values for a preview, in the text's language; a placeholder without one shows its name."""
    day, full = words.day(SAMPLE_DAY, language), words.full_day(SAMPLE_DAY, language)
    return {
        "company": "Conserves Atlas",
        "officer_name": "هاجر العلوي" if language == "ar" else "Hajar Alaoui",
        "officer_phone": words.phone("+212522001427"),
        "contact_phone": words.phone("+212661203142"),
        "contact_greeting": {"fr": "Bonjour,", "ar": "تحية طيبة،"}.get(language, "Hello,"),
        "link": "https://…",
        "reference": "EX27-K4P7-M2",
        "code": "482 915",
        "pages_left": words.pages(5, language),
        "minutes_left": words.minutes(6, language),
        "year": "2027",
        **dict.fromkeys(("closing_day", "due_day", "answer_day", "call_day"), day),
        **dict.fromkeys(("closing_date", "due_date", "answer_date"), full),
        "sent_at": f"{full}, 14:30",
        "valid_until": "14:45",
    }


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("posted", "to_email", "purpose", "state", "attempts", "smtp_code", "last_error")
    list_filter = ("state", "purpose", "language")
    search_fields = ("=to_email", "=stream", "subject")
    search_help_text = _("an address, a stream (case:17), or words of the subject")

    @admin.display(description=_("posted"), ordering="posted_at")
    def posted(self, message: Message) -> str:
        return words.moment(message.posted_at)

    def get_fields(self, request: HttpRequest, obj: Message | None = None) -> list[Any]:
        """Never a code or a link that still works: who reads here is not the one it was written to."""
        hidden = {"text", "html", "lease_token"} | ({"subject"} if obj and obj.secret else set())
        shown = [field.name for field in Message._meta.fields if field.name not in hidden]
        return shown if obj and obj.secret else [*shown, "masked"]

    def get_readonly_fields(self, request: HttpRequest, obj: Message | None = None) -> list[Any]:
        return ["masked"]

    @admin.display(description=_("text"))
    def masked(self, message: Message) -> SafeString:
        direction = "rtl" if message.language == "ar" else "ltr"
        return format_html('<pre dir="{}">{}</pre>', direction, TOKEN.sub("…", message.text))


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    list_display = ("email", "state", "reason", "changed_at", "last_sent_at")
    list_filter = ("state",)
    search_fields = ("email",)
    actions = ("set_right",)

    @admin.action(description=_("The address works again: mail may leave to it"))
    def set_right(self, request: HttpRequest, chosen: QuerySet[Address]) -> None:
        user: Any = request.user
        at = clock.now()
        for address in chosen:
            outbox.set_right(address.email, at=at)
            journal.record("address.set_right", address, by=user.actor, at=at)


@admin.register(Relay)
class RelayAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "failures", "paused_until", "reason")
    actions = ("send_again",)

    @admin.action(description=_("Try the mail server again now"))
    def send_again(self, request: HttpRequest, chosen: QuerySet[Relay]) -> None:
        user: Any = request.user
        outbox.end_pause()
        for relay in chosen:
            journal.record("relay.pause_ended", relay, by=user.actor, at=clock.now())


@admin.register(Received)
class ReceivedAdmin(ReadOnlyAdmin):
    list_display = ("read", "kind", "from_email", "subject", "stream", "status")
    list_filter = ("kind",)
    list_select_related = False
    search_fields = ("=from_email", "=stream", "subject")
    search_help_text = _("an address, a stream (case:17), or words of the subject")

    @admin.display(description=_("read"), ordering="id")
    def read(self, received: Received) -> str:
        return words.moment(received.at)


@admin.register(Mailbox)
class MailboxAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "read_at")
