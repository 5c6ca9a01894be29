"""What a session remembers of an entry, and what its pages say."""

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from companies.common import clock
from companies.common.refusals import Refusal
from companies.eligibility import carrying
from companies.enrolment.actions import entering, joining, proving, sweeping
from companies.enrolment.entries import Entry, Joining, Proof
from companies.reference.models import Region, Site

KEY: Final = "entry"
COUNTED: Final = "entry_counted"


def remember(request: HttpRequest, entry: Entry) -> None:
    """The session gets a new key, so that nobody can have planted it."""
    request.session.cycle_key()
    request.session[KEY] = entry.pk


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
    request.session.pop(COUNTED, None)


def note_counted(request: HttpRequest, entry: Entry) -> None:
    """The address has spent one of its entries on this ICE: whether it is on file may be told now."""
    request.session[COUNTED] = [entry.pk, entry.said("ice")]


def is_counted(request: HttpRequest, entry: Entry) -> bool:
    """Whether what the entry says now is the ICE that was counted; another one typed since is not."""
    return bool(request.session.get(COUNTED) == [entry.pk, entry.said("ice")])


def entry_of(request: HttpRequest) -> Entry | None:
    """The entry begun in this session, while it lives."""
    number = request.session.get(KEY)
    if number is None:
        return None
    alive = Entry.objects.filter(pk=number, begun_at__gt=clock.now() - sweeping.UNPROVEN)
    return alive.select_related("proof", "case").first()


def carried(request: HttpRequest) -> dict[str, Any]:
    """What the eligibility check was told in this session, by question of the form."""
    return carrying.carried(request.session)


def wanting(entry: Entry) -> str:
    """What is missing to know whose file this is; "" when it can go on."""
    if not (entry.said("name") or entry.said("name_ar")):
        return _("Write the name of the company.")
    try:
        entering.ice_of(entry)
    except Refusal as refusal:
        return str(refusal.message)
    known = Region.objects.filter(code=entry.said("region")).exists()
    return "" if known else _("Choose the region.")


def wrong_code(proof: Proof, at: datetime) -> str:
    if proving.is_alive(proof, at=at):
        return _("This code is not the right one. Check it, or ask for a new one.")
    return _("This code is no longer valid. Ask for a new one.")


def held_back() -> str:
    """Why no code left. Said of any address alike: it tells of askings, not of who is on file."""
    return _(
        "No new code was sent: several went to this address in the last hour. One that came works for 15 minutes; "
        "otherwise wait an hour, or call us."
    )


def office() -> dict[str, Any]:
    """Whom to call where no officer is to be named yet."""
    site = Site.objects.filter(pk=1).first() or Site()
    return {"site_name": site.name_in(get_language() or "fr"), "site_phone": site.phone}


def waiting(entry: Entry) -> dict[str, Any]:
    """What happens next for who asked to join: until when it waits, and where the answer goes."""
    asked = Joining.objects.open().filter(entry=entry).first()
    until = clock.local_day((asked.asked_at if asked else entry.begun_at) + joining.LIFE)
    return {"entry": entry, "asked": asked, "until": until} | office()
