import pytest
from django.template import Context, Template
from django.utils import translation

from companies.cases.enums import ClosedAs, Stage, Status
from companies.cases.templatetags import stages


def draw(source: str, **context: object) -> str:
    with translation.override("fr"):
        drawn = Template("{% load stages %}" + source).render(Context(context))
    return " ".join(drawn.split()).replace("> <", "><")


def states(strip: dict) -> list[tuple[str, str]]:
    with translation.override("fr"):
        return [(str(stop.name), stop.state) for stop in strip["stops"]]


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_shape_and_a_word(status):
    assert "#" + stages.SHAPES[status] in stages.status_tag(status)


def test_status_tag_adds_the_detail():
    assert "Brouillon, 3 pages sur 8" in draw('{% status_tag "draft" "" "3 pages sur 8" %}')


@pytest.mark.parametrize("closed_as", ClosedAs)
def test_closed_case_says_how(closed_as):
    assert str(stages.CLOSED_WORDS[closed_as].officer) in stages.status_tag("closed", closed_as)


def test_stage_bars_count_the_stages_reached():
    assert draw('{% stage_bars "coaching" %}').count('class="on"') == 3


def test_stage_bars_of_a_closed_case_are_its_name_alone():
    assert draw('{% stage_bars "closed" %}') == '<span class="nowrap">Dossier clos</span>'


def test_staff_strip_stands_where_the_case_stands():
    assert states(stages.staff_strip(Stage.COACHING)) == [
        ("Ciblée", "done"),
        ("Candidature", "done"),
        ("Coaching", "now"),
        ("Entrée sur un marché", "todo"),
        ("Exportatrice", "todo"),
    ]


def test_closed_case_has_nothing_to_come():
    assert "à venir" not in draw('{% staff_strip "closed" %}')
    assert "à venir" in draw('{% staff_strip "targeted" %}')


def test_company_strip_of_a_draft_stands_at_the_application():
    assert states(stages.company_strip(Stage.APPLICATION, Status.DRAFT))[0] == ("Candidature", "now")


@pytest.mark.parametrize("status", stages.REVIEWED)
def test_company_strip_of_a_sent_application_stands_at_the_review(status):
    assert states(stages.company_strip(Stage.APPLICATION, status))[:2] == [("Candidature", "done"), ("Examen", "now")]


def test_company_strip_before_the_application_is_all_to_come():
    assert {state for _name, state in states(stages.company_strip(Stage.TARGETED, Status.INVITED))} == {"todo"}


def test_notes_stand_under_their_stage():
    drawn = draw('{% staff_strip "targeted" notes %}', notes={"targeted": "jointe le 18 mars"})

    assert drawn.count('class="stop-note"') == 1
    assert "jointe le 18 mars" in drawn
