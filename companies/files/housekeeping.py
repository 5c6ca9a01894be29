"""Erasing what nobody needs any more: files taken back, and those whose row was never written."""

from datetime import datetime, timedelta
from typing import Final

from companies.files import store
from companies.files.models import Upload

KEPT: Final = timedelta(days=30)
"""How long a file taken back can still be asked for by telephone."""
UNOWNED: Final = timedelta(days=2)


def tidy(*, at: datetime) -> int:
    """Erase both; the number of files gone."""
    return _erase_dropped(at) + _erase_unowned(at)


def _erase_dropped(at: datetime) -> int:
    dropped = list(Upload.objects.filter(dropped_at__lte=at - KEPT, erased_at=None))
    for upload in dropped:
        store.erase(upload.stored_as)
        Upload.objects.filter(pk=upload.pk).update(erased_at=at)
    return len(dropped)


def _erase_unowned(at: datetime) -> int:
    """Files written by a request that failed before its row was kept, in the folders of this month and the last."""
    gone = 0
    for month in {f"{day:%Y/%m}" for day in (at, at - timedelta(days=31))}:
        places = {f"{month}/{name}" for name in _names(month)}
        owned = set(Upload.objects.filter(stored_as__in=places).values_list("stored_as", flat=True))
        for place in places - owned:
            if store.storage().get_modified_time(place) < at - UNOWNED:
                store.erase(place)
                gone += 1
    return gone


def _names(folder: str) -> list[str]:
    try:
        return list(store.storage().listdir(folder)[1])
    except FileNotFoundError:
        return []
