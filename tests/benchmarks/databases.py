"""The databases of the bench: one migrated base, copied and filled for each size."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import django
from django.core.management import call_command, get_commands
from django.db import connection

from tests.benchmarks.world import BASE, World


def make(world: World, sizes: Sequence[int], say: Callable[[str], None]) -> dict:
    """Migrate the base, then copy and fill it; the landmarks of each size."""
    world.postgres.ensure(BASE)
    django.setup()
    call_command("migrate", verbosity=0)
    if "load_reference" in get_commands():
        call_command("load_reference", verbosity=0)
    call_command("collectstatic", "--no-input", verbosity=0)
    connection.close()
    return {size: _filled(world, size, say) for size in sizes}


def _filled(world: World, size: int, say: Callable[[str], None]):
    from tests.benchmarks.generate import fill  # models can be imported only after django.setup()

    world.postgres.clone(BASE, name(size))
    began = time.monotonic()
    with using(name(size)):
        landmarks = fill(size)
    say(f"{size:,} cases generated in {time.monotonic() - began:.1f} s")
    return landmarks


def name(size: int) -> str:
    return f"bench_{size}"


@contextmanager
def clone_of_base(world: World, database: str) -> Iterator[str]:
    """A database with reference data only, dropped afterwards."""
    connection.close()
    world.postgres.clone(BASE, database)
    try:
        yield database
    finally:
        world.postgres.drop(database)


@contextmanager
def using(database: str) -> Iterator[None]:
    """Django in this process works on that database."""
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
