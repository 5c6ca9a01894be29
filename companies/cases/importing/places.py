"""Region and town belong together: one fills the other, and may contradict it."""

from dataclasses import dataclass

from companies.cases.importing.fields import Field
from companies.cases.importing.findings import Findings, Fix, Question
from companies.cases.importing.labels import Labels
from companies.common.text import clean
from companies.reference.enums import BY_TOWN, NONE, AliasKind


@dataclass(frozen=True, slots=True)
class Place:
    region: str = ""
    province: str = ""
    town: str = ""


def locate(town: str, province: str, region: str, labels: Labels, findings: Findings) -> Place:
    """The place of a row from its three cells; what cannot be decided is asked."""
    town_text, region_text = clean(town), clean(region)
    code = _province(town_text, clean(province), labels, findings)
    of_town = labels.region_of(code)
    typed = _region(region_text, of_town, labels, findings) if region_text else ""
    if not region_text:
        typed = _region_of_town(of_town, labels, findings)
    elif of_town and typed and of_town != typed:
        _ask_which(town_text, region_text, of_town, typed, labels, findings)
    return Place(typed, code, town_text[:80])


def _province(town: str, province: str, labels: Labels, findings: Findings) -> str:
    """The province's own column first: a town may be a village that no list knows."""
    for text in (province, town):
        code = labels.resolve(AliasKind.TOWN, text) if text else None
        if code:
            return "" if code == NONE else code
    if text := town or province:
        field = Field.TOWN if town else Field.PROVINCE
        findings.note(field, text, "town_unknown", *_nearest(text, field, labels), question=Question.LABEL)
    return ""


def _nearest(text: str, field: Field, labels: Labels) -> list[Fix]:
    code = labels.nearest(AliasKind.TOWN, text)
    return [Fix(field.value, code, labels.province(code))] if code else []


def _region(text: str, of_town: str, labels: Labels, findings: Findings) -> str:
    code = labels.resolve(AliasKind.REGION, text)
    if code == BY_TOWN and of_town:
        return of_town
    if code and code not in (BY_TOWN, NONE):
        return code
    if code == BY_TOWN:
        findings.note(Field.REGION, text, "region_missing", *_all_regions(labels))
        return ""
    proposed = of_town or labels.nearest(AliasKind.REGION, text)
    fixes = [Fix(Field.REGION.value, proposed, labels.row(AliasKind.REGION, proposed))] if proposed else []
    findings.note(Field.REGION, text, "region_unknown", *fixes, question=Question.LABEL)
    return ""


def _region_of_town(of_town: str, labels: Labels, findings: Findings) -> str:
    if of_town:
        findings.note(Field.REGION, "", "region_from_town", region=labels.row(AliasKind.REGION, of_town))
    else:
        findings.note(Field.REGION, "", "region_missing", *_all_regions(labels))
    return of_town


def _all_regions(labels: Labels) -> list[Fix]:
    return [Fix(Field.REGION.value, code, row) for code, row in labels.rows[AliasKind.REGION].items()]


def _ask_which(town: str, region: str, of_town: str, typed: str, labels: Labels, findings: Findings) -> None:
    """The town is the better guess and comes first; the other answer empties the town."""
    rows = labels.rows[AliasKind.REGION]
    fixes = [Fix(Field.REGION.value, of_town, rows[of_town]), Fix(Field.TOWN.value, "", rows[typed])]
    findings.note(Field.REGION, region, "region_and_town", *fixes, of_town=rows[of_town], typed=rows[typed])
