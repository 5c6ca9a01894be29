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
PRODUCTS: Final[dict[str, str]] = {
    "030743": "Poulpes surgelés",
    "040900": "Miel d’euphorbe",
    "080410": "Dattes majhoul",
    "080510": "Oranges",
    "091020": "Safran",
    "121221": "Algues séchées",
    "150930": "Huile d’olive vierge",
    "151590": "Huile d’argan",
    "160413": "Conserves de sardines",
    "200570": "Olives vertes en bocaux",
    "200599": "Câpres au vinaigre",
    "300490": "Médicaments génériques",
    "330499": "Crèmes à l’huile d’argan",
    "340111": "Savons de toilette",
    "392310": "Caisses en plastique",
    "420221": "Sacs à main en cuir",
    "570110": "Tapis noués à la main",
    "610910": "Tee-shirts en coton",
    "620342": "Jeans",
    "630260": "Linge de bain",
    "640399": "Chaussures de ville",
    "680221": "Marbre taillé",
    "690721": "Carreaux de céramique",
    "690740": "Zelliges",
    "691200": "Vaisselle en terre cuite",
    "848180": "Robinets",
    "850440": "Chargeurs",
    "853710": "Tableaux électriques",
    "854430": "Faisceaux de câbles",
    "870829": "Pièces de carrosserie",
    "880730": "Pièces d’aéronefs",
    "901890": "Instruments chirurgicaux",
    "940120": "Sièges de voiture",
}
CERTIFICATIONS: Final = (["iso_9001"], ["iso_22000", "organic"], ["none"], ["ce"], ["none"])
CAPACITY: Final = {"fr": "Gérance", "ar": "التسيير", "en": "Manager"}
