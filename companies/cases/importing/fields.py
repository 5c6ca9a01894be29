"""What a list can say of a company, and how its columns are called in French, Arabic and English."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Field(TextChoices):
    ICE = "ice", "ICE"
    NAME = "name", _("Company name")
    NAME_AR = "name_ar", _("Name in Arabic")
    LEGAL_FORM = "legal_form", _("Legal form")
    RC = "rc", _("Trade register number")
    TOWN = "town", pgettext_lazy("column", "Town")
    PROVINCE = "province", _("Prefecture or province")
    REGION = "region", _("Region")
    ADDRESS = "address", _("Address")
    SECTOR = "sector", _("Sector")
    PRODUCTS = "products", _("HS codes")
    TURNOVER = "turnover", _("Turnover")
    EXPORTS = "exports", _("Export turnover")
    HEADCOUNT = "headcount", _("Staff")
    CURRENT = "current", _("Current markets")
    WANTED = "wanted", _("Wanted markets")
    CONTACT = "contact", _("Name of the contact")
    FUNCTION = "function", _("Function")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Telephone")
    LANGUAGE = "language", _("Language of our messages")


YEARLY: Final = frozenset({Field.TURNOVER, Field.EXPORTS, Field.HEADCOUNT})
REQUIRED: Final = (Field.ICE, Field.NAME)

# Compared after folding, with years, units and punctuation taken out (see columns.py).
SYNONYMS: Final[dict[Field, tuple[str, ...]]] = {
    Field.ICE: (
        "ice",
        "n ice",
        "no ice",
        "numero ice",
        "num ice",
        "identifiant commun de l'entreprise",
        "identifiant commun",
        "common company identifier",
        "التعريف الموحد للمقاولة",
        "التعريف الموحد",
        "رقم التعريف الموحد",
    ),
    Field.NAME: (
        "raison sociale",
        "denomination",
        "denomination sociale",
        "nom",
        "nom de l'entreprise",
        "nom entreprise",
        "entreprise",
        "societe",
        "nom de la societe",
        "company",
        "company name",
        "name",
        "الاسم التجاري",
        "اسم المقاولة",
        "المقاولة",
        "التسمية",
        "العنوان التجاري",
        "اسم الشركة",
    ),
    Field.NAME_AR: (
        "denomination en arabe",
        "raison sociale en arabe",
        "raison sociale ar",
        "nom en arabe",
        "nom arabe",
        "denomination arabe",
        "name in arabic",
        "arabic name",
        "الاسم بالعربية",
        "التسمية بالعربية",
        "اسم المقاولة بالعربية",
    ),
    Field.LEGAL_FORM: (
        "forme juridique",
        "forme",
        "statut juridique",
        "legal form",
        "الشكل القانوني",
        "الصفة القانونية",
    ),
    Field.RC: (
        "rc",
        "n rc",
        "no rc",
        "numero rc",
        "registre de commerce",
        "registre du commerce",
        "trade register",
        "trade register number",
        "السجل التجاري",
        "رقم السجل التجاري",
    ),
    Field.TOWN: ("ville", "commune", "localite", "town", "city", "المدينة", "الجماعة"),
    Field.PROVINCE: (
        "province",
        "prefecture",
        "prefecture ou province",
        "province prefecture",
        "prefecture province",
        "الاقليم",
        "العمالة",
        "العمالة او الاقليم",
    ),
    Field.REGION: ("region", "region administrative", "الجهة"),
    Field.ADDRESS: ("adresse", "adresse du siege", "siege social", "siege", "address", "العنوان", "عنوان المقر"),
    Field.SECTOR: (
        "secteur",
        "secteur d'activite",
        "activite",
        "branche",
        "sector",
        "industry",
        "القطاع",
        "قطاع النشاط",
        "النشاط",
    ),
    Field.PRODUCTS: (
        "codes sh",
        "code sh",
        "sh",
        "produits sh",
        "nomenclature",
        "position tarifaire",
        "hs codes",
        "hs code",
        "hs",
        "رموز النظام المنسق",
        "الرمز الجمركي",
        "رمز النظام المنسق",
    ),
    Field.TURNOVER: (
        "ca",
        "chiffre d'affaires",
        "chiffre d'affaire",
        "ca total",
        "ca global",
        "ca annuel",
        "chiffre d'affaires total",
        "chiffre d'affaires global",
        "turnover",
        "sales",
        "revenue",
        "رقم المعاملات",
        "رقم المعاملات الاجمالي",
    ),
    Field.EXPORTS: (
        "ca export",
        "ca a l'export",
        "ca a l'exportation",
        "chiffre d'affaires export",
        "chiffre d'affaires a l'export",
        "chiffre d'affaires a l'exportation",
        "export",
        "exportations",
        "export turnover",
        "export sales",
        "exports",
        "رقم المعاملات عند التصدير",
        "رقم معاملات التصدير",
        "رقم المعاملات للتصدير",
    ),
    Field.HEADCOUNT: (
        "effectif",
        "effectifs",
        "nombre d'employes",
        "nombre de salaries",
        "salaries",
        "employes",
        "staff",
        "headcount",
        "employees",
        "عدد المستخدمين",
        "المستخدمون",
        "عدد الاجراء",
    ),
    Field.CURRENT: (
        "marches actuels",
        "marche actuel",
        "pays d'exportation",
        "pays export",
        "current markets",
        "markets",
        "الاسواق الحالية",
    ),
    Field.WANTED: (
        "marches vises",
        "marche vise",
        "marches cibles",
        "pays cibles",
        "marches souhaites",
        "target markets",
        "wanted markets",
        "الاسواق المستهدفة",
        "الاسواق المرغوبة",
    ),
    Field.CONTACT: (
        "contact",
        "nom du contact",
        "personne a contacter",
        "interlocuteur",
        "nom et prenom",
        "nom et prenom du contact",
        "contact name",
        "contact person",
        "جهة الاتصال",
        "اسم المخاطب",
        "المخاطب",
        "الاسم الكامل",
    ),
    Field.FUNCTION: (
        "fonction du contact",
        "fonction",
        "qualite",
        "poste",
        "function",
        "position",
        "job title",
        "role",
        "الصفة",
        "المهمة",
        "الوظيفة",
        "صفة المخاطب",
    ),
    Field.EMAIL: (
        "e mail",
        "email",
        "mail",
        "courriel",
        "adresse e mail",
        "adresse email",
        "adresse mail",
        "adresse electronique",
        "email address",
        "البريد الالكتروني",
        "البريد",
        "العنوان الالكتروني",
    ),
    Field.PHONE: (
        "telephone",
        "tel",
        "n tel",
        "gsm",
        "mobile",
        "portable",
        "numero de telephone",
        "n de telephone",
        "phone",
        "phone number",
        "الهاتف",
        "رقم الهاتف",
        "الهاتف المحمول",
    ),
    Field.LANGUAGE: (
        "langue",
        "langue de contact",
        "langue de correspondance",
        "language",
        "اللغة",
        "لغة المراسلة",
    ),
}
