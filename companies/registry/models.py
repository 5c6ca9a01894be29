"""Who the companies are. Names and numbers live here and nowhere else."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.reference.models import Country, LegalForm, Province, Region, Sector
from companies.registry.enums import Access, FactSource, MarketKind
from companies.registry.querysets import CompanyQuerySet, ContactQuerySet

SEARCH_INDEX = "company_search"


class Company(models.Model):
    """An enterprise: identity and place. What it says of a year stands in `CompanyYear`."""

    name = models.CharField(_("Company name"), max_length=200)
    name_ar = models.CharField(_("Name in Arabic"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=200, editable=False, default="", db_index=False)
    search_key = ArrayField(models.CharField(max_length=20), editable=False, default=list)
    ice = models.CharField(
        "ICE",
        max_length=15,
        blank=True,
        validators=[RegexValidator(r"^\d{15}$", _("The ICE has 15 digits."))],
        help_text=_("15 digits, printed on your invoices."),
    )
    ice_doubted = models.BooleanField(_("ICE to be read again"), default=False)
    legal_form = models.ForeignKey(
        LegalForm, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Legal form")
    )
    rc_number = models.CharField(_("Trade register number"), max_length=20, blank=True)
    other_register = models.CharField(
        _("number in another register"),
        max_length=20,
        blank=True,
        help_text=_("cooperatives and self-entrepreneurs are not in the trade register"),
    )
    rc_court = models.CharField(_("Court of the trade register"), max_length=60, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="companies", verbose_name=_("Region"))
    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Prefecture or province"),
    )
    town = models.CharField(_("town"), max_length=80, blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Sector"))
    founded = models.PositiveSmallIntegerField(_("Year founded"), null=True, blank=True)
    ceased_on = models.DateField(_("ceased activity on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("joined to"),
    )
    certifications = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        verbose_name=_("Certifications in force"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Company")
        verbose_name_plural = _("companies")
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="company_sort"),
            models.Index(fields=["region", "sector"], name="company_region_sector"),
            models.Index(fields=["ceased_on"], name="company_ceased", condition=Q(ceased_on__isnull=False)),
            # New entries wait in a short list of the index, which `settle_search` empties after many of them.
            GinIndex(fields=["search_key"], name=SEARCH_INDEX),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ice"],
                name="company_ice",
                condition=~Q(ice=""),
                violation_error_message=_("Another company has this ICE."),
            ),
            models.CheckConstraint(
                condition=Q(ice="") | Q(ice__regex=r"^\d{15}$"),
                name="company_ice_digits",
                violation_error_message=_("The ICE has 15 digits."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(name_ar=""),
                name="company_named",
                violation_error_message=_("A company needs a name."),
            ),
            models.CheckConstraint(
                condition=Q(founded__isnull=True) | Q(founded__gte=1850),
                name="company_founded",
                violation_error_message=_("Write the year with four digits."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.name_ar

    @property
    def display_name(self) -> str:
        """The Arabic name on an Arabic page where there is one."""
        arabic = (get_language() or "").startswith("ar")
        return (self.name_ar or self.name) if arabic else (self.name or self.name_ar)

    def name_in(self, language: str) -> str:
        return (self.name_ar if language == "ar" else self.name) or self.name or self.name_ar


class CompanyYear(models.Model):
    """What one source says of a company's closed year. Amounts in MAD; empty is unknown, not zero."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    turnover = models.DecimalField(
        _("Turnover"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    export_turnover = models.DecimalField(
        _("Export turnover"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    headcount = models.PositiveIntegerField(_("Staff"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=8, choices=FactSource.choices)

    class Meta:
        verbose_name = _("yearly figures")
        verbose_name_plural = _("yearly figures")
        ordering = ["-year", "source"]
        constraints = [
            models.UniqueConstraint(fields=["company", "year", "source"], name="company_year_once"),
            models.CheckConstraint(
                condition=(Q(turnover__isnull=True) | Q(turnover__gte=0))
                & (Q(export_turnover__isnull=True) | Q(export_turnover__gte=0)),
                name="company_year_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} ({self.source})"


class CompanyProduct(models.Model):
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="products")
    hs = models.CharField(_("HS code"), max_length=6, validators=[RegexValidator(r"^(\d{4}|\d{6})$")])
    name = models.CharField(_("Everyday name"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "hs"], name="company_product_once"),
            models.CheckConstraint(condition=Q(hs__regex=r"^(\d{4}|\d{6})$"), name="company_product_hs"),
        ]

    def __str__(self) -> str:
        return self.hs


class CompanyMarket(models.Model):
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="markets")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, verbose_name=_("country"))
    kind = models.CharField(_("kind"), max_length=7, choices=MarketKind.choices)

    class Meta:
        verbose_name = _("market")
        verbose_name_plural = _("markets")
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "country", "kind"], name="company_market_once"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.kind}"


class Contact(models.Model):
    """A person of a company, and whether they may open its file."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("Company"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    function = models.CharField(_("Function"), max_length=120, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    phone = models.CharField(
        _("Telephone"),
        max_length=16,
        blank=True,
        validators=[RegexValidator(r"^\+\d{8,15}$", _("Write a number we can call, for instance 06 00 00 00 00."))],
    )
    language = models.CharField(_("Language of our messages"), max_length=2, choices=settings.LANGUAGES, default="fr")
    primary = models.BooleanField(_("main contact"), default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("signs in as"),
    )
    access = models.CharField(_("access"), max_length=7, choices=Access.choices, default=Access.NONE)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("Contact")
        verbose_name_plural = _("contacts")
        ordering = ["-primary", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(primary=True),
                name="contact_one_primary",
                violation_error_message=_("This company already has a main contact."),
            ),
            models.UniqueConstraint(
                fields=["company", "email"],
                condition=~Q(email=""),
                name="contact_email_once",
                violation_error_message=_("This company already has a contact with this address."),
            ),
            models.UniqueConstraint(
                fields=["company", "user"], condition=Q(user__isnull=False), name="contact_user_once"
            ),
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="contact_email_small"),
            models.CheckConstraint(condition=Q(phone="") | Q(phone__regex=r"^\+\d{8,15}$"), name="contact_phone_e164"),
        ]
        indexes = [models.Index(fields=["email"], name="contact_email")]

    def __str__(self) -> str:
        return self.name or self.function or self.email or self.phone
