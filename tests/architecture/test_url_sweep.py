"""Every address x role x own, another's, missing, mixed x GET, HEAD, POST, against the access tables (README.md)."""

import pytest
from django.urls import get_resolver

from tests.architecture.sweep.tables import row_of, tables
from tests.architecture.sweep.walk import UNNAMED, sweep, walk
from tests.architecture.sweep.world import make_world

ADDRESSES = sorted({address.name: address for address in walk(get_resolver().url_patterns)}.items())
PLACED = [(name, address) for name, address in ADDRESSES if row_of(name) and UNNAMED not in name]


@pytest.mark.parametrize("name", [name for name, _address in ADDRESSES])
def test_address_has_a_row(name):
    assert row_of(name), f"{name} stands in no access_table.py; see tests/architecture/README.md"


def test_rows_have_addresses():
    known = {name for name, _address in ADDRESSES} | {f"{name.partition(':')[0]}:*" for name, _address in ADDRESSES}

    assert [key for table in tables() for key in table.rows if key not in known] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "address"), PLACED, ids=[name for name, _address in PLACED])
def test_answers_are_those_of_the_table(name, address):
    found = sweep(address, *row_of(name), make_world())

    assert found.wrong == []
    assert found.written == []
