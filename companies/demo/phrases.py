"""What officers of the demonstration write down, in French and in Arabic: data only."""

from typing import Final

from companies.cases.enums import Outcome
from companies.dialogue.enums import ObstacleCode as O

CALLS: Final[dict[Outcome, dict[str, tuple[str, ...]]]] = {
    Outcome.NO_ANSWER: {
        "fr": ("Sonne dans le vide.", "Messagerie, message laissé.", "Standard fermé, à rappeler le matin."),
        "ar": ("لا أحد يجيب.", "العلبة الصوتية، تركت رسالة.", "المكتب مغلق، أعيد الاتصال صباحا."),
    },
    Outcome.WRONG_NUMBER: {
        "fr": ("Le numéro est celui d’un particulier.", "Numéro qui n’est plus attribué."),
        "ar": ("الرقم لشخص لا علاقة له بالمقاولة.", "الرقم لم يعد مستعملا."),
    },
    Outcome.CALL_AGAIN: {
        "fr": ("En réunion, demande à être rappelé en fin de semaine.", "La direction est en déplacement."),
        "ar": ("في اجتماع، طلب إعادة الاتصال نهاية الأسبوع.", "الإدارة في سفر."),
    },
}

HELD_BACK: Final[dict[O, dict[str, str]]] = {
    O.DID_NOT_KNOW: {
        "fr": "N’avait jamais entendu parler du programme, pensait à une publicité.",
        "ar": "لم يسبق لهم أن سمعوا بالبرنامج، ظنوا أنه إشهار.",
    },
    O.NEVER_REACHED: {
        "fr": "Dit n’avoir rien reçu ; le courrier arrive au siège, pas à l’usine.",
        "ar": "يقولون إنهم لم يتوصلوا بأي شيء؛ البريد يصل إلى المقر لا إلى المعمل.",
    },
    O.WRONG_CONTACT: {
        "fr": "La personne inscrite a quitté l’entreprise.",
        "ar": "الشخص المسجل لدينا غادر المقاولة.",
    },
    O.DID_NOT_UNDERSTAND: {
        "fr": "Croyait qu’il s’agissait d’un crédit à rembourser.",
        "ar": "ظنوا أن الأمر يتعلق بقرض يجب تسديده.",
    },
    O.THOUGHT_NOT_ELIGIBLE: {
        "fr": "Pensait que le programme était réservé à ceux qui exportent déjà.",
        "ar": "ظنوا أن البرنامج مخصص لمن يصدّر فعلا.",
    },
    O.FORM_TOO_COMPLICATED: {
        "fr": "A commencé, puis s’est arrêté au code SH.",
        "ar": "بدأوا التعبئة ثم توقفوا عند رمز النظام المنسق.",
    },
    O.DID_NOT_SEE_BENEFIT: {
        "fr": "Demande ce que le programme apporte de plus que le dernier.",
        "ar": "يسألون عما يضيفه هذا البرنامج مقارنة بالسابق.",
    },
    O.MISSING_DOCUMENT: {
        "fr": "Attend l’extrait du registre, modèle J.",
        "ar": "ينتظرون مستخرج السجل التجاري، النموذج ي.",
    },
    O.COFINANCING_OR_CASH: {
        "fr": "Trésorerie tendue, ne peut pas avancer sa part.",
        "ar": "الخزينة في ضيق، لا يمكنهم تسبيق حصتهم.",
    },
    O.NO_TIME_OR_STAFF: {
        "fr": "Pleine saison, personne pour s’en occuper avant le mois prochain.",
        "ar": "ذروة الموسم، لا أحد يتفرغ للملف قبل الشهر المقبل.",
    },
    O.NO_EXPORTABLE_CAPACITY: {
        "fr": "Toute la production part sur le marché local.",
        "ar": "كل الإنتاج يباع في السوق المحلية.",
    },
    O.CERTIFICATION_OR_STANDARDS: {
        "fr": "L’acheteur demande une certification, audit prévu au printemps.",
        "ar": "الزبون يشترط شهادة مطابقة، والتدقيق مرتقب في الربيع.",
    },
    O.LOGISTICS: {
        "fr": "Le groupage depuis Tanger coûte plus que la marge.",
        "ar": "كلفة تجميع الشحن من طنجة تفوق هامش الربح.",
    },
    O.MARKET_ACCESS_OR_TARIFFS: {
        "fr": "Droits de douane trop élevés sur le marché visé.",
        "ar": "الرسوم الجمركية مرتفعة في السوق المستهدفة.",
    },
    O.WAITING_FOR_ADMINISTRATION: {
        "fr": "Attend une autorisation depuis deux mois.",
        "ar": "ينتظرون رخصة منذ شهرين.",
    },
    O.NOT_INTERESTED_NOW: {
        "fr": "Préfère consolider le marché national cette année.",
        "ar": "يفضلون تقوية السوق الوطنية هذه السنة.",
    },
    O.FOUND_OTHER_SUPPORT: {
        "fr": "Suivi par un autre dispositif d’appui.",
        "ar": "يستفيدون من آلية دعم أخرى.",
    },
}

MOVES: Final[dict[str, str]] = {
    "in_review": "Dossier complet à première lecture.",
    "waiting_list": "Recevable ; en attente d’une place dans la région.",
    "diagnostic": "Retenue par le comité régional.",
    "plan": "Diagnostic rendu et présenté à la direction.",
    "under_way": "Plan d’action signé, première séance tenue.",
    "preparing": "Plan mené à bien, marché choisi.",
    "prospecting": "Fiche produit prête, premiers contacts pris.",
    "negotiating": "Demande de prix d’un importateur.",
    "confirmed": "DUM 309 2026 0147852, facture 26-118, paiement reçu.",
    "refused": "Le produit proposé est importé et revendu sans transformation.",
    "ineligible": "L’entreprise exporte déjà plus que le plafond de l’année.",
}

MISSING: Final[dict[str, str]] = {
    "fr": "le code SH du deuxième produit",
    "ar": "رمز النظام المنسق للمنتوج الثاني",
    "en": "the HS code of the second product",
}
"""What a request for completion asks for, in the company's language."""

VISIT: Final = "Visite de l’atelier : produit soigné, étiquetage à revoir pour l’Europe."
FORUM: Final = "Rencontrés au forum régional, dépliant en arabe remis."

REPLIES: Final[dict[str, tuple[str, ...]]] = {
    "fr": (
        "Bonjour, notre gérant est en déplacement jusqu’à lundi. Pouvez-vous nous rappeler ensuite ? Merci.",
        "Bonjour, est-ce que le programme prend aussi en charge une certification ? C’est ce qui nous bloque.",
        "Bien reçu. Nous attendons notre attestation fiscale, puis nous finissons le formulaire.",
        "Bonjour, nous vendons déjà un peu en Espagne par un intermédiaire. Avons-nous droit au programme ?",
    ),
    "ar": (
        "السلام عليكم، هل يمكن الاتصال بنا بعد يوم الاثنين؟ المسير في سفر. شكرا.",
        "توصلنا برسالتكم. ننتظر الشهادة الجبائية ثم نتمم الاستمارة.",
        "السلام عليكم، هل يغطي البرنامج مصاريف النقل إلى الميناء؟ هذا ما يعيقنا.",
    ),
}
