"""Who acts: a person, the system itself, the bearer of a link, or an import."""

from dataclasses import dataclass

from companies.journal.enums import ActorKind


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` belongs to the kind: a user, a capability link, an import batch; none for the system.

    `behalf_id` is the contact for whom an officer acts ("typed by the officer").
    """

    kind: ActorKind
    id: int | None = None
    behalf_id: int | None = None

    @property
    def user_id(self) -> int | None:
        return self.id if self.kind == ActorKind.USER else None


SYSTEM = Actor(ActorKind.SYSTEM)
