"""What one row says of one company, once understood: codes and clean text, nothing of the database."""

from dataclasses import dataclass, field
from decimal import Decimal

Code = str


@dataclass(slots=True)
class Year:
    """Amounts in MAD; None where the row says nothing."""

    turnover: Decimal | None = None
    exports: Decimal | None = None
    headcount: int | None = None

    def __bool__(self) -> bool:
        return (self.turnover, self.exports, self.headcount) != (None, None, None)


@dataclass(slots=True)
class Target:
    """Empty text, or None, means that the row says nothing: it never erases what the registry knows."""

    row: int
    ice: str = ""
    ice_doubted: bool = False
    name: str = ""
    name_ar: str = ""
    legal_form: Code = ""
    rc_number: str = ""
    other_register: str = ""
    region: Code = ""
    province: Code = ""
    town: str = ""
    address: str = ""
    sector: Code = ""
    products: tuple[str, ...] = ()
    current: tuple[Code, ...] = ()
    wanted: tuple[Code, ...] = ()
    contact: str = ""
    function: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    note: str = ""
    years: dict[int, Year] = field(default_factory=dict)

    def says_the_same_as(self, other: "Target") -> bool:
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__ if name != "row")
