"""The closed table of links: each entry leads somewhere."""

from django.urls import get_resolver

from companies.common import links


def names_of_addresses() -> set[str]:
    """Every named address, with its namespace."""
    return set(_names(get_resolver(), ""))


def _names(resolver, prefix):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            yield prefix + pattern.name


def test_every_link_resolves():
    assert links.NAMES - names_of_addresses() == set()
