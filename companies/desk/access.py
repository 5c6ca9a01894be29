"""What a person of the staff may open: every look-up is scoped, what is out of reach does not exist (404)."""

from typing import Any, Final

from django.shortcuts import get_object_or_404

from companies.accounts.models import User
from companies.cases.models import Case, Task
from companies.cases.querysets import CaseQuerySet
from companies.registry.models import Contact
from companies.web.access import refuse_unless

LONGEST_NUMBER: Final = 19


def reachable_case(user: User, reference: str, rows: Any = None) -> Case:
    """The case of that number, within reach of `user`; `rows` brings joins and annotations along."""
    cases: CaseQuerySet = Case.objects.select_related("company", "year") if rows is None else rows
    return get_object_or_404(cases.visible_to(user), reference=reference)


def reachable_task(user: User, pk: int) -> Task:
    tasks = Task.objects.visible_to(user).select_related("case__company", "case__year", "owner")
    return get_object_or_404(tasks, pk=pk)


def contact_of(case: Case, pk: int) -> Contact:
    return get_object_or_404(case.company.contacts.select_related("company"), pk=pk)


def number(text: str) -> int:
    """The id that an address or form names; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else 0


def may_work(user: User) -> None:
    """For acts on what has been found: who may look only is refused (403)."""
    refuse_unless(user.grant.works_cases)
