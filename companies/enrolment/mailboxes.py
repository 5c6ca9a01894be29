"""Whose mailbox is it? A domain of its own tells something of a company; one that everybody can have does not."""

from typing import Final

from django.db.models import Q

from companies.common.text import fold
from companies.registry.enums import GONE, Access
from companies.registry.models import Company, Contact
from companies.registry.querysets import ContactQuerySet

SHARED: Final = frozenset(
    line
    for lines in (
        "gmail.com googlemail.com hotmail.com hotmail.fr hotmail.ma outlook.com outlook.fr outlook.ma outlook.sa",
        "live.com live.fr live.ma msn.com yahoo.com yahoo.fr yahoo.co.uk ymail.com rocketmail.com icloud.com me.com",
        "mac.com aol.com gmx.com gmx.fr gmx.net gmx.de mail.com mail.ru yandex.com yandex.ru proton.me protonmail.com",
        "pm.me tutanota.com zoho.com zohomail.com fastmail.com hey.com laposte.net orange.fr wanadoo.fr free.fr sfr.fr",
        "neuf.fr bbox.fr menara.ma iam.ma iam.net.ma wanadoo.net.ma wanadoo.ma inwi.ma orange.ma caramail.com voila.fr",
        "qq.com 163.com",
    )
    for line in lines.split()
)
"""Mail for anybody who asks: webmail, and what the lines of a telephone company bring along."""
BRANDS: Final = frozenset(
    name
    for lines in (
        "aim aliceadsl aol arnet bbox bigpond bluewin btinternet caramail cegetel charter club-internet comcast cox",
        "dispostable duck earthlink email emailondeck fakeinbox fastmail free freemail freenet gawab getnada gmail gmx",
        "googlemail guerrillamail hey hotmail hushmail iam icloud inbox inwi laposte libero live mac mail mailbox",
        "maildrop mailfence mailinator mailnesia mailo maktoob me menara mintemail moakt msn naver neuf numericable",
        "online optusnet orange outlook passport pm posteo proton protonmail qq rambler rediffmail rocketmail runbox",
        "sapo seznam sfr sharklasers skynet sky t-online talktalk tele2 telenet telefonica temp-mail tempmail terra",
        "throwawaymail tin tiscali trashmail tuta tutamail tutanota ukr uol verizon virgilio virgin voila wanadoo web",
        "windowslive wp yahoo yandex ymail yopmail ziggo zoho zohomail",
    )
    for name in lines.split()
)
"""The same and throw-away mail by the first label of the domain, under whatever ending a country has."""
COMMON: Final = frozenset(
    [
        "sarl",
        "societe",
        "company",
        "groupe",
        "group",
        "maroc",
        "morocco",
        "maghreb",
        "export",
        "import",
        "international",
        "trading",
        "trade",
        "service",
        "services",
        "industrie",
        "industries",
        "mail",
        "email",
        "webmail",
    ]
)
"""Words of a company's name that say nothing of whose domain it is."""
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
    """A list of providers is never whole; a provider is hardly called like a company on file with it."""
    label = domain.partition(".")[0]
    words = fold(company.name).replace("-", " ").replace("'", " ").split()
    return any(word in label for word in words if len(word) >= LONG_ENOUGH and word not in COMMON)


def _vouched(contacts: ContactQuerySet) -> ContactQuerySet:
    """Those whom the office knows of, or who signed in: anybody with a file invites any address."""
    return contacts.filter(Q(access=Access.NONE) | Q(user__last_login__isnull=False))
