"""Every address x role x own, another's, missing, mixed x GET, HEAD, POST, against the access tables (README.md)."""

from copy import deepcopy

import pytest
from django.db import transaction
from django.urls import get_resolver

from tests.architecture.sweep.tables import row_of, tables
from tests.architecture.sweep.walk import UNNAMED, Clients, sweep, walk
from tests.architecture.sweep.world import make_world

ADDRESSES = sorted({address.name: address for address in walk(get_resolver().url_patterns)}.items())
PLACED = [(name, address) for name, address in ADDRESSES if row_of(name) and UNNAMED not in name]


@pytest.mark.parametrize("name", [name for name, _address in ADDRESSES])
def test_address_has_a_row(name):
    assert row_of(name), f"{name} stands in no access_table.py; see tests/architecture/README.md"


def test_rows_have_addresses():
    known = {name for name, _address in ADDRESSES} | {f"{name.partition(':')[0]}:*" for name, _address in ADDRESSES}

    assert [key for table in tables() for key in table.rows if key not in known] == []


@pytest.fixture(scope="module")
def peopled(django_db_setup, django_db_blocker):
    """The world and its visitors, made once for all addresses; each test works in its own savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        yield world, Clients.of(world)
        transaction.set_rollback(True)


@pytest.mark.parametrize(("name", "address"), PLACED, ids=[name for name, _address in PLACED])
def test_answers_are_those_of_the_table(name, address, peopled):
    world, clients = peopled
    with transaction.atomic():
        found = sweep(address, *row_of(name), deepcopy(world), clients)
        transaction.set_rollback(True)

    assert found.wrong == []
    assert found.written == []
