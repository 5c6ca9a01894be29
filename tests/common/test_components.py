import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from companies.common.components import Act, Chip, Choice, Count, Delivery, Event, Fact, Line, Link, Stop, Tab, Task
from companies.common.drawing import phones
from companies.common.templatetags import components as tags


def draw(source: str, **context: object) -> str:
    """A template in French, its white space tightened so that whole results can be compared."""
    request = RequestFactory().get("/files/?region=6&page=2")
    with translation.override("fr"):
        drawn = Template("{% load components %}" + source).render(
            Context({"request": request, "csrf_token": "t", **context})
        )
    return " ".join(drawn.split()).replace("> <", "><")


def test_tag_takes_its_tone_from_its_shape():
    use = '<svg class="shape" aria-hidden="true" focusable="false"><use href="/static/img/shapes.svg#half"></use></svg>'

    assert draw('{% tag "half" "En cours" %}') == f'<span class="tag tag-tint">{use}En cours</span>'


def test_tag_escapes_its_word():
    assert "<b>" not in draw('{% tag "dot" word %}', word="<b>")


def test_icon_of_reading_direction_is_mirrored():
    assert 'class="icon icon-mirror"' in draw('{% icon "back" %}')


def test_icon_of_a_thing_is_not_mirrored():
    assert 'class="icon"' in draw('{% icon "phone" %}')


def test_mini_strip_fills_the_stages_reached():
    assert draw("{% mini_strip 2 3 %}") == (
        '<span class="mini-strip" aria-hidden="true"><i class="on"></i><i class="on"></i><i class=""></i></span>'
    )


def test_file_number_in_a_sentence_does_not_part():
    said = draw("{% unbroken said %}", said="Reçu <EX27-K4P7-M2>, merci")
    assert said == 'Reçu &lt;<bdi class="reference" dir="ltr">EX27-K4P7-M2</bdi>&gt;, merci'


def test_ltr_isolates_a_file_number():
    assert draw('{% ltr "EX27-K4P7-M2" %}') == '<bdi class="reference" dir="ltr">EX27-K4P7-M2</bdi>'


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("+212522001427", "05 22 00 14 27"),
        ("+34912345678", "+34 912 34 56 78"),
        ("not a number", "not a number"),
    ],
)
def test_readable_phone_is_what_people_dial(stored, read):
    assert phones.readable_phone(stored).replace("\N{NO-BREAK SPACE}", " ") == read


@pytest.mark.parametrize("mobile", ["+212661203142", "+212712345678", "+33612345678"])
def test_phone_of_a_mobile_offers_whatsapp(mobile):
    assert f'href="https://wa.me/{mobile[1:]}"' in draw("{% phone mobile %}", mobile=mobile)


def test_phone_of_a_landline_offers_a_call_only():
    drawn = draw('{% phone "+212522001427" %}')

    assert 'href="tel:+212522001427"' in drawn
    assert "wa.me" not in drawn


def test_phone_without_whatsapp_offers_a_call_only():
    assert "wa.me" not in draw('{% phone "+212661203142" False %}')


def test_strip_says_bold_words_then_what_happens_next_then_one_link():
    drawn = draw('{% strip "warn" title="Pas encore envoyé" url="/x/" label="Voir" %}Enregistré.{% endstrip %}')

    assert drawn == (
        '<div class="strip strip-warn"><p><strong>Pas encore envoyé</strong> Enregistré.</p>'
        '<a href="/x/">Voir</a></div>'
    )


def test_block_keeps_the_markup_of_the_page_and_escapes_its_props():
    drawn = draw('{% panel title %}<p class="in">{{ body }}</p>{% endpanel %}', title="<i>", body="<u>")

    assert '<p class="in">&lt;u&gt;</p>' in drawn
    assert "&lt;i&gt;" in drawn
    assert "<i>" not in drawn


def test_empty_state_without_text_has_no_empty_paragraph():
    assert draw('{% empty_state "Rien" %}{% endempty_state %}') == (
        '<div class="empty"><p class="empty-title">Rien</p></div>'
    )


def test_page_header_leads_back():
    drawn = draw('{% page_header "Dossier" back="/files/" back_label="Dossiers" %}{% endpage_header %}')

    assert '<a href="/files/">Dossiers</a>' in drawn
    assert "page-header-end" not in drawn


def test_receipt_holds_the_number_left_to_right():
    assert '<bdi class="reference" dir="ltr">EX27</bdi>' in draw('{% receipt "Reçu" "EX27" %}{% endreceipt %}')


def test_stage_strip_says_the_state_of_each_stop_in_words():
    stops = [Stop("Candidature", "done"), Stop("Examen", "now", "60 jours"), Stop("Coaching", "todo")]

    drawn = draw("{% stage_strip stops %}", stops=stops)

    assert drawn.count('aria-current="step"') == 1
    for said in (", terminé", "vous êtes ici", ", à venir", "60 jours"):
        assert said in drawn


def test_task_without_address_is_no_link():
    drawn = draw("{% task_list tasks %}", tasks=[Task("Envoyer", "locked"), Task("Contact", "done", "/c/")])

    assert drawn.count("<a ") == 1
    assert '<a href="/c/">Contact</a>' in drawn
    assert "Terminé" in drawn


def test_tabs_mark_the_current_view():
    tabs = [Tab("Tout", "/a/", 3), Tab("Miens", "/b/", 1, current=True)]

    assert '<a href="/b/" aria-current="page">Miens <span class="pill-count">1</span></a>' in draw(
        "{% tabs tabs %}", tabs=tabs
    )


def test_chips_lead_to_the_list_without_them():
    drawn = draw('{% chips "2 dossiers" chips clear="/files/" %}', chips=[Chip("Casablanca", "/files/?q=x")])

    assert '<a class="chip" href="/files/?q=x">Casablanca' in drawn
    assert '<a href="/files/">Tout effacer</a>' in drawn


def test_chips_without_filter_offer_nothing_to_clear():
    assert "Tout effacer" not in draw('{% chips "2 dossiers" chips clear="/files/" %}', chips=[])


def test_counts_are_links_only_when_they_lead_somewhere():
    drawn = draw("{% counts counts %}", counts=[Count(8, "à faire"), Count(47, "dossiers", "/files/")])

    assert drawn.count("<a ") == 1


def test_facts_escape_their_values():
    assert "<dd><bdi>&lt;b&gt;</bdi></dd>" in draw("{% facts facts %}", facts=[Fact("Nom", "<b>")])


def test_door_filled_is_the_first_one():
    assert 'class="door door-filled"' in draw('{% door "/x/" "Titre" "Promesse" filled=True %}')


def test_pills_are_submits_of_one_post_form():
    drawn = draw('{% pills "/why/" "reason" choices %}', choices=[Choice("time", "Pas le temps")])

    assert '<form class="pills" method="post" action="/why/">' in drawn
    assert '<button type="submit" class="pill" name="reason" value="time">Pas le temps</button>' in drawn
    assert "csrfmiddlewaretoken" in drawn


def test_post_button_posts():
    drawn = draw('{% post_button act "quiet" %}', act=Act("Annuler", "/c/", name="kind", value="all"))

    assert 'method="post" action="/c/"' in drawn
    assert '<button type="submit" class="btn btn-quiet" name="kind" value="all">Annuler</button>' in drawn


def test_timeline_puts_what_is_planned_above_today():
    drawn = draw(
        '{% timeline past "Aujourd’hui" planned %}',
        past=[Event("10 mai", "Rappel", deliveries=[Delivery("alert", "Adresse refusée", "a@b.example")])],
        planned=[Event("18 mai", "Rappel prévu", acts=[Act("Annuler", "/c/")])],
    )

    assert drawn.index("Rappel prévu") < drawn.index("Aujourd’hui") < drawn.index("Adresse refusée")
    assert 'action="/c/"' in drawn


def test_timeline_leaves_the_companys_words_as_written():
    drawn = draw('{% timeline past "x" %}', past=[Event("10 mai", "Réponse", "company", quote="مرحبا <b>")])

    assert '<blockquote dir="auto">مرحبا &lt;b&gt;</blockquote>' in drawn


def test_list_line_draws_only_its_late_part_red():
    line = Line("Tissages", "/1/", "Appeler", Link("Noter", "/n/"), late="Prévu hier.", reason="Sans réponse.")

    assert '<span class="line-late">Prévu hier.</span> Sans réponse.' in draw("{% list_line line %}", line=line)


def test_list_line_posts_what_changes_something():
    line = Line("Tissages", "/1/", "Appeler", Act("Fait", "/d/"), others=[Link("Confier", "/h/")])

    drawn = draw("{% list_line line %}", line=line)

    assert 'method="post" action="/d/"' in drawn
    assert '<a class="btn btn-ghost" href="/h/">Confier</a>' in drawn


def test_nav_item_is_current_on_its_views():
    request = RequestFactory().get("/")
    request.resolver_match = type("Match", (), {"view_name": "desk:case_move"})()

    assert 'aria-current="page"' in draw('{% nav_item "/x/" "Dossiers" "desk:case" %}', request=request)
    assert "aria-current" not in draw('{% nav_item "/x/" "Ma journée" "desk:day" %}', request=request)


@pytest.mark.parametrize(
    ("name", "letters"), [("Hajar Benlamine", "HB"), ("هاجر بنلمين", "ه ب"), ("hajar", "H"), ("", "")]
)
def test_initials_stay_apart_in_arabic(name, letters):
    assert tags.initials(name) == letters


@pytest.mark.parametrize(
    ("level", "kind"), [("success", "ok"), ("error", "bad"), ("warning", "warn"), ("info", "tint"), ("", "tint")]
)
def test_flash_kind_of_each_level(level, kind):
    assert tags.flash_kind(level) == kind


class Asked(forms.Form):
    town = forms.CharField(label="Où êtes-vous ?")
    name = forms.CharField(label="Nom")


def test_error_summary_puts_no_colon_after_a_question():
    drawn = draw("{% error_summary form %}", form=Asked({})).replace("\u202f", " ")

    assert "Où êtes-vous ? Ce champ est obligatoire." in drawn
    assert "Nom : Ce champ est obligatoire." in drawn


@pytest.mark.parametrize(
    ("context", "mark"),
    [
        ({}, ""),
        ({"form": Asked()}, ""),
        ({"form": Asked({"town": "Fès", "name": "x"})}, ""),
        ({"form": Asked({})}, "Erreur :"),
        ({"later": Asked({})}, "Erreur :"),
        ({"clashes": ["one"]}, "Erreur :"),
        ({"clashes": ()}, ""),
    ],
)
def test_title_of_a_page_that_refuses_begins_with_error(context, mark):
    assert draw("{% error_mark %}", **context) == mark


def test_title_leaves_the_person_of_a_page_alone():
    def look_up():
        raise AssertionError("somebody was looked up")

    assert draw("{% error_mark %}", user=SimpleLazyObject(look_up)) == ""
