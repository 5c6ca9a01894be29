"""Which codes a spelling may lead to."""

from companies.reference.enums import BY_TOWN, NONE, AliasKind
from companies.reference.models import LegalForm, Named, Province, Region, Sector

TABLES: dict[str, type[Named]] = {
    AliasKind.SECTOR: Sector,
    AliasKind.LEGAL_FORM: LegalForm,
    AliasKind.TOWN: Province,
    AliasKind.REGION: Region,
}


def leads_somewhere(kind: str, code: str) -> bool:
    if code in (NONE, BY_TOWN):
        return kind != AliasKind.REGION if code == NONE else kind == AliasKind.REGION
    return TABLES[kind]._default_manager.filter(code=code).exists()
