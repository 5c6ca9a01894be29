"""The sweep, shown every breach it is there to find."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from companies.cases.models import Case, Task
from companies.journal import actions as journal
from companies.journal.actors import SYSTEM
from exportprogram.urls import urlpatterns as site
from tests.architecture.sweep import Row, Thing
from tests.architecture.sweep.walk import Address, sweep
from tests.architecture.sweep.world import make_world
from tests.support import making

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

THINGS = {
    "reference": Thing(lambda side: side.case.reference, missing="EX27-ZZZZ-ZZ"),
    "task": Thing(lambda side: side.task.pk, missing=999_999_999),
}


def scoped(request, reference):
    case = get_object_or_404(Case.objects.visible_to(request.user), reference=reference)
    return HttpResponse(case.company.name if request.method != "POST" else "done")


def unscoped(request, reference):
    return HttpResponse(get_object_or_404(Case, reference=reference).company.name)


def leaking(request):
    return HttpResponse(" ".join(Case.objects.values_list("company__name", flat=True)))


def writing(request):
    journal.record("page.seen", request.user, by=SYSTEM, at=making.AT)
    return HttpResponse()


def careless(request, reference, task):
    get_object_or_404(Case.objects.visible_to(request.user), reference=reference)
    return HttpResponse(get_object_or_404(Task, pk=task).title[:3])


def careful(request, reference, task):
    case = get_object_or_404(Case.objects.visible_to(request.user), reference=reference)
    return HttpResponse(get_object_or_404(case.tasks, pk=task).title[:3])


@login_not_required
def public(request):
    return HttpResponse()


@login_not_required
def misleading(request):
    return redirect("/elsewhere/")


def staff(request):
    if not request.user.grant.desk:
        raise Http404
    if not request.user.grant.works_cases:
        raise PermissionDenied
    return HttpResponse()


urlpatterns = [
    *site,
    path("scoped/<reference>/", scoped, name="scoped"),
    path("unscoped/<reference>/", unscoped, name="unscoped"),
    path("careless/<reference>/<int:task>/", careless, name="careless"),
    path("careful/<reference>/<int:task>/", careful, name="careful"),
    *[path(f"{view.__name__}/", view, name=view.__name__) for view in (leaking, writing, public, misleading, staff)],
]


def find(name: str, row: Row, *arguments: str, world=None):
    return sweep(Address(name, arguments), row, THINGS, world or make_world())


def test_page_as_its_row_says_passes():
    found = find("scoped", Row(get="signed_in", post={"signed_in": 200}), "reference")

    assert (found.wrong, found.written) == ([], [])


def test_unscoped_page_is_found_and_its_leak():
    wrong = find("unscoped", Row(get="signed_in", post={"signed_in": 200}), "reference").wrong

    assert any(line.startswith("company: GET") and "answered 200" in line and "CANARYTWO" in line for line in wrong)
    assert any(line.startswith("another company: POST") and line.endswith("showed CANARYONE") for line in wrong)
    assert any(line.startswith("officer: HEAD") for line in wrong)


def test_list_that_shows_another_s_company_is_found():
    wrong = find("leaking", Row(get="signed_in", post={"signed_in": 200})).wrong

    assert "coach: GET /leaking/ showed CANARYTWO" in wrong
    assert not any(line.startswith(("national", "admin")) for line in wrong)


def test_page_that_writes_when_it_is_read_is_found():
    assert find("writing", Row(get="signed_in", post={"signed_in": 200})).written == ["journal_entry"]


def test_thing_of_one_side_under_the_address_of_the_other_is_found():
    row, world = Row(get="signed_in", post={"signed_in": 200}), make_world()
    careless = find("careless", row, "reference", "task", world=world).wrong

    assert any(line.startswith("company: GET") for line in careless)
    assert find("careful", row, "reference", "task", world=world).wrong == []


def test_method_that_the_row_does_not_name_is_found():
    wrong = find("scoped", Row(get="signed_in"), "reference").wrong

    assert any(line.startswith("company: POST") and "answered 200" in line for line in wrong)


def test_role_that_the_row_does_not_name_is_found():
    wrong = find("staff", Row(get="regional", post={"regional": 200})).wrong

    assert {line.split(":")[0] for line in wrong} == {"coach", "national", "admin"}


def test_refusal_counts_only_where_the_row_says_so():
    row = {"desk": 200, "national": 403}

    assert find("staff", Row(get=row, post=row)).wrong == []


def test_page_open_to_strangers_is_found():
    wrong = find("public", Row(get="signed_in", post={"signed_in": 200})).wrong

    assert {line.split(":")[0] for line in wrong} == {"visitor"}


def test_stranger_led_elsewhere_is_found():
    wrong = find("misleading", Row(get={"signed_in": 302}, post={"signed_in": 302})).wrong

    assert "visitor: GET /misleading/ led a stranger to /elsewhere/" in wrong


def test_argument_without_a_thing_is_an_error():
    with pytest.raises(AssertionError, match="THINGS says nothing of"):
        find("scoped", Row(get="signed_in"), "nothing")


@pytest.mark.parametrize(
    ("row", "role", "expected"),
    [
        (Row(get="desk"), "coach", {200}),
        (Row(get={"desk": 200, "national": 403}), "national", {403}),
        (Row(get={"everyone": 302, "company": 200}), "company", {200}),
        (Row(get="officer manager"), "manager", {200}),
        (Row(get="desk"), "company", None),
        (Row(post="desk"), "coach", None),
    ],
)
def test_narrower_key_counts(row, role, expected):
    assert row.answer("GET", role) == expected
