"""Names as they are printed: ’ for ', … for three dots, French spaces, commas. Reworded rows stay."""

from typing import Final

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OF_MARKS: Final = {
    ("Region", "name_fr"): ("L'Oriental",),
    ("Province", "name_fr"): ("M'diq-Fnideq",),
    ("LegalForm", "name_fr"): ("Groupement d'intérêt économique",),
    ("SizeClass", "name_fr"): ("TPME (Charte de l'investissement)",),
    ("Country", "name_fr"): (
        "Côte d'Ivoire",
        "Territoire britannique de l'océan Indien",
    ),
    ("Country", "name_en"): ("Côte d'Ivoire",),
    ("HsChapter", "name_fr"): (
        "Produits laitiers; œufs d'oiseaux; miel; autres comestibles d'origine animale",
        "Autres produits d'origine animale",
        "Fruits comestibles; écorces d'agrumes ou de melons",
        "Produits de la minoterie; malt; amidons et fécules; inuline; gluten de froment",
        "Graines et fruits oléagineux; plantes industrielles ou médicinales; fourrages",
        "Matières à tresser et autres produits d'origine végétale",
        "Graisses et huiles animales, végétales ou microbiennes; cires",
        "Préparations de viande, de poissons, de crustacés, de mollusques ou d'insectes",
        "Préparations à base de céréales, de farines, d'amidons ou de lait; pâtisseries",
        "Préparations de légumes, de fruits ou d'autres parties de plantes",
        "Résidus et déchets des industries alimentaires; aliments pour animaux",
        "Tabacs et succédanés; produits à inhaler sans combustion; produits nicotinés",
        "Sel; soufre; terres et pierres; plâtres, chaux et ciments",
        "Combustibles et huiles minéraux; matières bitumineuses; cires minérales",
        "Produits chimiques inorganiques; composés de métaux précieux ou radioactifs",
        "Extraits tannants ou tinctoriaux; colorants; peintures, vernis; mastics; encres",
        "Huiles essentielles et résinoïdes; parfumerie et cosmétiques",
        "Matières albuminoïdes; amidons ou fécules modifiés; colles; enzymes",
        "Poudres et explosifs; pyrotechnie; allumettes; matières inflammables",
        "Ouvrages en cuir; sellerie; articles de voyage, sacs à main; ouvrages en boyaux",
        "Pelleteries et fourrures; pelleteries factices",
        "Pâtes de bois ou d'autres matières cellulosiques; papier ou carton à recycler",
        "Papiers et cartons; ouvrages en pâte de cellulose, en papier ou en carton",
        "Produits de l'édition, de la presse et des arts graphiques; manuscrits et plans",
        "Laine, poils fins ou grossiers; fils et tissus de crin",
        "Autres fibres textiles végétales; fils de papier et leurs tissus",
        "Filaments synthétiques ou artificiels; lames et formes similaires",
        "Ouates, feutres et nontissés; fils spéciaux; ficelles, cordes et cordages",
        "Tissus spéciaux; surfaces touffetées; dentelles; tapisseries; broderies",
        "Tissus imprégnés, enduits ou stratifiés; articles techniques textiles",
        "Vêtements et accessoires du vêtement, autres qu'en bonneterie",
        "Autres articles textiles confectionnés; assortiments; friperie et chiffons",
        "Chaussures, guêtres et articles analogues; leurs parties",
        "Plumes et duvet apprêtés; fleurs artificielles; ouvrages en cheveux",
        "Perles, pierres gemmes, métaux précieux et leurs ouvrages; bijouterie; monnaies",
        "Autres métaux communs; cermets; ouvrages en ces matières",
        "Réacteurs nucléaires, chaudières, machines et engins mécaniques; leurs parties",
        "Machines et matériels électriques; appareils pour le son et les images",
        "Matériel et véhicules pour voies ferrées; appareils de signalisation",
        "Instruments d'optique, de mesure, de précision ou médico-chirurgicaux",
        "Instruments de musique; leurs parties et accessoires",
        "Meubles; literie; luminaires; constructions préfabriquées",
        "Objets d'art, de collection ou d'antiquité",
    ),
    ("HsChapter", "name_en"): (
        "Dairy produce; birds' eggs; natural honey; other edible animal products",
        "Works of art, collectors' pieces and antiques",
    ),
    ("Agreement", "name_fr"): (
        "Accord d'association Maroc-UE",
        "Accord d'Agadir",
        "Accord d'association Maroc-Royaume-Uni",
    ),
}
REWORDED: Final = (
    ("Sector", "name_fr", "Cosmétique et produits du terroir (argan...)", "Cosmétique et produits du terroir (argan…)"),
    ("Sector", "name_fr", "Bois papier ameublement", "Bois, papier et ameublement"),
    ("Sector", "name_en", "Wood paper furniture", "Wood, paper and furniture"),
    (
        "HsHeading",
        "name_fr",
        "Maroquinerie : sacs, valises, ceinturerie",
        "Maroquinerie\u00a0: sacs, valises, ceinturerie",
    ),
    ("Agreement", "name_fr", "Accord de libre-échange Maroc-Etats-Unis", "Accord de libre-échange Maroc-États-Unis"),
    ("Agreement", "name_fr", "Accord Maroc-Emirats arabes unis", "Accord Maroc-Émirats arabes unis"),
    ("Agreement", "name_fr", "Accord bilatéral Tunisie", "Accord bilatéral avec la Tunisie"),
    ("Agreement", "name_fr", "Accord bilatéral Egypte", "Accord bilatéral avec l’Égypte"),
    ("Agreement", "name_fr", "Accord bilatéral Jordanie", "Accord bilatéral avec la Jordanie"),
)


def correct(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Only a name that still stands as it was shipped is written anew."""
    for (model, field), names in OF_MARKS.items():
        for name in names:
            _replace(apps, model, field, name, _printed(name, field))
    for model, field, before, after in REWORDED:
        _replace(apps, model, field, before, after)


def _printed(name: str, field: str) -> str:
    curly = name.replace("'", "’")
    return curly.replace("; ", "\u202f; ") if field == "name_fr" else curly


def _replace(apps: Apps, model: str, field: str, before: str, after: str) -> None:
    rows = apps.get_model("reference", model)._default_manager.filter(**{field: before})
    rows.update(**{field: after})


class Migration(migrations.Migration):
    dependencies = [("reference", "0003_hs_headings")]

    operations = [migrations.RunPython(correct, migrations.RunPython.noop)]
