"""The six roles: one table that describes and grants them. The admin shows it as it stands here."""

from dataclasses import dataclass, fields
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.accounts.enums import Role


@dataclass(frozen=True, slots=True)
class Grant:
    """What a role opens. `everywhere`: every region; otherwise the person's own regions and cases."""

    portal: bool = False
    desk: bool = False
    admin: bool = False
    everywhere: bool = False
    by_region: bool = False
    works_cases: bool = False
    invites: bool = False
    assists: bool = False
    supervises: bool = False


WORDS: Final[dict[str, str | Promise]] = {
    "portal": _("opens its own company's file"),
    "desk": _("opens the programme's desk"),
    "admin": _("opens the administration"),
    "everywhere": _("sees the files of every region"),
    "by_region": _("sees the files of their regions"),
    "works_cases": _("logs calls, completes tasks, moves files"),
    "invites": _("imports lists, opens files, sends invitations"),
    "assists": _("fills in an application for a company, which confirms it"),
    "supervises": _("assigns officers, signs second"),
}
"""What each grant means, in the order of `Grant`. Staff also see the files assigned or deputised to them."""


GRANTS: Final[dict[Role, Grant]] = {
    Role.COMPANY: Grant(portal=True),
    Role.OFFICER: Grant(desk=True, by_region=True, works_cases=True, invites=True, assists=True),
    Role.MANAGER: Grant(desk=True, by_region=True, works_cases=True, invites=True, assists=True, supervises=True),
    Role.COACH: Grant(desk=True, works_cases=True),
    Role.NATIONAL: Grant(desk=True, everywhere=True),
    Role.ADMIN: Grant(
        desk=True, admin=True, everywhere=True, works_cases=True, invites=True, assists=True, supervises=True
    ),
}


def described() -> list[tuple[str | Promise, list[bool]]]:
    """The table for readers: each grant in words, and whether each role (in the order of `Role`) has it."""
    return [(WORDS[field.name], [getattr(GRANTS[role], field.name) for role in Role]) for field in fields(Grant)]
