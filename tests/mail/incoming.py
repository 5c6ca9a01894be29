"""Letters for the reader, in the shapes that providers give them."""

from pathlib import Path

from companies.common import clock
from companies.mail import inbox, outbox
from companies.mail.enums import MessageState
from companies.mail.models import Address, Message
from companies.mail.wording import Content

AT = clock.start_of(clock.today())
TO = "karim@entreprise.example"
REFERENCE = "EX27-K4P7-M2"
LETTERS = Path(__file__).parent / "letters"


def sent(to=TO, **fields):
    """A message of ours that the mail server accepted."""
    content = Content("Votre dossier", "Bonjour,", "")
    fields = {
        "purpose": "test",
        "to": to,
        "language": "fr",
        "content": content,
        "stream": "case:17",
        "at": AT,
        **fields,
    }
    message = outbox.post(**fields)
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, accepted_at=AT, attempts=1)
    return message


def letter(name, message=None, to=TO):
    """The bytes of a letter about `message`."""
    values = {b"@TO@": to, b"@ID@": str(message.pk) if message else "no-id", b"@REPLY@": inbox.reply_address(REFERENCE)}
    content = (LETTERS / f"{name}.eml").read_bytes()
    for mark, value in values.items():
        content = content.replace(mark, value.encode())
    return content


def state_of(email=TO):
    return Address.objects.filter(email=email).values_list("state", flat=True).first()
