import pytest

from companies.common import links


def test_absolute_is_on_the_site_s_own_address(settings):
    settings.SITE_URL = "https://appui.example/"

    assert links.absolute("web:home") == "https://appui.example/home/"


def test_path_refuses_a_name_outside_the_table():
    with pytest.raises(LookupError, match="web:health"):
        links.path("web:health")
