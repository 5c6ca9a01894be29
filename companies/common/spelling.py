"""File numbers as people say them on the telephone: in their groups, each letter by a name."""

from typing import Final

FRENCH: Final = (
    *("Anatole", "Berthe", "Célestin", "Désiré", "Eugène", "François", "Gaston", "Henri", "Irma", "Joseph", "Kléber"),
    *("Louis", "Marcel", "Nicolas", "Oscar", "Pierre", "Quintal", "Raoul", "Suzanne", "Thérèse", "Ursule", "Victor"),
    *("William", "Xavier", "Yvonne", "Zoé"),
)
ENGLISH: Final = (
    *("Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima"),
    *("Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey"),
    *("X-ray", "Yankee", "Zulu"),
)


def spelled(reference: str, language: str) -> str:
    """For instance "E Eugène, X Xavier, 2, 7 – K Kléber, 4, P Pierre, 7 – M Marcel, 2".

    Arabic speakers here spell Latin letters by the French names too.
    """
    names = {name[0]: name for name in (ENGLISH if language == "en" else FRENCH)}
    groups = ([_said(sign, names) for sign in group] for group in reference.split("-"))
    return " – ".join(", ".join(group) for group in groups)


def _said(sign: str, names: dict[str, str]) -> str:
    return f"{sign}\u00a0{names[sign]}" if sign in names else sign
