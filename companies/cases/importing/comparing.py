"""Lines beside the registry, some hundreds at a time: memory stays the same however long the list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from companies.cases.importing import merging
from companies.cases.importing.cells.identity import NO_ICE
from companies.cases.importing.fields import Field
from companies.cases.importing.findings import Finding, Fix
from companies.cases.importing.labels import Labels
from companies.cases.importing.lines import Line, RowAnswers, Verdict
from companies.cases.importing.merging import Merge
from companies.common.text import sort_key
from companies.reference import towns
from companies.reference.models import Region
from companies.registry.enums import FactSource
from companies.registry.models import Company, CompanyMarket, CompanyProduct, CompanyYear, Contact

CHUNK: Final = 500
REGISTRY, KEEP = "registry", "keep"  # an answer: leave the registry's company as it is


@dataclass(slots=True)
class Compared:
    """`merge` is there for a line whose company the registry has."""

    line: Line
    merge: Merge | None = None


def compare(
    lines: Sequence[Line], labels: Labels, *, answers: RowAnswers, within: frozenset[str] | None
) -> Iterator[list[Compared]]:
    """Every line with its verdict, in chunks. Reads the registry, writes nothing."""
    for start in range(0, len(lines), CHUNK):
        chunk = lines[start : start + CHUNK]
        known = _known(chunk, labels)
        _propose_namesakes([line for line in chunk if line.verdict is Verdict.ASKED], within)
        yield [_compare(line, known.get(line.identity), labels, answers, within) for line in chunk]


def _known(lines: Sequence[Line], labels: Labels) -> Mapping[tuple[str, ...], Company]:
    """Companies of the registry by the identity of a line: by ICE; by name and region those without."""
    judged = [line for line in lines if line.verdict is None]
    by_ice = Company.objects.filter(ice__in=[line.target.ice for line in judged if line.target.ice])
    keys = [_name_key(line) for line in judged]
    nameless = Company.objects.filter(ice="", sort_key__in=keys).exclude(sort_key="")
    found = {(c.sort_key, _region(c, labels)): c for c in _whole(nameless)}
    known: dict[tuple[str, ...], Company] = {(c.ice,): c for c in _whole(by_ice)}
    for line in judged:
        if line.identity not in known and (company := found.pop((_name_key(line), line.target.region), None)):
            known[line.identity] = company
    return known


def _whole(companies: QuerySet[Company]) -> QuerySet[Company]:
    return (
        companies.defer("search_key")
        .order_by()
        .prefetch_related(
            Prefetch("contacts", Contact.objects.order_by()),
            Prefetch("products", CompanyProduct.objects.order_by("position", "id")),
            Prefetch("years", CompanyYear.objects.filter(source=FactSource.LIST).order_by()),
            Prefetch("markets", CompanyMarket.objects.order_by("id")),
        )
    )


def _region(company: Company, labels: Labels) -> str:
    row = labels.numbered(Region, company.region_id)
    return row.code if row else ""


def _name_key(line: Line) -> str:
    return sort_key(line.target.name or line.target.name_ar)


def _compare(
    line: Line, company: Company | None, labels: Labels, answers: RowAnswers, within: frozenset[str] | None
) -> Compared:
    if line.verdict is not None:
        return Compared(line)
    if company is None:
        line.verdict = Verdict.NEW
        return Compared(line)
    if within is not None and _region(company, labels) not in within:
        line.findings.note(Field.ICE, line.target.ice, "elsewhere")
        line.settle()
        return Compared(line)
    merge = merging.merge(line.target, company, labels)
    _tell(line, merge, kept=answers.get(str(line.row), {}).get(REGISTRY) == KEEP)
    return Compared(line, merge)


def _tell(line: Line, merge: Merge, *, kept: bool) -> None:
    line.differences = merge.differences
    changes = bool(merge.differences or merge.change.fields or merge.change.contact_fields)
    line.verdict = Verdict.CHANGED if changes and not kept else Verdict.UNCHANGED
    for difference in merge.kept:
        line.findings.note(difference.field, str(difference.after), "kept", before=difference.before)
    for difference in merge.differences if not kept else ():
        reason = "changed" if difference.before else "added"
        line.findings.note(difference.field, str(difference.after), reason, before=difference.before)


def _propose_namesakes(lines: Sequence[Line], within: frozenset[str] | None) -> None:
    """Who comes without ICE may be known: same name, spelling aside. Else the row may come in without one."""
    missing = [line for line in lines if any(f.reason == "ice_missing" for f in line.findings)]
    if not missing:
        return
    rows = Company.objects.filter(sort_key__in=map(_name_key, missing)).exclude(ice="").select_related("region")
    namesakes: dict[str, list[Company]] = {}
    for company in rows if within is None else rows.filter(region__code__in=within):
        namesakes.setdefault(company.sort_key, []).append(company)
    for line in missing:
        line.findings[:] = [_with_fixes(f, namesakes.get(_name_key(line), [])) for f in line.findings]


def _place(company: Company) -> str:
    return towns.named(company.town) or company.region.name


def _with_fixes(finding: Finding, namesakes: Sequence[Company]) -> Finding:
    if finding.reason != "ice_missing":
        return finding
    fixes = [Fix(Field.ICE.value, c.ice, f"{c} ({_place(c)}, ICE {c.ice})") for c in namesakes[:3]]
    return replace(finding, fixes=(*fixes, Fix(Field.ICE.value, NO_ICE, _("Import without ICE"))))
