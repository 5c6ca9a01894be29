import os
from datetime import timedelta

import pytest

from companies.files import actions, housekeeping, store
from companies.journal.actors import SYSTEM
from tests.files.making import pdf, sent
from tests.files.world import AT

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def taken():
    return actions.receive(sent("a.pdf", pdf()), by=SYSTEM, at=AT)


def there(upload):
    upload.refresh_from_db()
    return (store.storage().exists(upload.stored_as), upload.erased_at)


def test_a_file_nobody_needs_is_erased_after_a_month():
    dropped, kept, taken_up = taken(), taken(), taken()
    for upload in (dropped, taken_up):
        actions.drop(upload, at=AT)
    actions.take_up(taken_up)

    early, due = housekeeping.tidy(at=AT + MONTH - timedelta(seconds=1)), housekeeping.tidy(at=AT + MONTH)

    assert (early, due, housekeeping.tidy(at=AT + 2 * MONTH)) == (0, 1, 0)
    assert (there(dropped), there(kept), there(taken_up)) == ((False, AT + MONTH), (True, None), (True, None))


def test_a_file_without_a_row_is_erased_after_two_days():
    kept = taken()
    store.save("2031/05/left.pdf", b"x")
    place = store.storage().path("2031/05/left.pdf")
    os.utime(place, (AT.timestamp(), AT.timestamp()))

    early, due = housekeeping.tidy(at=AT + timedelta(days=1)), housekeeping.tidy(at=AT + timedelta(days=3))

    assert (early, due) == (0, 1)
    assert (store.storage().exists("2031/05/left.pdf"), there(kept)) == (False, (True, None))
