"""The six roles: one table that describes and grants them."""

from dataclasses import dataclass
from typing import Final

from companies.accounts.enums import Role


@dataclass(frozen=True, slots=True)
class Grant:
    """What a role opens. `everywhere`: every region; otherwise the person's own regions and cases."""

    portal: bool = False
    desk: bool = False
    admin: bool = False
    everywhere: bool = False
    by_region: bool = False
    works_cases: bool = False  # logs calls, completes tasks, moves cases
    invites: bool = False  # imports lists, opens cases, sends invitations
    supervises: bool = False  # assigns officers, second signature


GRANTS: Final[dict[Role, Grant]] = {
    Role.COMPANY: Grant(portal=True),
    Role.OFFICER: Grant(desk=True, by_region=True, works_cases=True, invites=True),
    Role.MANAGER: Grant(desk=True, by_region=True, works_cases=True, invites=True, supervises=True),
    Role.COACH: Grant(desk=True, works_cases=True),
    Role.NATIONAL: Grant(desk=True, everywhere=True),
    Role.ADMIN: Grant(desk=True, admin=True, everywhere=True, works_cases=True, invites=True, supervises=True),
}
