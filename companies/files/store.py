"""Where files are kept: the storage "documents" of STORAGES, which nothing serves by an address."""

from typing import Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages

ALIAS: Final = "documents"


def storage() -> Storage:
    return storages[ALIAS]


def save(place: str, data: bytes) -> None:
    storage().save(place, ContentFile(data))


def opened(place: str) -> File:
    """Raises OSError when it is not there."""
    return storage().open(place, "rb")


def erase(place: str) -> None:
    storage().delete(place)
