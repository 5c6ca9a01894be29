"""Why a file cannot be read at all, and what helps. One sentence each, for the person who brought it."""

from collections.abc import Iterable

from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from companies.cases.importing.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from companies.common.refusals import Refusal
from companies.common.words import grouped


class Unreadable(Refusal):
    """The file as a whole is refused; no row of it was looked at."""


def unopened(why: str) -> Unreadable:
    return Unreadable(_fill(_("The file cannot be opened: %(why)s."), why=why))


def empty() -> Unreadable:
    return Unreadable(_("The file is empty."))


def too_large() -> Unreadable:
    text = _("The file is larger than %(limit)s MB, which is more than a list of companies needs.")
    return Unreadable(_fill(text, limit=MAX_BYTES // 1024 // 1024))


def too_many_rows() -> Unreadable:
    text = _("The list has more than %(limit)s rows. Divide it, by region for instance, and import the parts in turn.")
    return Unreadable(_fill(text, limit=_grouped(MAX_ROWS)))


def too_wide() -> Unreadable:
    return Unreadable(_fill(_("The list has more than %(limit)s columns."), limit=MAX_COLUMNS))


def too_many_cells() -> Unreadable:
    return Unreadable(
        _("The list has far more cells than a list of companies. Keep the columns that the programme asks for.")
    )


def swollen() -> Unreadable:
    return Unreadable(
        _(
            "Once unpacked, this workbook is far larger than a list of companies. Copy the list alone into a new "
            "workbook and save it."
        )
    )


def damaged() -> Unreadable:
    return Unreadable(_("This workbook is damaged. Open it in your spreadsheet and save it again as .xlsx."))


def not_a_list() -> Unreadable:
    return Unreadable(_("This file is neither a CSV text nor an Excel workbook (.xlsx)."))


def web_page() -> Unreadable:
    return Unreadable(
        _(
            "This file is a web page under another name. Open it in your spreadsheet and save it as an Excel workbook "
            "(.xlsx) or as CSV."
        )
    )


def old_or_locked() -> Unreadable:
    return Unreadable(
        _("This workbook is in an older format or protected by a password. Save it as .xlsx, without password.")
    )


def no_header() -> Unreadable:
    return Unreadable(_("No row of this file names its columns. The list needs at least the ICE and the company name."))


def no_rows() -> Unreadable:
    return Unreadable(_("The list has its column names, but no company under them."))


def missing_columns(missing: Iterable[object], found: Iterable[str]) -> Unreadable:
    return Unreadable(_missing(tuple(missing), tuple(found)))


def _missing_now(missing: tuple[object, ...], found: tuple[str, ...]) -> str:
    text = ngettext(
        "This column is missing: %(missing)s. Columns found: %(found)s.",
        "These columns are missing: %(missing)s. Columns found: %(found)s.",
        len(missing),
    )
    comma = gettext(", ")
    return text % {"missing": comma.join(str(m) for m in missing), "found": comma.join(found)}


def _filled(text: object, values: dict[str, object]) -> str:
    return str(text) % values


_missing = lazy(_missing_now, str)
_lazy_filled = lazy(_filled, str)
_grouped = lazy(grouped, str)


def _fill(text: object, **values: object) -> str:
    return _lazy_filled(text, values)
