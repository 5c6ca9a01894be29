"""A year, an officer, companies with cases: what the tests of enrolment and portal start from."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils.datastructures import MultiValueDict

from companies.accounts import actions as accounts
from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases import actions as cases
from companies.cases.enums import Act, Origin, Status, YearState
from companies.cases.models import Case, ProgrammeYear
from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION
from companies.journal.actors import SYSTEM
from companies.questionnaires.actions import Sheet
from companies.questionnaires.forms import PageForm
from companies.reference.models import LegalForm, Province, Region, Sector
from companies.registry import actions as registry
from companies.registry.models import Contact

AT = datetime(2027, 3, 1, 10, tzinfo=UTC)
LATER = AT + timedelta(minutes=2)
SENT = AT + timedelta(minutes=10)
_numbers = count(1)

ANSWERS: dict[str, dict[str, Any]] = {
    "company": {
        "name": "Conserves Doukkala SARL",
        "name_ar": "مصبرات دكالة",
        "ice": "001000000000047",
        "legal_form": "SARL",
        "rc_number": "103814",
        "rc_court": "El Jadida",
        "created_on": "2014",
        "region": "06",
        "province": "",
        "address": "12, rue du Port",
    },
    "contact": {
        "contact_name": "Rachid Amrani",
        "function": "Direction",
        "email": "direction@doukkala.example",
        "phone": "06 61 20 31 42",
        "language": "fr",
    },
    "activity": {
        "sector": "AGRO",
        "products-1-code": "160413",
        "products-1-name": "Conserves de sardines",
        "certifications": ["iso_22000", "halal"],
    },
    "figures": {
        "turnover": "4 662 000",
        "export_turnover": "0",
        "headcount": "24",
    },
    "markets": {
        "experience": "past",
        "current_markets": ["Espagne", "", ""],
        "wanted_markets": ["Sénégal", "Allemagne", ""],
    },
    "support": {
        "support_wanted": ["coaching", "market_study"],
        "held_back_by": ["cofinancing_or_cash", "logistics"],
        "held_back_by-main": "logistics",
        "held_back_by-words": "",
        "other_aid": "yes",
        "other_aid-which": "Istitmar, 2025",
    },
    "documents": {},
    "declarations": {
        "true_and_complete": "on",
        "data_notice_read": "on",
        "signatory_name": "Rachid Amrani",
        "signatory_capacity": "Gérance",
    },
}


def posts(page: str, **changes: Any) -> dict[str, Any]:
    """A page as a browser would send it."""
    data = ANSWERS[page] | changes
    if page == "company" and not data["province"]:
        data["province"] = Province.objects.filter(region__code=data["region"]).order_by("code").first().code
    return data


def make_year(**fields: Any) -> ProgrammeYear:
    given = {
        "opens_on": date(2027, 1, 4),
        "closes_on": date(2027, 4, 30),
        "state": YearState.OPEN,
    } | fields
    return ProgrammeYear.objects.get_or_create(code="2027", defaults=given)[0]


def current_year() -> ProgrammeYear:
    """A year that is open today, for pages that read the clock."""
    return make_year(opens_on=clock.today() - timedelta(days=30), closes_on=clock.today() + timedelta(days=60))


def make_officer(region: Region, name: str = "Hajar Benlamine") -> User:
    number = next(_numbers)
    return accounts.create(
        f"officer{number}@desk.example",
        name=name,
        title="chargée de programme",
        phone="+212522001427",
        role=Role.OFFICER,
        regions=[region],
        by=SYSTEM,
        at=AT,
    )


def make_case(
    *,
    email: str = "direction@doukkala.example",
    language: str = "fr",
    year: ProgrammeYear | None = None,
    officer: User | None = None,
    name: str = "Conserves Doukkala SARL",
    at: datetime = AT,
    **company: Any,
) -> Case:
    """A listed case, its company with one main contact; `email=""` for who has none."""
    region = Region.objects.get(code="06")
    given = {
        "ice": f"{next(_numbers):015}",
        "legal_form": LegalForm.objects.get(code="SARL"),
        "region": region,
        "sector": Sector.objects.get(code="AGRO"),
        "town": "El Jadida",
        "address": "12, rue du Port",
        "founded": 2014,
    } | company
    made = registry.create_company(name=name, by=SYSTEM, at=at, **given)
    registry.set_products(made, [("160413", "Conserves de sardines")], by=SYSTEM, at=at)
    registry.add_contact(
        made, by=SYSTEM, at=at, email=email, function="Direction", phone="+212661203142", language=language
    )
    return cases.open_one(
        year or make_year(), made, origin=Origin.LIST, officer=officer or make_officer(region), by=SYSTEM, at=at
    )


def contact_of(case: Case) -> Contact:
    return Contact.objects.select_related("company", "user").get(company=case.company, primary=True)


def link_of(case: Case, act: Act = Act.INVITATION, *, at: datetime = AT) -> str:
    """A token for the main contact."""
    return cases.issue_link(case, contact_of(case), act=act, by=SYSTEM, at=at)[1]


def invited_case(**given: Any) -> Case:
    case = make_case(**given)
    enrolment.invite([case], by=case.officer.actor, at=given.get("at", AT))
    return Case.objects.get(pk=case.pk)


def begun(case: Case, *, at: datetime = AT) -> Application:
    return fresh(enrolment.start(case, contact_of(case), by=SYSTEM, at=at))


def fresh(application: Application) -> Application:
    related = ("case__company", "case__year", "case__region", "case__officer", "response")
    return Application.objects.select_related(*related).get(pk=application.pk)


def checked(page: str, **changes: Any) -> dict[str, Any]:
    """The answers of a page as its form reads them."""
    declared = APPLICATION.page(page)
    posted = posts(page, **changes)
    data = MultiValueDict({key: value if isinstance(value, list) else [value] for key, value in posted.items()})
    form = PageForm(declared, kept={}, on=AT.date(), data=data)
    assert form.is_valid(), form.errors
    return form.answers()


def whole_answers(**changes: dict[str, Any]) -> dict[str, Any]:
    """The answers of all pages as they are kept; `changes` by page, as posted."""
    return {
        key: value
        for page in APPLICATION.pages
        for key, value in checked(page.key, **changes.get(page.key, {})).items()
    }


def save(
    application: Application, page: str, *, at: datetime = LATER, complete: bool = True, **answers: Any
) -> Application:
    """One page saved by the main contact from a sheet just drawn; `answers` take the place of the usual ones."""
    sheet = Sheet(fresh(application).response.version, page)
    values = checked(page) | answers if complete else answers
    contact = contact_of(application.case)
    application = fresh(application)
    declared = APPLICATION.page(page)
    enrolment.save_page(
        application, declared, values, complete=complete, sheet=sheet, contact=contact, by=SYSTEM, at=at
    )
    return fresh(application)


def filled(application: Application, *, at: datetime = LATER, **changes: dict[str, Any]) -> Application:
    """All pages saved, complete; `changes` by page, as posted."""
    for page in APPLICATION.pages:
        application = save(application, page.key, at=at, **checked(page.key, **changes.get(page.key, {})))
    return application


def sent(application: Application, *, at: datetime = SENT) -> Application:
    return enrolment.submit(application, by=SYSTEM, at=at)


def status_of(case: Case) -> Status:
    return Status(Case.objects.values_list("status", flat=True).get(pk=case.pk))
