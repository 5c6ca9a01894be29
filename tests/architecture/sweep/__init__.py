"""The words of the access tables; see tests/architecture/README.md."""

from tests.architecture.sweep.tables import ANY, Row, Thing
from tests.architecture.sweep.world import Side, World

__all__ = ["ANY", "Row", "Side", "Thing", "World"]
