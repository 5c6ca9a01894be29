from dataclasses import fields

import pytest
from django.utils import translation

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.accounts.roles import GRANTS, WORDS, Grant, described


def test_table_grants_every_role_and_describes_every_grant():
    assert set(GRANTS) == set(Role)
    assert list(WORDS) == [field.name for field in fields(Grant)]


def test_table_reads_in_words():
    with translation.override("en"):
        table = {str(words): held for words, held in described()}

    assert table["opens the administration"] == [False, False, False, False, False, True]
    assert table["logs calls, completes tasks, moves files"] == [False, True, True, True, False, True]


def test_nobody_is_at_both_doors():
    assert [role for role, grant in GRANTS.items() if grant.portal == grant.desk] == []


@pytest.mark.parametrize("role", list(Role))
def test_admin_opens_for_administrators_only(role):
    user = User(role=role)

    assert {user.is_staff, user.has_perm("cases.change_case"), user.has_module_perms("cases")} == {role == Role.ADMIN}


def test_admin_stays_closed_for_an_administrator_who_left():
    assert not User(role=Role.ADMIN, is_active=False).has_perm("cases.change_case")


@pytest.mark.parametrize(
    ("name", "initials"), [("Hajar Bennani", "HB"), ("Imane", "I"), ("", ""), ("هاجر بناني", "هب")]
)
def test_initials_are_of_the_first_two_words(name, initials):
    assert User(name=name).initials == initials


def test_superuser_of_the_command_line_is_an_administrator(db):
    user = User.objects.create_superuser("Root@export.example", "x", name="Root")

    assert (user.email, user.role, user.check_password("x")) == ("root@export.example", "admin", True)
    assert User.objects.get_by_natural_key(" ROOT@export.example ") == user
