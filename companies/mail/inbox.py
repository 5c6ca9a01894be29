"""Where mail comes in: reading the mailbox, the addresses to answer to, and what a provider's hook tells."""

from datetime import datetime
from typing import Final

from companies.mail.inbound import begun, hooks, kinds, matching, noting, reading
from companies.mail.models import Received

FILE: Final = kinds.TAG
"""Begins the stream of a reply that names its file by reference ("file:EX27-K4P7-M2")."""

InHand = begun.InHand
"""Somebody else reads this mail at the moment."""
Looked = reading.Looked
Told = hooks.Told
read = reading.read
"""Note what has come into the mailbox; any number of readers at once."""
reply_address = matching.reply_address
"""The address at which answers about a reference are filed, with a display name; "" where none is configured."""
take = noting.take
"""Note one mail, as bytes; None when it was noted before. Raises InHand."""
tell = hooks.tell
"""Note what a provider's hook says of a message of ours; None when it was noted before, or is nothing of ours."""


def filed(received_id: int, stream: str, *, at: datetime) -> bool:
    """A reply now stands under `stream`: its words are forgotten here. False when somebody else has filed it."""
    rows = Received.objects.filter(pk=received_id, filed_at__isnull=True)
    return bool(rows.update(filed_at=at, stream=stream, text="", attachments=[]))
