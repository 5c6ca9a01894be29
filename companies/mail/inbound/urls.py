"""MAILBOX_URL, read: `imaps://user:password@host/INBOX?done=Read`, `maildir:///var/mail/programme`, `folder:///srv/mail`."""

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from companies.mail.inbound.folders import Folder, Maildir
from companies.mail.inbound.imap import Imap
from companies.mail.inbound.sources import Source


def source_of(url: str) -> Source | None:
    """The mailbox that `url` names; None for "". Raises ImproperlyConfigured, without repeating a password."""
    address = urlsplit(url)
    match address.scheme:
        case "":
            return None
        case "imaps" | "imap":
            return Imap.of(address)
        case "maildir":
            return Maildir(_folder(address))
        case "folder":
            return Folder(_folder(address))
    raise ImproperlyConfigured(f"MAILBOX_URL: {address.scheme}:// is not known; imaps, maildir and folder are.")


def _folder(address: SplitResult) -> Path:
    if address.netloc or not address.path.startswith("/"):
        raise ImproperlyConfigured("MAILBOX_URL: a folder is written with its whole path, folder:///srv/mail.")
    return Path(unquote(address.path))
