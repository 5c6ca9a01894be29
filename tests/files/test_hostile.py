"""The corpus of hostile files: none is taken, each is told why."""

import pytest

from companies.files.actions import receive
from companies.files.models import Upload
from companies.files.refusals import Refused
from companies.files.store import storage
from companies.journal.actors import SYSTEM
from tests.files.corpus import cases
from tests.files.making import sent
from tests.files.world import AT

CASES = cases()


def test_the_corpus_is_large_enough():
    assert len(CASES) >= 60
    assert len({case[0] for case in CASES}) == len(CASES)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "data", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_hostile_file_is_refused_for_its_reason(name, data, reason):
    given = sent("x", data)
    given._name = name  # as a client of one's own would send it: Django's forms shorten and clean names

    with pytest.raises(Refused) as refused:
        receive(given, by=SYSTEM, at=AT)

    assert refused.value.reason == reason
    assert (Upload.objects.count(), storage().exists(f"{AT:%Y/%m}")) == (0, False)
