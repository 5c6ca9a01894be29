"""Whose mailbox is it? A domain of its own tells something of a company; one that everybody can have does not."""

from typing import Final

from django.db.models import F, Q

from companies.common.text import sort_key
from companies.enrolment.providers import BRANDS, COMMON, SHARED, TRADES
from companies.reference import places
from companies.registry.enums import GONE, Access
from companies.registry.models import Company, Contact
from companies.registry.querysets import ContactQuerySet

LONG_ENOUGH: Final = 4
WITHOUT_DOTS: Final = frozenset(["gmail.com", "googlemail.com"])


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


def mailbox_of(email: str) -> str:
    """The mailbox an address leads to, as one name for all of its names: what is limited is counted by it.

    What follows a plus is left out everywhere, dots where the provider reads none.
    """
    local, _at, domain = email.strip().lower().rpartition("@")
    local = local.partition("+")[0]
    return f"{local.replace('.', '')}@gmail.com" if domain in WITHOUT_DOTS else f"{local}@{domain}"


def is_provider(domain: str) -> bool:
    return domain in SHARED or domain.partition(".")[0] in BRANDS


def shares_own_domain(company: Company, email: str) -> bool:
    """Whether `email` is at a domain that is this company's alone, as far as our files know.

    Somebody of the company is on file with it, it is no provider's, it is called like the company, and no other
    company is on file with it: an accountant's office or a group would show by that.
    """
    domain = domain_of(email)
    if not domain or is_provider(domain) or not _is_called_like(company, domain):
        return False
    known = Contact.objects.filter(email__endswith=f"@{domain}")
    ours = known.filter(company=company).exclude(access__in=GONE)
    return ours.exists() and not _vouched(known.exclude(company=company)).exists()


def _is_called_like(company: Company, domain: str) -> bool:
    """A list of providers is never whole; a provider is hardly called like a company on file with it.

    The domain begins with a word of the name that tells the company apart, or is the words of it run together: an
    accountant's office has the word of its client's trade or town somewhere in its own.
    """
    label = domain.partition(".")[0].replace("-", "")
    words = sort_key(company.name).split()
    if any(label.startswith(word) for word in words if _tells(word) and word not in TRADES):
        return True
    runs = ["".join(words[:count]) for count in range(2, len(words) + 1) if any(map(_tells, words[:count]))]
    return label in runs


def _tells(word: str) -> bool:
    return len(word) >= LONG_ENOUGH and word not in COMMON and word not in places.words()


def _vouched(contacts: ContactQuerySet) -> ContactQuerySet:
    """Those whom the office knows of, or who signed in with the address: anybody with a file names any address."""
    return contacts.filter(Q(access=Access.NONE) | Q(user__last_login__isnull=False, user__email=F("email")))
