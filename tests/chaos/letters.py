"""Plain messages, for what is asked of the mail alone."""

from companies.mail import outbox
from companies.mail.models import Message
from companies.mail.wording import Content
from tests.chaos.stage import Stage


def post(stage: Stage, number: int, name: str, *, subject: str = "Bonjour", essential: bool = False) -> list[Message]:
    """`name`.0@..., `name`.1@...: the mail server knows from the name how to behave."""
    return [
        outbox.post(
            purpose="test",
            to=f"{name}.{n}@entreprise.example",
            language="fr",
            content=Content(subject, "Votre candidature attend.", ""),
            essential=essential,
            at=stage.now(),
        )
        for n in range(number)
    ]
