"""What a company of the demonstration says of its year, its markets and its needs: by its sector, always the same."""

from collections.abc import Mapping
from random import Random
from typing import Any, Final

from companies.dialogue.enums import ObstacleCode
from companies.registry.models import Company

Code = ObstacleCode

TURNOVER: Final = (1_200_000, 38_000_000)
"""Whole dirhams a year, from the smallest to the largest of the list's companies."""
PER_HEAD: Final = 280_000
COUNTRIES: Final[dict[str, tuple[str, ...]]] = {
    "AGRI": ("ES", "FR", "NL", "GB", "DE"),
    "AGRO": ("FR", "ES", "SN", "CI", "SA", "US"),
    "PECHE": ("ES", "IT", "JP", "CI"),
    "TEXT": ("ES", "FR", "PT", "GB"),
    "CUIR": ("FR", "IT", "ES", "DE"),
    "COSM": ("FR", "US", "AE", "DE", "KR"),
    "ARTI": ("FR", "US", "DE", "JP"),
    "OFFS": ("FR", "BE", "SN", "CA"),
    "AUTO": ("ES", "FR", "DE", "RO"),
}
EVERYWHERE: Final = ("SN", "CI", "FR", "ES", "MR", "ML", "TN", "AE")
SUPPORT: Final[dict[str, tuple[str, ...]]] = {
    "AGRO": ("certification", "fair_or_mission", "market_study"),
    "AGRI": ("certification", "logistics", "fair_or_mission"),
    "COSM": ("certification", "digital_trade", "market_study"),
    "ARTI": ("digital_trade", "fair_or_mission", "coaching"),
    "TEXT": ("fair_or_mission", "certification", "finance"),
    "OFFS": ("coaching", "fair_or_mission", "digital_trade"),
}
ANY_SUPPORT: Final = ("diagnostic", "coaching", "market_study", "finance", "insurance")
HINDRANCES: Final[dict[str, tuple[ObstacleCode, ...]]] = {
    "AGRO": (Code.CERTIFICATION_OR_STANDARDS, Code.LOGISTICS, Code.COFINANCING_OR_CASH),
    "AGRI": (Code.LOGISTICS, Code.CERTIFICATION_OR_STANDARDS, Code.NO_EXPORTABLE_CAPACITY),
    "COSM": (Code.CERTIFICATION_OR_STANDARDS, Code.MARKET_ACCESS_OR_TARIFFS, Code.COFINANCING_OR_CASH),
    "ARTI": (Code.NO_EXPORTABLE_CAPACITY, Code.LOGISTICS, Code.NO_TIME_OR_STAFF),
    "TEXT": (Code.COFINANCING_OR_CASH, Code.MARKET_ACCESS_OR_TARIFFS, Code.LOGISTICS),
    "OFFS": (Code.NO_TIME_OR_STAFF, Code.MARKET_ACCESS_OR_TARIFFS, Code.COFINANCING_OR_CASH),
}
ANYTHING: Final = (Code.COFINANCING_OR_CASH, Code.NO_TIME_OR_STAFF, Code.LOGISTICS, Code.WAITING_FOR_ADMINISTRATION)
AID: Final = ({"yes": False}, {"yes": False}, {"yes": False}, {"yes": True, "which": "Istitmar, 2025"})


def of(company: Company, known: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the pages figures, markets and support that go with what is known already."""
    random = Random(company.pk)  # noqa: S311 - the same demonstration every time
    sector = company.sector.code if company.sector else ""
    return _figures(random, known) | _markets(random, sector, known) | _support(random, sector)


def _figures(random: Random, known: Mapping[str, Any]) -> dict[str, Any]:
    turnover = known.get("turnover") or random.randint(*TURNOVER) // 1000 * 1000
    sold = turnover * random.randint(5, 60) // 100 // 1000 * 1000 if known.get("current_markets") else 0
    return {"turnover": turnover, "export_turnover": sold, "headcount": max(2, turnover // PER_HEAD)}


def _markets(random: Random, sector: str, known: Mapping[str, Any]) -> dict[str, Any]:
    countries = COUNTRIES.get(sector, EVERYWHERE)
    sells = bool(known.get("current_markets")) or bool(known.get("export_turnover"))
    return {
        "experience": random.choice(("regular", "sometimes") if sells else ("never", "never", "past")),
        "wanted_markets": random.sample(countries, random.randint(1, 3)),
    }


def _support(random: Random, sector: str) -> dict[str, Any]:
    wanted = (*SUPPORT.get(sector, ANY_SUPPORT[:3]), random.choice(ANY_SUPPORT))
    hindered = random.sample(HINDRANCES.get(sector, ANYTHING), random.randint(1, 2))
    return {
        "support_wanted": list(dict.fromkeys(wanted)),
        "held_back_by": [
            {"code": hindered[0].value, "primary": True},
            *({"code": code.value} for code in hindered[1:]),
        ],
        "other_aid": random.choice(AID),
    }
