import pytest

from companies.accounts import actions as accounts
from companies.common import clock
from companies.dialogue.enums import ObstacleCode
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Application
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from tests.enrolment.world import begun, contact_of, filled, invited_case, sent

pytestmark = pytest.mark.django_db

LISTS = [
    "questionnaires/form",
    "questionnaires/response",
    "questionnaires/answer",
    "questionnaires/pastanswer",
    "enrolment/application",
    "dialogue/obstacle",
]


@pytest.fixture
def admin(client):
    user = accounts.create("admin@x.example", name="Admin", role="admin", by=SYSTEM, at=clock.now())
    client.force_login(user)
    return client


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_lists_open_and_can_be_searched(admin, path, language):
    case = sent(filled(begun(invited_case()))).case
    enrolment.decline(case, contact_of(case), ObstacleCode.NO_TIME_OR_STAFF, by=SYSTEM, at=clock.now())
    admin.cookies["django_language"] = language

    for query in ("", "?q=EX27"):
        assert admin.get(f"/admin/{path}/{query}").status_code == 200


def test_draft_shows_no_answers(admin):
    application = filled(begun(invited_case()))
    assert "Rachid Amrani" not in admin.get("/admin/questionnaires/answer/").content.decode()

    sent(application)

    assert "Rachid Amrani" in admin.get("/admin/questionnaires/answer/").content.decode()


def test_putting_off_the_closing_date_is_journalled(admin):
    application = begun(invited_case())

    admin.post(f"/admin/enrolment/application/{application.pk}/change/", {"extended_to": "2027-05-10"})

    assert Application.objects.get(pk=application.pk).extended_to.isoformat() == "2027-05-10"
    assert Entry.objects.get(verb="config.changed").data == {"fields": "extended_to"}


@pytest.mark.parametrize("path", ["questionnaires/response/add", "enrolment/application/add", "dialogue/obstacle/add"])
def test_nothing_is_added_by_hand(admin, path):
    assert admin.get(f"/admin/{path}/").status_code == 403
