"""Names and answers that companies of the demonstration give: data only."""

from typing import Final

FIRST: Final[dict[str, tuple[str, ...]]] = {
    "fr": ("Amina", "Hassan", "Leïla", "Mourad", "Sanae", "Tarik", "Houda", "Abdelilah", "Najat", "Reda", "Kenza"),
    "ar": ("أمينة", "حسن", "ليلى", "مراد", "سناء", "طارق", "هدى", "عبد الإله", "نجاة", "رضا", "كنزة"),
}
LAST: Final[dict[str, tuple[str, ...]]] = {
    "fr": ("Benjelloun", "Naciri", "Ouali", "Skalli", "Mernissi", "Haddad", "Zeroual", "Bouazza", "Lamrani"),
    "ar": ("بنجلون", "الناصري", "والي", "الصقلي", "المرنيسي", "الحداد", "زروال", "بوعزة", "لمراني"),
}
PRODUCTS: Final = (
    ("200570", "Olives vertes en bocaux"),
    ("151590", "Huile d’argan"),
    ("610910", "Tee-shirts en coton"),
    ("570110", "Tapis noués à la main"),
    ("160413", "Conserves de sardines"),
    ("420221", "Sacs à main en cuir"),
)
CERTIFICATIONS: Final = (["iso_9001"], ["iso_22000", "organic"], ["none"], ["ce"], ["none"])
CAPACITY: Final = {"fr": "Gérance", "ar": "التسيير", "en": "Manager"}
