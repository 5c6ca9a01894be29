"""Whose mailbox is it? A domain of its own tells something of a company; one that everybody can have does not."""

from typing import Final

from companies.registry.enums import GONE
from companies.registry.models import Company, Contact

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


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


def shares_own_domain(company: Company, email: str) -> bool:
    """Whether `email` is at a domain that is this company's alone, as far as our files know.

    Somebody of the company is on file with it, it is no provider's, and no other company is on file with it:
    an accountant's office, a group or an unlisted provider would show by that.
    """
    domain = domain_of(email)
    if not domain or domain in SHARED:
        return False
    known = Contact.objects.filter(email__endswith=f"@{domain}")
    ours = known.filter(company=company).exclude(access__in=GONE)
    return ours.exists() and not known.exclude(company=company).exists()
