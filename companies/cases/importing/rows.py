"""A row of text cells becomes what it says of a company, with findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from companies.cases.importing.cells import figures, identity, people, trade
from companies.cases.importing.columns import Columns
from companies.cases.importing.fields import YEARLY, Field
from companies.cases.importing.findings import Findings, Fix, Question
from companies.cases.importing.labels import Labels, hs_prefixes
from companies.cases.importing.places import locate
from companies.cases.importing.table import Row
from companies.cases.importing.targets import Target, Year
from companies.common.text import clean
from companies.reference.enums import NONE, AliasKind
from companies.reference.models import Sector


@dataclass(slots=True)
class Reader:
    """One row, cell by cell. `answers` replaces the text of cells by field, as given on the page."""

    row: Row
    columns: Columns
    labels: Labels
    default_year: int
    answers: Mapping[str, str] = field(default_factory=dict)
    findings: Findings = field(init=False)

    def __post_init__(self) -> None:
        self.findings = Findings(self.row.number, self.columns)

    def read(self) -> tuple[Target, Findings]:
        """The whole row, however bad: the findings say whether it may be imported."""
        target = Target(self.row.number)
        self._formulas()
        target.ice, target.ice_doubted = identity.ice(self._text(Field.ICE), self.findings)
        self._names(target)
        if identity.without_name(target.name, target.name_ar, clean(self._text(Field.ICE)), self.findings):
            return target, self.findings
        self._ice_missing()
        self._legal_form(target)
        self._place(target)
        self._trade(target)
        self._figures(target)
        self._person(target)
        return target, self.findings

    def _text(self, of: Field) -> str:
        if of in self.answers:
            return self.answers[of]
        column = self.columns.of(of)
        return self._cell(column.index) if column else ""

    def _cell(self, index: int) -> str:
        return self.row.cells[index] if index < len(self.row.cells) else ""

    def _formulas(self) -> None:
        """Only a formula with a result of its own is worth a word: nothing stands in an ignored column."""
        for column in self.columns.known:
            if column.index in self.row.formulas and column.field not in self.answers:
                shown = clean(self._cell(column.index))
                reason = "formula" if shown else "formula_empty"
                self.findings.note(column.field, self.row.formulas[column.index], reason)

    def _names(self, target: Target) -> None:
        latin, arabic = self._text(Field.NAME), self._text(Field.NAME_AR)
        name, name_ar = identity.names(latin, arabic, self.findings)
        target.name = identity.keep_short(name, 200, Field.NAME, self.findings)
        target.name_ar = identity.keep_short(name_ar, 200, Field.NAME_AR, self.findings)

    def _ice_missing(self) -> None:
        if not clean(self._text(Field.ICE)):
            self.findings.note(Field.ICE, "", "ice_missing")

    def _legal_form(self, target: Target) -> None:
        target.legal_form = self._label(AliasKind.LEGAL_FORM, Field.LEGAL_FORM, "legal_form_unknown")
        form = self.labels.legal_form(target.legal_form)
        has_rc = form.has_rc if form else None
        target.rc_number, target.other_register = identity.registers(self._text(Field.RC), has_rc, self.findings)

    def _label(self, kind: AliasKind, of: Field, unknown: str) -> str:
        text = clean(self._text(of))
        code = self.labels.resolve(kind, text) if text else NONE
        if code is None:
            nearest = self.labels.nearest(kind, text)
            fixes = [Fix(of.value, nearest, self.labels.row(kind, nearest))] if nearest else []
            self.findings.note(of, text, unknown, *fixes, question=Question.LABEL)
        return "" if code in (None, NONE) else code

    def _place(self, target: Target) -> None:
        place = locate(
            self._text(Field.TOWN), self._text(Field.PROVINCE), self._text(Field.REGION), self.labels, self.findings
        )
        target.region, target.province, target.town = place.region, place.province, place.town
        target.address = identity.keep_short(clean(self._text(Field.ADDRESS)), 300, Field.ADDRESS, self.findings)

    def _trade(self, target: Target) -> None:
        target.products = trade.products(self._text(Field.PRODUCTS), self.labels, self.findings)
        target.current = trade.markets(self._text(Field.CURRENT), Field.CURRENT, self.labels, self.findings)
        target.wanted = trade.markets(self._text(Field.WANTED), Field.WANTED, self.labels, self.findings)
        target.sector = self._sector(target.products)

    def _sector(self, products: tuple[str, ...]) -> str:
        text = clean(self._text(Field.SECTOR))
        several = [] if self._is_known_sector(text) else self.labels.parts(AliasKind.SECTOR, text)
        if len(several) < 2:
            return self._label(AliasKind.SECTOR, Field.SECTOR, "sector_unknown")
        rows = sorted(
            (row for code in several if (row := self.labels.sector(code))), key=lambda row: not _sells(row, products)
        )
        fixes = [Fix(Field.SECTOR.value, row.code, row) for row in rows]
        self.findings.note(Field.SECTOR, text, "sector_several", *fixes, question=Question.LABEL)
        return ""

    def _is_known_sector(self, text: str) -> bool:
        return not text or self.labels.resolve(AliasKind.SECTOR, text) is not None

    def _figures(self, target: Target) -> None:
        for column in self.columns.known:
            if column.field in YEARLY:
                year = target.years.setdefault(column.year or self.default_year, Year())
                text = self.answers.get(column.key, self._cell(column.index))
                figures.fill(year, column, text, self.findings)
        form = self.labels.legal_form(target.legal_form)
        sector = self.labels.sector(target.sector)
        figures.doubt(target.years, form, sector, self.findings)
        target.years = {number: year for number, year in target.years.items() if year}

    def _person(self, target: Target) -> None:
        findings = self.findings
        target.contact = identity.keep_short(clean(self._text(Field.CONTACT)), 120, Field.CONTACT, findings)
        target.function = identity.keep_short(clean(self._text(Field.FUNCTION)), 120, Field.FUNCTION, findings)
        target.email, other_addresses = people.email(self._text(Field.EMAIL), findings)
        target.phone, other_numbers = people.phone(self._text(Field.PHONE), findings)
        target.language = people.language(self._text(Field.LANGUAGE), findings)
        target.note = "; ".join([*other_addresses, *other_numbers])[:300]


def _sells(sector: Sector, products: tuple[str, ...]) -> bool:
    """Whether the HS codes speak for this sector."""
    return any(code.startswith(prefix) for code in products for prefix in hs_prefixes(sector.hs_hint))
