"""Names of made-up companies, as many as asked for, by a fixed rule."""

from typing import Final

PLACES: Final = ["Atlas", "Souss", "Gharb", "Tafilalet", "Dadès", "Rif", "Loukkos", "Tadla", "Haouz", "Doukkala"]
PLACES += ["Chaouia", "Sebou", "Moulouya", "Draa", "Ziz", "Anfa", "Chellah", "Lixus", "Volubilis", "Mogador"]
TRADES: Final = ["Conserves", "Agrumes", "Textile", "Maille", "Câblage", "Tapis", "Céramique", "Huileries", "Pêche"]
TRADES += ["Plastique", "Cuir", "Logiciels", "Emballage", "Fonderie", "Primeurs", "Cosmétique", "Bois", "Marbre"]
ENDINGS: Final = ["", "Maroc", "Export", "International", "Industrie", "du Nord", "du Sud", "Groupe"]
ARABIC: Final = ["الأطلس", "سوس", "الغرب", "تافيلالت", "الريف", "الشاوية", "درعة", "زيز"]

RARE: Final = "Ouzoud Safran"
RARE_COMPANIES: Final = 7
"""However large the programme, so many companies bear the rare name: the search with at most ten hits."""


def name(i: int, total: int) -> str:
    if i % (total // RARE_COMPANIES) == 0:
        return f"{RARE} {i}"
    place, trade = PLACES[i % 20], TRADES[i // 20 % 18]
    return f"{place} {trade} {ENDINGS[i // 360 % 8]} {i // 2880 + 1}".replace("  ", " ")


def arabic(i: int) -> str:
    return f"{ARABIC[i % 8]} للتصدير {i}" if i % 5 == 0 else ""
