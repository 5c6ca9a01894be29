from datetime import timedelta

import pytest
from django.core.cache import cache

from companies.accounts.enums import Role
from companies.common import clock
from companies.files import watch
from companies.files.actions import receive
from companies.journal.actors import SYSTEM
from tests.files.making import pdf, sent
from tests.files.world import AT
from tests.support import making

pytestmark = pytest.mark.django_db
NO_SCANNER = "aucun antivirus n’est configuré"


@pytest.mark.parametrize(
    ("path", "warned"),
    [("/admin/", True), ("/admin/files/upload/", True), ("/desk/", False), ("/admin/content/faq/", False)],
)
def test_without_a_scanner_administrators_are_warned_where_it_is_decided(client, path, warned):
    client.force_login(making.person(Role.ADMIN))

    assert (NO_SCANNER in client.get(path).content.decode()) is warned


def test_nobody_else_is(client):
    client.force_login(making.person())

    assert NO_SCANNER not in client.get("/desk/").content.decode()


def test_a_scanner_that_gives_no_answer_is_told_on_every_page(client, settings):
    settings.CLAMD_URL = "unix:///nowhere"
    receive(sent("a.pdf", pdf()), by=SYSTEM, at=clock.now() - timedelta(hours=1))
    client.force_login(making.person(Role.ADMIN))

    assert "L’antivirus ne répond pas" in client.get("/desk/").content.decode()


def test_a_scanner_that_gives_no_answer_is_told_after_a_quarter_of_an_hour(settings, django_assert_num_queries):
    settings.CLAMD_URL = "unix:///nowhere"
    receive(sent("a.pdf", pdf()), by=SYSTEM, at=AT)
    late = AT + timedelta(minutes=16)

    early = watch.problems(at=AT + timedelta(minutes=15))
    with django_assert_num_queries(0):
        told = watch.problems(at=late)
    cache.clear()
    with django_assert_num_queries(1):
        again = watch.problems(at=late)

    assert early == []
    assert told == again
    assert len(told) == 1
    assert "L’antivirus ne répond pas" in told[0]
    assert "16" in told[0]
