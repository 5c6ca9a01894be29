"""Where files are kept: the storage "documents" of STORAGES, which nothing serves by an address."""

from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

ALIAS: Final = "documents"


class Unreachable(Exception):
    """The store gave no answer, has no room, or does not have the file."""


def storage() -> Storage:
    return storages[ALIAS]


def save(place: str, data: bytes) -> None:
    """Raises Unreachable."""
    try:
        storage().save(place, ContentFile(data))
    except Exception as error:
        raise Unreachable(place) from error  # each kind of storage has errors of its own


def read(place: str) -> bytes:
    """The whole file: none is larger than one upload. Raises Unreachable."""
    try:
        with storage().open(place, "rb") as file:
            return bytes(file.read())
    except Exception as error:
        raise Unreachable(place) from error  # as above


def erase(place: str) -> None:
    storage().delete(place)
