"""Finished checks, counted without names: each once, however often its last page is sent."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from companies.cases.models import ProgrammeYear
from companies.eligibility import carrying
from companies.eligibility.asking import Asked
from companies.eligibility.queries import Answers, place_of, result_of

# Rows in one order, so that two checks that end at once never wait for each other in a ring.
_ADD: Final = """
INSERT INTO eligibility_tally (year_id, month, region, sector, rule, answer, n)
SELECT %s, %s, %s, %s, rule, answer, 1 FROM unnest(%s::text[], %s::text[]) AS given (rule, answer) ORDER BY rule, answer
ON CONFLICT (year_id, month, region, sector, rule, answer) DO UPDATE SET n = eligibility_tally.n + 1
"""


@transaction.atomic
def count_once(
    session: SessionBase, year: ProgrammeYear, rules: Sequence[Asked], answers: Answers, *, on: date
) -> bool:
    """Count a finished check unless this session's was; whether it was counted now.

    The session's row is locked and read again: two windows, or a second press, count one check.
    """
    if session.session_key is None:
        session.save()
    row = Session.objects.select_for_update().filter(pk=session.session_key).first()
    if carrying.is_counted(session) or (row and carrying.is_counted(row.get_decoded())):
        carrying.mark_counted(session)
        return False
    count(year, rules, answers, on=on)
    carrying.mark_counted(session)
    session.save()
    return True


def count(year: ProgrammeYear, rules: Sequence[Asked], answers: Answers, *, on: date) -> None:
    """Add one finished check; one statement. Several answers to a question count once each."""
    region, sector = place_of(rules, answers)
    cells = [("", str(result_of(rules, answers).outcome))]
    cells += [(rule.key, code) for rule in rules for code in dict.fromkeys(answers.get(rule.key) or [""])]
    names, codes = zip(*cells, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [year.pk, on.replace(day=1), region, sector, list(names), list(codes)])
