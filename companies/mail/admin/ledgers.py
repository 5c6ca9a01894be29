"""What was sent, what came in, what is known of addresses and of the mail server: to be read."""

import re
from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from companies.common import clock, words
from companies.journal import actions as journal
from companies.journal.admin import ReadOnlyAdmin
from companies.mail import outbox
from companies.mail.addresses import BEFORE
from companies.mail.enums import AddressState
from companies.mail.models import Address, Mailbox, Message, Received, Relay

TOKEN: Final = re.compile(r"(?<=/)[A-Za-z0-9_-]{24,}")


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
        hidden = {"text", "html", "unsubscribe", "lease_token"} | ({"subject"} if obj and obj.secret else set())
        shown = [field.name for field in Message._meta.fields if field.name not in hidden]
        return shown if obj and obj.secret else [*shown, "masked"]

    def get_readonly_fields(self, request: HttpRequest, obj: Message | None = None) -> list[Any]:
        return ["masked"]

    @admin.display(description=_("text"))
    def masked(self, message: Message) -> SafeString:
        direction = "rtl" if message.language == "ar" else "ltr"
        return format_html('<pre dir="{}">{}</pre>', direction, TOKEN.sub("…", message.text))


WAYS: Final = {
    "page": _("on the page of reminders"),
    "one_click": _("by one click in the mail programme"),
    "told": _("told to us"),
}


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    list_display = ("email", "state", "why", "changed_at", "last_sent_at")
    list_filter = ("state",)
    search_fields = ("email",)
    actions = ("set_right", "silence")

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, address: Address) -> str:
        """By which way a person asked for no reminders; of a refused address what the mail server said."""
        way, was_refused, said = address.reason.partition(BEFORE)
        words = str(WAYS.get(way, way))
        return f"{words} ({said or AddressState.BOUNCED.label})" if was_refused else words

    @admin.action(description=_("The person told us to send no reminders"))
    def silence(self, request: HttpRequest, chosen: QuerySet[Address]) -> None:
        user: Any = request.user
        at = clock.now()
        for address in chosen:
            if outbox.suppress(address.email, at=at, reason="told"):
                journal.record("address.wants_no_mail", address, by=user.actor, at=at, door="told")

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
