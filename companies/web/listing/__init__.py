"""The list machinery: one list page is a declaration of columns and filters.

    CASES = Listing(
        columns=(
            Column("company", _("Company"), Order("company__sort_key")),
            Column("sign", _("last sign of life"), Order("last_sign_at", nullable=True, descending=True)),
            Column("status", _("Status")),
        ),
        filters=(
            Search("q", _("Search"), lambda rows, words: rows.filter(...)),
            Choice("region", _("Region"), regions_as_pairs, "region__code"),
            Choice("silent", _("Silent for"), SILENCES, narrow=silent_since),
        ),
        fields=("reference", "status", "company__name"),
        size=25,
    )

    page = CASES.page(Case.objects.visible_to(request.user), request.GET)

* The address is the state: filters, `sort` (a column's key, `-key` the other way), `after`/`before` (a cursor).
* Pages are read by keyset, never by OFFSET: the last page costs what the first does. NULL sorts as the smallest
  value, so an index `(field, id)`, or `(field DESC NULLS LAST, id DESC)` where there are NULLs, serves both directions.
* A page costs one statement (two where it crosses from values into NULL), the counts of page and views one more, and
  each filter whose options are read by a function what that costs. `rows` are `values()` dictionaries of `fields` plus
  `pk`.
* A view is a saved address with its name; it is counted by the same filters that its page will show.
* Counts are exact to 1 000, then "1 000+".
* A filter that matches nothing, or a value that does not exist, shows nothing, never everything.

Templates: `{% load listing %}`, then `{% list_views page %}`, `{% list_filters page %}`,
`{% list_chips page total %}`, `{% list_heads page %}`,
`{% list_pager page %}`.
"""

from companies.web.keyset import Order
from companies.web.listing.counting import Count, counts
from companies.web.listing.declared import Choice, Column, Rows, Search, View
from companies.web.listing.page import Listing, Page

__all__ = ["Choice", "Column", "Count", "Listing", "Order", "Page", "Rows", "Search", "View", "counts"]
