import pytest
from django.template import Context, Template
from django.utils import translation

from companies.reference.models import Site

pytestmark = pytest.mark.django_db

ALL = "{% load programme %}{% programme as programme %}{{ programme.name }}|{{ programme.phone }}|{{ programme.email }}"


def draw(source: str) -> str:
    return Template(source).render(Context())


@pytest.mark.parametrize(("language", "name"), [("fr", "Cap export"), ("ar", "آفاق التصدير"), ("en", "Export ahead")])
def test_programme_is_called_as_the_row_says(language, name, django_assert_num_queries):
    Site.objects.update_or_create(
        pk=1,
        defaults={
            "name_fr": "Cap export",
            "name_ar": "آفاق التصدير",
            "name_en": "Export ahead",
            "phone": "+212522001400",
            "contact_email": "aide@export.example",
        },
    )

    with translation.override(language), django_assert_num_queries(1):
        assert draw(ALL) == f"{name}|+212522001400|aide@export.example"


def test_page_that_does_not_name_the_programme_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        draw("{% load programme %}{% programme as programme %}")


def test_programme_without_its_row_has_its_first_name():
    Site.objects.all().delete()

    with translation.override("fr"):
        assert draw(ALL) == "Programme d’appui à l’export||"
