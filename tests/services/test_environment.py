"""The services the tests themselves stand on."""

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection


@pytest.mark.django_db
def test_database_is_the_newest_embedded_server():
    assert connection.pg_version // 10000 == 18


@pytest.mark.django_db
def test_cache_keeps_what_it_was_given():
    cache.set("key", ["نعم"], 60)

    assert cache.get("key") == ["نعم"]


def test_sink_records_what_it_accepted(smtp_sink):
    EmailMessage("Objet é", "Corps", "from@example.org", ["to@example.org"]).send()

    (got,) = smtp_sink.accepted
    assert (got.sender, got.recipients, got.message["Subject"]) == (
        "from@example.org",
        ("to@example.org",),
        "Objet é",
    )


@pytest.mark.django_db(transaction=True)
def test_transactional_test_finds_reference_data_first_time():
    _count_regions_then_remove()


@pytest.mark.django_db(transaction=True)
def test_transactional_test_finds_reference_data_again():
    _count_regions_then_remove()


def _count_regions_then_remove():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reference_region")
        assert cursor.fetchone() == (12,)
        cursor.execute("DROP TABLE reference_region CASCADE")
