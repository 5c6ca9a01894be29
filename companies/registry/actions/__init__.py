"""Every write about who the companies are. Each keeps the sort and search keys, and journals codes only."""

from companies.registry.actions.bulk import Change, Draft, add_many, change_many, settle_search
from companies.registry.actions.contacts import (
    DuplicateAddress,
    add_contact,
    detach,
    end_access,
    give_access,
    keep_waiting,
    make_primary,
    mark_wrong,
    set_contact,
    update_contact,
)
from companies.registry.actions.facts import set_markets, set_products, set_year
from companies.registry.actions.identity import DuplicateIce, create_company, update_company

__all__ = [
    "Change",
    "Draft",
    "DuplicateAddress",
    "DuplicateIce",
    "add_contact",
    "add_many",
    "change_many",
    "create_company",
    "detach",
    "end_access",
    "give_access",
    "keep_waiting",
    "make_primary",
    "mark_wrong",
    "set_contact",
    "set_markets",
    "set_products",
    "set_year",
    "settle_search",
    "update_company",
    "update_contact",
]
