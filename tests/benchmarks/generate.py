"""Fills a migrated database with a programme of `size` cases, ten events each, by set-based SQL.

The result keeps the database's checks and unique keys; foreign keys hold by construction (their triggers are off while
it fills). The same size gives the same data, save for random identifiers.
"""

import json
from collections import deque
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from django.db import connection, transaction

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases import lifecycle, references
from companies.cases.enums import Act, Status
from companies.cases.models import Case, Interaction, Link, Move, ProgrammeYear, Task
from companies.dialogue.models import Obstacle
from companies.enrolment.models import Application
from companies.journal.models import Entry
from companies.mail.models import Message
from companies.outreach.models import Reminder
from companies.questionnaires.models import Answer, Form, Response
from companies.reference.models import Region
from companies.registry.keys import set_keys
from companies.registry.models import Company, CompanyMarket, CompanyProduct, CompanyYear, Contact
from tests.benchmarks import names
from tests.benchmarks.filling import copy, insert

EVENTS: Final = 10
EVENTS_OF_THE_BUSY: Final = 100
OFFICERS_PER_REGION: Final = 3
BEGAN: Final = datetime(2026, 10, 5, 9, tzinfo=UTC)

SHARES: Final[dict[Status, float]] = {
    Status.LISTED: 0.16,
    Status.INVITED: 0.46,
    Status.REACHED: 0.13,
    Status.DRAFT: 0.06,
    Status.SUBMITTED: 0.03,
    Status.IN_REVIEW: 0.02,
    Status.INFORMATION_REQUESTED: 0.01,
    Status.WAITING_LIST: 0.01,
    Status.DIAGNOSTIC: 0.02,
    Status.PLAN: 0.02,
    Status.UNDER_WAY: 0.02,
    Status.PREPARING: 0.01,
    Status.PROSPECTING: 0.01,
    Status.NEGOTIATING: 0.005,
    Status.CONFIRMED: 0.005,
    Status.CLOSED: 0.03,
}
"""Few take it up: what reports from the regions say."""

REGIONS: Final[dict[str, float]] = {
    "01": 0.12, "02": 0.06, "03": 0.09, "04": 0.12, "05": 0.06, "06": 0.24,
    "07": 0.11, "08": 0.04, "09": 0.08, "10": 0.02, "11": 0.03, "12": 0.03,
}  # fmt: skip

ANSWERS: Final = {
    "name": "Souss Conserves",
    "legal_form": "SARL",
    "region": "06",
    "contact_name": "Amina Naciri",
    "function": "Gérante",
    "phone": "+212661203142",
    "language": "fr",
    "sector": "AGRO",
    "products": [{"code": "200570", "name": "Olives vertes"}, {"code": "151590", "name": "Huile"}],
    "certifications": ["iso_9001"],
}


@dataclass(frozen=True)
class Landmarks:
    """What the bench asks for by name. Users by id, cases by reference."""

    officer: int
    national: int
    admin: int
    company: int
    draft: str
    calm: str
    busy: str


def fill(size: int) -> Landmarks:
    """Fill the connected database, which holds reference data and nothing else."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT setseed(0.27)")
        _people()
        _companies(size)
        _cases(size)
        _events()
        landmarks = _landmarks()
        _busy(landmarks.busy)
        _journal()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return landmarks


# --- Who they are


def _people() -> None:
    regions = list(Region.objects.order_by("code"))
    officers = [
        User(email=f"officer{n}.{region.code}@export.example", name=f"Officer {n} {region.code}", role=Role.OFFICER)
        for region in regions
        for n in range(OFFICERS_PER_REGION)
    ]
    national = User(email="national@export.example", name="National", role=Role.NATIONAL)
    admin = User(email="admin@export.example", name="Admin", role=Role.ADMIN)
    User.objects.bulk_create([*officers, national, admin])
    scope = User.regions.through
    scope.objects.bulk_create(
        scope(user=officer, region=regions[n // OFFICERS_PER_REGION]) for n, officer in enumerate(officers)
    )
    ProgrammeYear.objects.create(code="2027", opens_on=date(2026, 10, 5), closes_on=date(2027, 4, 30), state="open")


def _companies(size: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'company_search'")
        (search_index,) = cursor.fetchone()
        cursor.execute("DROP INDEX company_search")
        copy(Company, ["name", "name_ar", "sort_key", "search_key", "ice", "region_id"], _company_rows(size, _spread()))
        cursor.execute(search_index)
        cursor.execute(
            "UPDATE registry_company SET sector_id = (SELECT min(id) FROM reference_sector) + id % 20,"
            " town = 'Casablanca', founded = 1980 + id % 45,"
            " legal_form_id = (SELECT id FROM reference_legalform WHERE code = 'SARL')"
        )
    figures = {"company_id": "id", "year": "2025", "turnover": "id * 1000", "export_turnover": "id % 7 * 1000"}
    insert(CompanyYear, figures | {"headcount": "id % 300", "source": "'list'"}, "FROM registry_company")
    insert(CompanyProduct, {"company_id": "id", "hs": "'610910'"}, "FROM registry_company")
    market = {"company_id": "c.id", "country_id": "k.id", "kind": "'wanted'"}
    insert(CompanyMarket, market, "FROM registry_company c JOIN reference_country k ON k.code IN ('FR', 'ES')")
    contact = {
        "company_id": "id",
        "name": "'Contact ' || id",
        "function": "'Gérante'",
        "email": "CASE WHEN id % 15 = 0 THEN '' ELSE 'contact' || id || '@bench.example' END",
        "phone": "'+2126' || lpad(id::text, 8, '0')",
        "language": "CASE WHEN id % 4 = 0 THEN 'ar' ELSE 'fr' END",
        "primary": "true",
    }
    insert(Contact, contact, "FROM registry_company ORDER BY id")


def _spread() -> list[int]:
    """A hundred regions by id, each as often as its share."""
    ids = dict(Region.objects.values_list("code", "id"))
    return [ids[code] for code, share in REGIONS.items() for _ in range(round(share * 100))]


def _company_rows(size: int, spread: list[int]):
    for i in range(size):
        name, name_ar = names.name(i, size), names.arabic(i)
        company = Company(name=name, name_ar=name_ar, ice=f"{i + 1_000_000:013d}00", town="Casablanca")
        set_keys(company, [Contact(name=f"Contact {i + 1}", phone=f"+2126{i + 1:08d}")])
        yield name, name_ar, company.sort_key, company.search_key, company.ice, spread[i * 37 % 100]


# --- Where they stand


def _cases(size: int) -> None:
    """One case each; status by share, officer of the region by turn, and every move that leads there."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE share (status text, stage text, upto float8)")
        cursor.executemany("INSERT INTO share VALUES (%s, %s, %s)", list(_thresholds()))
        cursor.execute(
            "CREATE TEMP TABLE drawn AS SELECT c.id, c.region_id, d.r, s.status, s.stage FROM registry_company c"
            " JOIN (SELECT id, random() r FROM registry_company) d USING (id)"
            " JOIN LATERAL (SELECT * FROM share WHERE upto >= d.r ORDER BY upto LIMIT 1) s ON true"
        )
        cursor.execute(
            "CREATE TEMP TABLE officers AS SELECT s.region_id, s.user_id,"
            " row_number() OVER (PARTITION BY s.region_id ORDER BY s.user_id) - 1 AS turn FROM accounts_user_regions s"
        )
    insert(
        Case,
        {
            "reference": _reference("d.id"),
            "company_id": "d.id",
            "year_id": "y.id",
            "region_id": "d.region_id",
            "origin": "'list'",
            "channel": "CASE WHEN d.status = 'listed' THEN '' WHEN d.id % 15 = 0 THEN 'letter' ELSE 'mail' END",
            "stage": "d.stage",
            "status": "d.status",
            "closed_as": "CASE WHEN d.stage = 'closed' THEN 'declined' ELSE '' END",
            "officer_id": "o.user_id",
            "opened_at": _at(),
            "status_since": _at("10 days"),
            "last_sign": "CASE WHEN d.status NOT IN ('listed', 'invited') THEN 'spoken' ELSE '' END",
            "last_sign_at": f"CASE WHEN d.status NOT IN ('listed', 'invited') THEN {_at('20 days')} END",
        },
        f"FROM drawn d CROSS JOIN cases_programmeyear y"
        f" JOIN officers o ON o.region_id = d.region_id AND o.turn = d.id % {OFFICERS_PER_REGION} ORDER BY d.id",
    )
    _moves()


def _thresholds():
    upto = 0.0
    for status, share in SHARES.items():
        upto += share
        yield status.value, lifecycle.STAGE_OF[status].value, upto + 1e-9


def _reference(number: str) -> str:
    """A distinct file number for each of the first 24 million, drawn across the alphabet."""
    letters = len(references.ALPHABET)
    mixed = f"({number}::bigint * 7919 % 23887871)"
    digits = [f"substr('{references.ALPHABET}', ({mixed} / {letters**k} % {letters})::int + 1, 1)" for k in range(5)]
    return "'EX27-' || " + " || ".join(digits[:4]) + f" || '-2' || {digits[4]}"


def _at(later: str = "0 days", spread: str = "d.id") -> str:
    return f"timestamptz '{BEGAN:%Y-%m-%d %H:%M}Z' + interval '{later}' + {spread} % 1000 * interval '1 minute'"


def _paths() -> dict[Status, list[Status]]:
    """The shortest chain of moves from the list to each status."""
    chains = {Status.LISTED: [Status.LISTED]}
    queue = deque([Status.LISTED])
    while queue:
        here = queue.popleft()
        for after in sorted(lifecycle.MOVES[here] - chains.keys()):
            chains[after] = [*chains[here], after]
            queue.append(after)
    return chains | {Status.CLOSED: [Status.LISTED, Status.INVITED, Status.CLOSED]}


def _moves() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE chain (status text, n int, before text, after text, stage text, stage_to text)"
        )
        cursor.executemany("INSERT INTO chain VALUES (%s, %s, %s, %s, %s, %s)", list(_links()))
    insert(
        Move,
        {
            "case_id": "d.id",
            "from_stage": "c.stage",
            "from_status": "c.before",
            "to_stage": "c.stage_to",
            "to_status": "c.after",
            "closed_as": "CASE WHEN c.after = 'closed' THEN 'declined' ELSE '' END",
            "note": "CASE WHEN c.after = 'confirmed' THEN 'Déclaration unique de marchandises 1234' ELSE '' END",
            "fact_on": "CASE WHEN c.after = 'confirmed' THEN date '2026-11-20' END",
            "by_id": "d.officer_id",
            "at": f"{_at()} + c.n * interval '1 day'",
        },
        "FROM cases_case d JOIN chain c USING (status)",
    )


def _links():
    for status, chain in _paths().items():
        for n, after in enumerate(chain):
            before = chain[n - 1] if n else None
            stage = lifecycle.STAGE_OF[before].value if before else ""
            yield status.value, n, before or "", after.value, stage, lifecycle.STAGE_OF[after].value


# --- What was said and done

_REST: Final = (
    "FROM (SELECT c.*, (SELECT count(*) FROM cases_move m WHERE m.case_id = c.id) AS moved FROM cases_case c) d"
    f" CROSS JOIN generate_series(1, {EVENTS}) AS n WHERE n > moved AND n % 3 = {{kind}}"
)


def _events() -> None:
    """What is missing to ten events after the moves: calls, messages and tasks by turn."""
    _talk(_REST.format(kind=0))
    _mail(_REST.format(kind=1))
    _owe(_REST.format(kind=2))
    _ledger()
    _drafts()
    _obstacles()


def _talk(source: str) -> None:
    row = {
        "case_id": "d.id",
        "kind": "'call'",
        "outcome": "'no_answer'",
        "happened_on": "date '2026-11-01'",
        "text": "'Appel sans réponse, rappeler la gérante en fin de matinée. ' || n",
        "by_id": "d.officer_id",
        "at": f"{_at('30 days')} + n * interval '1 hour'",
    }
    insert(Interaction, row, source)


def _mail(source: str) -> None:
    row = {
        "id": "gen_random_uuid()",
        "purpose": "'outreach.invited'",
        "stream": "'case:' || d.id",
        "to_email": "'contact' || d.id || '@bench.example'",
        "language": "'fr'",
        "subject": "'Votre candidature attend votre réponse ' || n",
        "text": "repeat('Bonjour, votre entreprise est invitée. ', 12)",
        "html": "repeat('<p>Bonjour, votre entreprise est invitée.</p>', 12)",
        "posted_at": f"{_at('20 days')} + n * interval '1 hour'",
        "next_attempt_at": f"{_at('20 days')} + n * interval '1 hour'",
        "accepted_at": f"{_at('21 days')} + n * interval '1 hour'",
        "state": "'sent'",
        "smtp_code": "250",
        "attempts": "1",
    }
    insert(Message, row, source)


def _owe(source: str) -> None:
    row = {
        "case_id": "d.id",
        "owner_id": "d.officer_id",
        "kind": "'call'",
        "due_on": "date '2026-11-20' + (d.id % 40)::int",
        "made_at": _at("25 days"),
        "done_at": f"CASE WHEN n < 9 THEN {_at('26 days')} END",
    }
    insert(Task, row, source)


def _ledger() -> None:
    """A line for each message, and the next rung of whoever was invited and did not start."""
    sent = {
        "kind": "'invited'",
        "case_id": "d.id",
        "occurrence": "'1:' || d.rung",
        "rung": "d.rung",
        "starts_at": "d.posted_at - interval '5 days'",
        "due_at": "d.posted_at",
        "state": "'posted'",
        "message_id": "d.message_id",
        "planned_at": "d.posted_at",
        "ended_at": "d.posted_at",
    }
    insert(
        Reminder,
        sent,
        "FROM (SELECT substr(stream, 6)::bigint AS id, id AS message_id, posted_at,"
        " row_number() OVER (PARTITION BY stream ORDER BY posted_at) AS rung FROM mail_message) d",
    )
    planned = {
        "kind": "'invited'",
        "case_id": "d.id",
        "occurrence": "'1:9'",
        "rung": "9",
        "starts_at": "d.status_since",
        "due_at": _at("60 days"),
        "planned_at": _at("50 days"),
    }
    insert(Reminder, planned, "FROM cases_case d WHERE status = 'invited'")
    link = {
        "token_hash": "md5(d.id::text) || md5((-d.id)::text)",
        "case_id": "d.id",
        "contact_id": "k.id",
        "act": f"'{Act.INVITATION}'",
        "issued_at": _at("5 days"),
    }
    invited = "FROM cases_case d JOIN registry_contact k ON k.company_id = d.company_id WHERE d.status <> 'listed'"
    insert(Link, link, invited)


def _drafts() -> None:
    """Whoever began has answers: ten of them, and an application."""
    form = Form.objects.filter(key="application").order_by("-version").first() or Form.objects.create(
        key="application", published_at=BEGAN
    )
    begun = "('application', 'coaching', 'market_entry', 'exporting')"
    response = {"case_id": "d.id", "form_id": str(form.pk), "started_at": _at("12 days"), "saved_at": _at("13 days")}
    sent = {"submitted_at": f"CASE WHEN d.status <> 'draft' THEN {_at('14 days')} END"}
    insert(Response, response | sent, f"FROM cases_case d WHERE stage IN {begun}")
    given = ", ".join(f"('{key}', '{json.dumps(value)}')" for key, value in ANSWERS.items())
    answer = {
        "response_id": "d.id",
        "key": "a.key",
        "layer": "CASE WHEN d.submitted_at IS NULL THEN 'unsent' ELSE 'counted' END",
        "value": "a.value::jsonb",
        "wording": "'Question telle que posée'",
        "at": _at("13 days"),
    }
    insert(Answer, answer, f"FROM questionnaires_response d CROSS JOIN (VALUES {given}) AS a (key, value)")
    insert(Application, {"case_id": "d.case_id", "response_id": "d.id"}, "FROM questionnaires_response d")


def _obstacles() -> None:
    row = {
        "company_id": "d.company_id",
        "case_id": "d.id",
        "code": "(ARRAY['did_not_know', 'missing_document', 'form_too_complicated', 'no_time_or_staff'])[1 + d.id % 4]",
        "primary": "true",
        "source": "'call'",
        "at": _at("30 days"),
    }
    insert(Obstacle, row, "FROM cases_case d WHERE d.id % 10 = 0")


def _busy(reference: str) -> None:
    """Ninety more events for one case."""
    more = (EVENTS_OF_THE_BUSY - EVENTS) // 3
    source = f"FROM cases_case d CROSS JOIN generate_series(101, {100 + more}) AS n WHERE reference = '{reference}'"
    for kind in (_talk, _mail, _owe):
        kind(source)


def _journal() -> None:
    """A line for each move, call and task."""
    tables = [("case.moved", "cases.move", "at", "by_id"), ("interaction.noted", "cases.interaction", "at", "by_id")]
    for verb, label, at, by in [*tables, ("task.made", "cases.task", "made_at", "owner_id")]:
        row = {
            "at": f"d.{at}",
            "actor_kind": "'user'",
            "actor_id": f"d.{by}",
            "stream": "'case:' || d.case_id",
            "verb": f"'{verb}'",
            "object_type": f"'{label}'",
            "object_id": "d.id::text",
        }
        insert(Entry, row, f"FROM {label.replace('.', '_')} d")


# --- What the bench asks for


def _landmarks() -> Landmarks:
    """The company's user, and one draft, one calm and one busy case of the first officer of Casablanca-Settat."""
    officer = User.objects.filter(role=Role.OFFICER, regions__code="06").order_by("pk")[0]
    draft = Case.objects.filter(status=Status.DRAFT).order_by("pk")[0]
    calm, busy = Case.objects.filter(status=Status.INVITED, officer=officer).order_by("pk")[:2]
    company = User.objects.create(email="company@bench.example", name="Company", role=Role.COMPANY)
    Contact.objects.filter(company=draft.company, primary=True).update(user=company, access="member")
    return Landmarks(
        officer=officer.pk,
        national=User.objects.get(role=Role.NATIONAL).pk,
        admin=User.objects.get(role=Role.ADMIN).pk,
        company=company.pk,
        draft=draft.reference,
        calm=calm.reference,
        busy=busy.reference,
    )
