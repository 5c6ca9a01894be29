"""Companies and their people, as an officer types them."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.common import clock
from companies.desk.forms.base import DeskForm
from companies.desk.forms.named import NamedField, ProvinceField
from companies.questionnaires.fields import EmailAnswer, IceAnswer, PhoneAnswer, TextAnswer, YearAnswer
from companies.reference.models import LegalForm, Province, Region, Sector
from companies.registry.fields import CompanyFields, ContactFields
from companies.registry.models import Company, Contact

CODE = {"dir": "ltr", "class": "short latin-input", "autocomplete": "off"}


def regions_of(user: User) -> Any:
    """Where a person may place a company: their regions, or all of them."""
    found = Region.objects.all()
    return found if user.grant.everywhere else found.filter(people=user.pk)


class CompanyForm(DeskForm):
    sometimes = frozenset({"name", "name_ar"})
    name = TextAnswer(label=_("Company name"), longest=200, required=False)
    name_ar = TextAnswer(
        label=_("Name in Arabic"), longest=200, required=False, widget=forms.TextInput({"dir": "rtl", "lang": "ar"})
    )
    ice = IceAnswer(
        label="ICE",
        longest=40,
        required=False,
        help_text=_("15 digits, printed on the company's invoices."),
        widget=forms.TextInput(CODE | {"inputmode": "numeric"}),
    )
    legal_form = NamedField(
        label=_("Legal form"), queryset=LegalForm.objects.all(), required=False, empty_label=_("Not known")
    )
    rc_number = TextAnswer(label=_("Trade register number"), longest=20, required=False, widget=forms.TextInput(CODE))
    rc_court = TextAnswer(label=_("Court of the trade register"), longest=60, required=False)
    region = NamedField(label=_("Region"), queryset=Region.objects.none(), empty_label=None)
    province = ProvinceField(
        label=_("Prefecture or province"),
        queryset=Province.objects.select_related("region"),
        required=False,
        empty_label=_("Not known"),
    )
    town = TextAnswer(label=_("Town"), longest=80, required=False)
    address = TextAnswer(label=_("Address"), longest=300, required=False, help_text=_("Where a letter reaches them."))
    sector = NamedField(label=_("Sector"), queryset=Sector.objects.all(), required=False, empty_label=_("Not known"))
    founded = YearAnswer(label=_("Year founded"), longest=20, latest=9999, required=False, widget=forms.TextInput(CODE))

    def __init__(self, *args: Any, user: User, company: Company | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_values(company, self.base_fields) if company else None, **kwargs)
        regions = regions_of(user)
        if company:
            regions = regions | Region.objects.filter(pk=company.region_id)
        self.fields["region"].queryset = regions.distinct()  # type: ignore[attr-defined]
        self.fields["founded"].latest = clock.today().year  # type: ignore[attr-defined]
        self.fields["province"].first = str(self["region"].value() or "")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not (given.get("name") or given.get("name_ar")) and not self.has_error("name"):
            self.add_error("name", _("A company needs a name."))
        province, region = given.get("province"), given.get("region")
        if province and region and province.region_id != region.pk:
            self.add_error("province", _("This prefecture or province belongs to another region."))
        return given

    def company_fields(self) -> CompanyFields:
        return cast(CompanyFields, {name: self.cleaned_data[name] for name in CompanyForm.base_fields})


class ContactForm(DeskForm):
    contact_name = TextAnswer(label=_("Name"), longest=120, required=False)
    function = TextAnswer(label=_("Function"), longest=120, required=False)
    email = EmailAnswer(
        label=_("E-mail address"),
        longest=254,
        required=False,
        widget=forms.EmailInput({"dir": "ltr", "class": "latin-input"}),
    )
    phone = PhoneAnswer(
        label=_("Telephone"),
        longest=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "dir": "ltr", "class": "short latin-input"}),
    )
    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, contact: Contact | None = None, **kwargs: Any) -> None:
        initial = _values(contact, self.base_fields) | {"contact_name": contact.name} if contact else {"language": "fr"}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        ways = ("contact_name", "function", "email", "phone")
        if not any(given.get(name) for name in ways) and not self.errors:
            self.add_error(None, _("Write at least a name, a function, an address or a telephone number."))
        return given

    def contact_fields(self) -> ContactFields:
        given = {name: self.cleaned_data[name] for name in ContactForm.base_fields}
        return cast(ContactFields, {"name": given.pop("contact_name"), **given})


class WalkInForm(ContactForm, CompanyForm):
    """A company that came by itself, and who spoke for it."""

    FIRST = ("name", "name_ar", "ice", "region", "town", "sector")
    """What is known at the counter; the rest can wait, and is folded away."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        CompanyForm.__init__(self, *args, user=user, **kwargs)
        self.fields["language"].initial = "fr"

    @property
    def first(self) -> list[BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def rest(self) -> list[BoundField]:
        return [self[name] for name in CompanyForm.base_fields if name not in self.FIRST]

    @property
    def rest_open(self) -> bool:
        """Whether something is wrong among what is folded away."""
        return any(field.errors for field in self.rest)

    @property
    def person(self) -> list[BoundField]:
        return [self[name] for name in ContactForm.base_fields]


def _values(row: Company | Contact, names: Any) -> dict[str, Any]:
    return {name: getattr(row, name, None) for name in names}
