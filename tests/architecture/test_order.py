"""The order of the apps where import-linter cannot look: relations by string, the list of installed apps."""

from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model

from tests.architecture.source import BASE, order


def upward_relations(models: list[type[Model]]) -> list[str]:
    """Relations that lead from a lower app to a higher one, or to a sibling."""
    rank = order()
    return [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in models
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.is_relation and field.related_model
        if _leads_up(rank, model._meta.app_label, field.related_model._meta.app_label)
    ]


def _leads_up(rank: dict[str, int], here: str, there: str) -> bool:
    return here in rank and there in rank and here != there and rank[there] >= rank[here]


def test_upward_relation_is_found(monkeypatch):
    monkeypatch.setitem(order(), "reference", 99)

    assert upward_relations([apps.get_model("registry", "Company")])


def test_no_relation_leads_upward():
    assert upward_relations(apps.get_models()) == []


def test_every_app_has_its_place_in_the_order():
    packages = {path.parent.name for path in (BASE / "companies").glob("*/__init__.py")}

    assert packages - order().keys() == set()


def test_installed_apps_stand_in_the_same_order():
    packages = [name.split(".") for name in settings.INSTALLED_APPS if name.startswith("companies.")]
    ranks = [order()[parts[1]] for parts in packages if len(parts) == 2]

    assert ranks == sorted(ranks)


def test_every_app_is_installed():
    packages = {f"companies.{path.parent.name}" for path in (BASE / "companies").glob("*/apps.py")}

    assert packages - set(settings.INSTALLED_APPS) == set()
