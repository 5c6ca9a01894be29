"""The administrator's pages of forms. A version belongs to no side."""

from companies.cases.models import ProgrammeYear
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.questionnaires import versions
from tests.architecture.sweep import ANY, Row, Side, Thing


def draft(side: Side) -> int:
    return versions.begin_draft("application", side.case.year, by=SYSTEM, at=clock.now()).pk


def year(side: Side) -> str:
    return ProgrammeYear.objects.get(pk=side.case.year_id).code


PK = {"pk": Thing(draft, missing=999_999_999)}
LOOK = PK | {"language": Thing(lambda side: "ar", missing="de")}
PAGE = PK | {"key": Thing(lambda side: "company", missing="no-page")}
BEGIN = {"key": Thing(lambda side: "application", missing="no-form"), "year": Thing(year, missing="1999")}

TABLE = {
    "admin:questionnaires_form_begin": Row(post={"admin": ANY}, things=BEGIN),
    "admin:questionnaires_form_page": Row(get={"admin": ANY}, post={"admin": ANY}, things=PAGE),
    "admin:questionnaires_form_look": Row(get={"admin": ANY}, post={"admin": ANY}, things=LOOK),
    "admin:questionnaires_form_publish": Row(get={"admin": ANY}, post={"admin": ANY}, things=PK),
    "admin:questionnaires_form_drop": Row(post={"admin": ANY}, things=PK),
}
