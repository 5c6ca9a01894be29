"""Whom a kind of reminder is about: for each kind one statement's worth of SQL, over all its cases at once.

A selector gives these columns, one row per case:

case_id, contact_id   who is written to: the main contact, NULL when nobody is left to write to
base                  what the ladder hangs on, by number: with the rung it is the line's occurrence (ruling 8)
entered_at            when that began; never an editable date
since                 from when the days are counted
deadline_on           the last day on which acting is possible; NULL where there is none
deferred_until, last_sign_at   of the case

SQL compares UTC instants and plain dates here and never computes a local date (ruling 6). A person who left, or was the
wrong one, is nobody to write to; a company that ceased is on no ladder; who asked for rest has it until the day named.
`low` and `high` bound the cases by number: all of them, or the part of them in which a failing one is looked for.
"""

from typing import Final

_CASES: Final = """
    FROM cases_case c
    LEFT JOIN registry_contact k ON k.company_id = c.company_id AND k."primary" AND k.access <> ALL(%(gone)s)
"""
_CLOSING: Final = """
    JOIN cases_programmeyear y ON y.id = c.year_id AND y.state = 'open'
    LEFT JOIN enrolment_application a ON a.case_id = c.id
"""
_LAST_ENTERING: Final = """
    JOIN (
        SELECT DISTINCT ON (case_id) case_id, id, at FROM cases_move WHERE to_status = %(status)s
        ORDER BY case_id, id DESC
    ) m ON m.case_id = c.id
"""
# The same for the few that wait in one status, by one look-up each.
_ENTERING: Final = """
    JOIN LATERAL (
        SELECT id, at, due_on FROM cases_move WHERE case_id = c.id AND to_status = %(status)s ORDER BY id DESC LIMIT 1
    ) m ON true
"""
_WHERE: Final = """
    WHERE c.status = ANY(%(statuses)s) AND c.id BETWEEN %(low)s AND %(high)s
        AND (c.deferred_until IS NULL OR c.deferred_until <= %(today)s)
        AND c.company_id NOT IN (SELECT id FROM registry_company WHERE ceased_on <= %(today)s)
"""
_NO_CALL: Final = "AND c.id NOT IN (SELECT case_id FROM cases_task WHERE kind = 'help' AND done_at IS NULL)"
"""Who asked for help hears from the officer: only the notice before closing comes all the same."""
UNCHANGED: Final = """
    f.edition = (
        SELECT COALESCE(max(n.version), 0)::text FROM questionnaires_answer n WHERE n.response_id = a.response_id
    ) || '-' || (
        SELECT COALESCE(max(d.id), 0) || '-' || count(*) || '-'
            || COALESCE((extract(epoch FROM max(d.at)) * 1000000)::bigint, 0)
        FROM enrolment_document d
        WHERE d.case_id = c.id AND d.removed_at IS NULL
    )
"""
"""Nothing was written since the company was asked to confirm: as `enrolment.assisted.edition` names it."""
_UNTIL_CLOSING: Final = "AND COALESCE(a.extended_to, y.closes_on) >= %(today)s"

BEFORE_SENDING: Final = f"""
    SELECT c.id AS case_id, k.id AS contact_id, m.id AS base, m.at AS entered_at, m.at AS since,
        COALESCE(a.extended_to, y.closes_on) AS deadline_on, c.deferred_until, c.last_sign_at
    {_CASES} {_CLOSING} {_LAST_ENTERING} {_WHERE} {_UNTIL_CLOSING} {_NO_CALL}
"""
"""Since entering the status, until the year closes, or the day granted to the one company."""

IDLE: Final = f"""{BEFORE_SENDING}
    AND NOT EXISTS (
        SELECT 1 FROM enrolment_confirmation f WHERE f.application_id = a.id AND f.ended_at IS NULL AND {UNCHANGED}
    )
"""  # noqa: S608 - constants of this module
"""The same, but for what an officer filled in and the company is asked to confirm: that has a ladder of its own."""

UNCONFIRMED: Final = f"""
    SELECT c.id AS case_id, k.id AS contact_id, f.id AS base, f.asked_at AS entered_at, f.asked_at AS since,
        COALESCE(a.extended_to, y.closes_on) AS deadline_on, c.deferred_until, c.last_sign_at
    FROM enrolment_confirmation f
    JOIN enrolment_application a ON a.id = f.application_id
    JOIN cases_case c ON c.id = a.case_id
    JOIN cases_programmeyear y ON y.id = c.year_id AND y.state = 'open'
    LEFT JOIN registry_contact k ON k.id = f.contact_id AND k.access <> ALL(%(gone)s)
    {_WHERE} AND f.ended_at IS NULL AND {UNCHANGED} {_UNTIL_CLOSING} {_NO_CALL}
"""  # noqa: S608 - as above
"""Since the company was asked, written to whom it was asked of; a change of answers or documents ends it."""

CLOSING: Final = f"""
    SELECT c.id AS case_id, k.id AS contact_id, 0 AS base, c.opened_at AS entered_at, c.opened_at AS since,
        COALESCE(a.extended_to, y.closes_on) AS deadline_on, c.deferred_until, c.last_sign_at
    {_CASES} {_CLOSING} {_WHERE} {_UNTIL_CLOSING}
"""
"""Once for a case, whatever it goes through and wherever its closing day moves."""

CHANGED: Final = f"""
    SELECT c.id AS case_id, k.id AS contact_id, u.base, r.submitted_at AS entered_at, u.since,
        NULL::date AS deadline_on, c.deferred_until, c.last_sign_at
    {_CASES}
    JOIN enrolment_application a ON a.case_id = c.id
    JOIN questionnaires_response r ON r.id = a.response_id AND r.saved_at > r.submitted_at
    JOIN LATERAL (
        SELECT min(n.id) AS base, max(n.at) AS since FROM questionnaires_answer n
        WHERE n.response_id = r.id AND n.layer = 'unsent' AND NOT EXISTS (
            SELECT 1 FROM questionnaires_answer o
            WHERE o.response_id = r.id AND o.key = n.key AND o.layer = 'counted' AND o.value = n.value
        )
    ) u ON u.base IS NOT NULL
    {_WHERE} {_NO_CALL}
"""  # noqa: S608 - as above
"""Since the last change to what was sent; an answer typed back to what counts is no change."""

REQUESTED: Final = f"""
    SELECT c.id AS case_id, k.id AS contact_id, m.id AS base, m.at AS entered_at, m.at AS since,
        m.due_on AS deadline_on, c.deferred_until, c.last_sign_at
    {_CASES} {_ENTERING} {_WHERE} AND m.due_on >= %(today)s {_NO_CALL}
"""
"""Since the request, until the day it named; a request without a day was never put in writing."""

EXPIRING: Final = f"""
    SELECT c.id AS case_id, k.id AS contact_id, d.id AS base, d.at AS entered_at, d.at AS since,
        d.valid_until AS deadline_on, c.deferred_until, c.last_sign_at
    {_CASES}
    JOIN LATERAL (
        SELECT d.id, d.at, d.valid_until FROM enrolment_document d
        JOIN files_upload u ON u.id = d.upload_id AND u.scan <> 'infected'
        WHERE d.case_id = c.id AND d.removed_at IS NULL AND d.valid_until >= %(today)s
            AND d.at < to_timestamp((d.valid_until - 30 - DATE '1970-01-01') * 86400) AND NOT EXISTS (
                SELECT 1 FROM enrolment_document n WHERE n.case_id = d.case_id AND n.slot_id = d.slot_id
                    AND n.removed_at IS NULL AND n.at > d.at AND n.valid_until > d.valid_until
            )
        ORDER BY d.valid_until, d.id LIMIT 1
    ) d ON true
    {_WHERE} {_NO_CALL}
"""  # noqa: S608 - as above
"""The paper of what was sent that ends first, until its last day. A newer one for the same slot replaces it; one given
with less than a month left is no news to anybody.
"""
