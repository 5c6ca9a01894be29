import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.web.access import desk_only, may


def ask(view, role: Role) -> str:
    request = RequestFactory().get("/")
    request.user = User(role=role)
    try:
        return view(request).content.decode()
    except Http404:
        return "not there"
    except PermissionDenied:
        return "refused"


@desk_only
def desk(request):
    return HttpResponse(f"for {request.user.role}")


@may("supervises")
def assign(request):
    return HttpResponse(f"for {request.user.role}")


def test_desk_does_not_exist_for_companies():
    assert {role.value: ask(desk, role) for role in Role} == {
        "company": "not there",
        "officer": "for officer",
        "manager": "for manager",
        "coach": "for coach",
        "national": "for national",
        "admin": "for admin",
    }


def test_staff_without_the_grant_are_refused():
    assert {role.value: ask(assign, role) for role in Role} == {
        "company": "not there",
        "officer": "refused",
        "manager": "for manager",
        "coach": "refused",
        "national": "refused",
        "admin": "for admin",
    }


def test_unknown_grant_fails_when_the_page_is_declared():
    with pytest.raises(LookupError, match="flies"):
        may("flies")
