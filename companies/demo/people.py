"""The staff of the demonstration: data only. One person per role has the short address that `demo_logins` prints."""

from dataclasses import dataclass
from typing import Final

from companies.accounts.enums import Role

DOMAIN: Final = "export.example"


@dataclass(frozen=True, slots=True)
class Person:
    """`regions` by code. `opens_with` is the password of those who have one; the others come in by a code."""

    login: str
    name: str
    role: Role
    regions: tuple[str, ...] = ()
    title: str = ""
    phone: str = ""
    language: str = "fr"
    opens_with: str = ""

    @property
    def title_ar(self) -> str:
        return IN_ARABIC[self.title]

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class Away:
    """An absence, in days from the day of the demonstration (negative: before it)."""

    login: str
    deputy: str
    begins: int
    ends: int


OFFICER, MANAGER, COACH, NATIONAL, ADMIN = Role.OFFICER, Role.MANAGER, Role.COACH, Role.NATIONAL, Role.ADMIN
_SHE, _HE = "chargée de programme", "chargé de programme"
IN_ARABIC: Final = {
    _SHE: "مكلفة بالبرنامج",
    _HE: "مكلف بالبرنامج",
    "responsable régional": "المسؤول الجهوي",
    "responsable régionale": "المسؤولة الجهوية",
    "responsable nationale": "المسؤولة الوطنية",
    "accompagnatrice": "خبيرة مواكبة",
    "accompagnateur": "خبير مواكب",
    "administrateur": "مدير المنصة",
}

PEOPLE: Final[tuple[Person, ...]] = (
    Person("officer", "Hajar Bennani", OFFICER, ("06",), _SHE, "+212522000106", opens_with="demo-officer"),
    Person(
        "manager", "Omar Tazi", MANAGER, ("06",), "responsable régional", "+212522000100", opens_with="demo-manager"
    ),
    Person("coach", "Samira Lahlou", COACH, (), "accompagnatrice", "+212522000301", opens_with="demo-coach"),
    Person(
        "national", "Nadia El Fassi", NATIONAL, (), "responsable nationale", "+212537000010", opens_with="demo-national"
    ),
    Person("admin", "Driss Alaoui", ADMIN, (), "administrateur", "+212537000011", opens_with="demo-admin"),
    Person("yassine.berrada", "Yassine Berrada", OFFICER, ("06",), _HE, "+212522000107"),
    Person("imane.chraibi", "Imane Chraïbi", OFFICER, ("01",), _SHE, "+212539000101"),
    Person("karim.ouazzani", "Karim Ouazzani", OFFICER, ("02",), _HE, "+212536000102"),
    Person("salma.idrissi", "Salma Idrissi", OFFICER, ("03",), _SHE, "+212535000103"),
    Person("mehdi.filali", "Mehdi Filali", OFFICER, ("04",), _HE, "+212537000104"),
    Person("zineb.amrani", "Zineb Amrani", OFFICER, ("05",), _SHE, "+212523000105", language="ar"),
    Person("anas.sbai", "Anas Sbaï", OFFICER, ("07",), _HE, "+212524000107"),
    Person("fatima.oubaha", "Fatima Oubaha", OFFICER, ("08",), _SHE, "+212535000108", language="ar"),
    Person("hicham.aitbaha", "Hicham Aït Baha", OFFICER, ("09",), _HE, "+212528000109"),
    Person("mbarka.laghdaf", "Mbarka Laghdaf", OFFICER, ("10", "11", "12"), _SHE, "+212528000111", language="ar"),
    Person("rachid.mansouri", "Rachid Mansouri", MANAGER, ("01", "02", "03"), "responsable régional", "+212539000100"),
    Person("khadija.rami", "Khadija Rami", MANAGER, ("04", "05"), "responsable régionale", "+212537000100"),
    Person("said.boukhris", "Saïd Boukhris", MANAGER, ("07", "08", "09", "10", "11", "12"), "responsable régional"),
    Person("youssef.kettani", "Youssef Kettani", COACH, (), "accompagnateur", "+212522000302"),
    Person("aicha.demnati", "Aïcha Demnati", COACH, (), "accompagnatrice", "+212524000303", language="ar"),
)

ABSENCES: Final[tuple[Away, ...]] = (
    Away("salma.idrissi", "mehdi.filali", begins=-2, ends=5),
    Away("yassine.berrada", "officer", begins=-1, ends=2),
)
