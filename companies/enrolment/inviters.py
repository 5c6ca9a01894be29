"""Who let whom in: read from the journal, which alone knows it."""

from collections.abc import Iterable
from typing import Final

from companies.journal.enums import ActorKind
from companies.journal.models import Entry
from companies.registry import rules
from companies.registry.enums import Access
from companies.registry.models import Company, Contact

LISTED: Final = (Access.MEMBER, Access.PENDING)
"""Who stands among the colleagues: those who were invited, whether or not their address can come in."""
LET_IN: Final = ("contact.access_given", "contact.kept_waiting")


def members_of(company: Company) -> list[Contact]:
    """The colleagues, the main contact first."""
    listed = company.contacts.filter(access__in=LISTED).select_related("company", "user")
    return list(listed.order_by("-primary", "id"))


def brought_in(company: Company, members: Iterable[Contact]) -> dict[int, list[Contact]]:
    """By a member's number those who are there by their invitation, or by that of somebody they invited.

    The last invitation counts. The main contact is nobody's guest. One statement.
    """
    inviters = _inviters(company)
    guests: dict[int, list[Contact]] = {}
    for member in members:
        if not member.primary:
            guests.setdefault(inviters.get(member.pk, 0), []).append(member)
    by_user = {member.user_id: member.pk for member in members if member.user_id}
    of_member = {by_user[user]: found for user, found in guests.items() if user in by_user}
    return {pk: _with_theirs(pk, of_member) for pk in of_member}


def _inviters(company: Company) -> dict[int, int]:
    """By a contact's number the user who let them in last; none where it was no person of ours."""
    lines = Entry.objects.filter(stream=rules.stream(company), verb__in=LET_IN, object_type=Contact._meta.label_lower)
    rows = lines.order_by("id").values_list("object_id", "actor_kind", "actor_id")
    return {int(pk): user or 0 if kind == ActorKind.USER else 0 for pk, kind, user in rows}


def _with_theirs(member: int, of_member: dict[int, list[Contact]]) -> list[Contact]:
    """Breadth first; each once, and never the member, who may have been brought back by a guest of theirs."""
    found: dict[int, Contact] = {}
    waiting = [member]
    while waiting:
        for guest in of_member.get(waiting.pop(0), ()):
            if guest.pk != member and guest.pk not in found:
                found[guest.pk] = guest
                waiting.append(guest.pk)
    return list(found.values())
