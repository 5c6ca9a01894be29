"""Every reason by its code: how grave, what is wrong, what to do. The one place where the importer speaks of cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Level(StrEnum):
    """Warn: the row is imported, and this is said. Ask: held back until answered. Refuse: never imported as it is."""

    WARN = "warn"
    ASK = "ask"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Reason:
    level: Level
    text: Words
    help: Words = ""

    def sentence(self, params: Mapping[str, Any]) -> str:
        return str(self.text) % params

    def remedy(self, params: Mapping[str, Any]) -> str:
        return str(self.help) % params


def _warn(text: Words, remedy: Words = "") -> Reason:
    return Reason(Level.WARN, text, remedy)


def _ask(text: Words, remedy: Words = "") -> Reason:
    return Reason(Level.ASK, text, remedy)


def _refuse(text: Words, remedy: Words = "") -> Reason:
    return Reason(Level.REFUSE, text, remedy)


_INVOICE = _("Copy the 15 digits from an invoice of the company.")
_COMPLETE = _("To be completed with the company.")

REASONS: Final[dict[str, Reason]] = {
    # --- Which company
    "nobody": _refuse(
        _("Neither ICE nor name: nothing tells which company this is."), _("Add the ICE and the name to the file.")
    ),
    "name_missing": _refuse(_("The company name is missing."), _("Add the name to the file.")),
    "other_region": _refuse(
        _("This company is in the region %(region)s, which is not one of yours."),
        _("Pass this row on to that region's office."),
    ),
    "elsewhere": _refuse(
        _("This ICE belongs to a company that another region follows."), _("Ask the administrator to look at it.")
    ),
    "ice_missing": _ask(_("The ICE is missing."), _INVOICE),
    "ice_length": _ask(_("This ICE has %(count)s digits instead of 15."), _INVOICE),
    "ice_rounded": _ask(_("A spreadsheet has shortened this ICE: its last digits are lost."), _INVOICE),
    "ice_unreadable": _ask(_("This is not an ICE."), _INVOICE),
    "ice_padded": _warn(
        _("The ICE had lost its leading zeros; it is read as %(ice)s."), _("Give the column the text format.")
    ),
    "ice_doubtful": _warn(
        _("The check digits of this ICE do not fit. The number is kept and marked to be read again."), _INVOICE
    ),
    "row_repeated": _warn(_("This row repeats row %(other)s and is imported once.")),
    "ice_twice": _ask(
        _("Row %(other)s has the same ICE and says something else."), _("Compare the two rows and choose.")
    ),
    "changed": _warn(_("Replaces what the registry says: %(before)s.")),
    "added": _warn(_("New: the registry said nothing here.")),
    "kept": _warn(
        _("The person signs in and keeps this up to date: the registry stays with %(before)s."),
    ),
    # --- Cells of any kind
    "formula": _warn(
        _("This cell holds a formula. The text it showed was taken; nothing was calculated."),
        _("Have the text confirmed by the company."),
    ),
    "formula_empty": _warn(_("This cell holds a formula that shows no text. It was left empty."), _COMPLETE),
    "too_long": _warn(_("This text was cut after %(limit)s characters.")),
    "name_arabic": _warn(
        _("The name is in Arabic; it is kept as the Arabic name too."),
        _("Ask the company for its name in Latin letters."),
    ),
    # --- Labels
    "legal_form_unknown": _ask(
        _("This legal form is not known."), _("Choose the legal form; the spelling is remembered.")
    ),
    "sector_unknown": _ask(_("This sector is not in the list."), _("Choose the sector; the spelling is remembered.")),
    "sector_several": _ask(_("This label covers several sectors."), _("Choose one; the answer is remembered.")),
    "town_unknown": _ask(_("This town is not known."), _("Choose its province; the spelling is remembered.")),
    "region_unknown": _ask(
        _("This region is not one of the twelve."), _("Choose the region; the spelling is remembered.")
    ),
    "region_missing": _ask(_("Neither region nor known town."), _("Choose the region.")),
    "region_from_town": _warn(_("The region was empty; it is taken from the town: %(region)s.")),
    "region_and_town": _ask(
        _("The town is in the region %(of_town)s, the row says %(typed)s."), _("Say which of the two is right.")
    ),
    # --- Registers
    "rc_without_register": _warn(
        _("This legal form is not in the trade register. The number is kept as that of another register."),
    ),
    "rc_missing": _warn(_("The trade register number is missing."), _COMPLETE),
    # --- Figures
    "amount_unreadable": _warn(_("This is not an amount. The cell is left empty."), _COMPLETE),
    "amount_ambiguous": _ask(_("This amount can be read in two ways."), _("Choose the amount in dirhams.")),
    "amount_unit": _ask(_("This amount is in millions or thousands."), _("Confirm the amount in dirhams.")),
    "amount_currency": _ask(_("This amount is not in dirhams."), _("Write the amount in dirhams.")),
    "amount_impossible": _ask(_("This amount is not possible."), _("Write the amount in dirhams.")),
    "turnover_missing": _warn(_("The turnover is missing: it stays unknown, not zero."), _COMPLETE),
    "exports_above_turnover": _warn(
        _("The export turnover is above the turnover."), _("The two columns may have been exchanged: have it checked.")
    ),
    "above_ceiling": _warn(
        _("A self-entrepreneur may not exceed %(ceiling)s MAD a year (law 114-13)."),
        _("Have the legal form or the turnover checked."),
    ),
    "headcount_missing": _warn(_("The staff number is missing: it stays unknown."), _COMPLETE),
    "headcount_unreadable": _warn(_("This is not a number of people. The cell is left empty."), _COMPLETE),
    # --- Products and markets
    "hs_padded": _warn(_("An HS code had lost its leading zero; it is read as %(code)s.")),
    "hs_shortened": _warn(_("An HS code has 6 digits; %(typed)s is kept as %(code)s.")),
    "hs_unknown": _warn(_("%(typed)s is not an HS code: it is left out."), _("Check the code in the tariff.")),
    "country_guessed": _warn(_("%(typed)s is read as %(country)s.")),
    "country_unknown": _warn(
        _("%(typed)s is not a country: it is left out."), _("Write two-letter codes or full names.")
    ),
    "country_home": _warn(_("Morocco is not a foreign market: it is left out.")),
    # --- People
    "email_missing": _warn(_("No e-mail address: the invitation will need a call or a letter."), _COMPLETE),
    "email_invalid": _warn(_("This e-mail address is not valid: it is left out."), _COMPLETE),
    "email_several": _warn(_("Several e-mail addresses: %(kept)s is the contact, the rest stands in a note.")),
    "phone_missing": _warn(_("No telephone number."), _COMPLETE),
    "phone_invalid": _warn(_("This number cannot be called: it is left out."), _COMPLETE),
    "phone_several": _warn(_("Several telephone numbers: %(kept)s is kept, the rest stands in a note.")),
    "language_unknown": _warn(_("This language is not one of ours; we will write in French.")),
}
