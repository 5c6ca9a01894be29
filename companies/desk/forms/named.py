"""Choosing among reference rows, in the order of all our lists."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from companies.reference.models import Province, Region
from companies.reference.ordering import by_name


class ByName(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from self.offered()

    def offered(self) -> Iterator[Any]:
        return map(self.choice, by_name(self.queryset))


class ByRegion(ByName):
    """Provinces under the name of their region, those of `first` before all others."""

    field: "ProvinceField"

    def offered(self) -> Iterator[Any]:
        groups: dict[Region, list[Province]] = {}
        for province in by_name(self.queryset):
            groups.setdefault(province.region, []).append(province)
        for region in sorted(by_name(groups), key=lambda region: str(region.pk) != self.field.first):
            yield (region.name, [self.choice(province) for province in groups[region]])


class NamedField(forms.ModelChoiceField):
    iterator = ByName


class ProvinceField(forms.ModelChoiceField):
    iterator = ByRegion
    first: str = ""
    """The key of the region that is known already."""
