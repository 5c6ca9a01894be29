"""Papers asked of a case: which, given, given again, taken back, missing; and those of a new year."""

from datetime import date, timedelta

import pytest

from companies.cases.enums import Origin, YearState
from companies.cases.models import Case, ProgrammeYear
from companies.common.refusals import Refusal
from companies.enrolment import actions, documents, loading, slots
from companies.enrolment.models import Document, DocumentSlot
from companies.files.enums import Scan
from companies.files.models import Upload
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from tests.enrolment.world import AT, LATER, begun, contact_of, filled, invited_case, make_case, make_year, sent
from tests.files.making import pdf
from tests.portal.papers import ask, given

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 1)
NEXT_YEAR = TODAY + timedelta(days=365)


@pytest.fixture
def case(db):
    return Case.objects.select_related("company__legal_form", "year").get(pk=invited_and_begun().pk)


def invited_and_begun(**of_case):
    case = invited_case(**of_case)
    begun(case)
    return case


def give(case, slot, pages=1, **more):
    return given(case, slot, data=pdf(pages), at=more.pop("at", AT), **more)


def keys(found):
    return [each.slot.key for each in found]


def test_a_year_without_papers_misses_none(case):
    assert documents.missing(case, {}, on=TODAY) == []


def test_only_papers_of_the_legal_form_are_asked_in_their_order(case):
    ask(case.year, "coop", forms=["COOP", "UCOOP"], position=1, required=True)
    ask(case.year, "rc", forms=["SARL", "SA"], position=3, required=True)
    ask(case.year, "all", position=2, required=True)
    ask(case.year, "gone", active=False, required=True)

    assert keys(documents.missing(case, {}, on=TODAY)) == ["all", "rc"]
    assert keys(documents.missing(case, {"legal_form": "COOP"}, on=TODAY)) == ["coop", "all"]
    assert keys(documents.missing(case, {"legal_form": None}, on=TODAY)) == ["all", "rc"]


def test_optional_papers_are_asked_and_never_missing(case):
    ask(case.year)

    assert (keys(documents.filled(case, {})), documents.missing(case, {}, on=TODAY)) == (["rc"], [])


def test_what_was_given_is_not_missing_until_it_expires(case):
    slot = ask(case.year, required=True, expires=True)
    give(case, slot, valid_until=TODAY)
    after = TODAY + timedelta(days=1)

    assert documents.missing(case, {}, on=TODAY) == []
    assert [(each.slot, each.expired) for each in documents.missing(case, {}, on=after)] == [(slot, True)]


def test_what_is_infected_was_not_given(case):
    slot = ask(case.year, required=True)
    give(case, slot)
    Upload.objects.update(scan=Scan.INFECTED, scanned_at=AT)

    assert [(each.slot, each.expired) for each in documents.missing(case, {}, on=TODAY)] == [(slot, False)]


def test_what_an_officer_asks_anew_must_come_after_that(case):
    slot, other = ask(case.year, required=True), ask(case.year, "other", required=True)
    give(case, slot)
    asked = {"on": TODAY, "only": ["rc"], "since": LATER}

    before = keys(documents.missing(case, {}, **asked))
    give(case, slot, at=LATER + timedelta(minutes=1))  # the very same file: it was the right one

    assert (before, documents.missing(case, {}, **asked)) == (["rc"], [])
    assert keys(documents.missing(case, {}, on=TODAY)) == [other.key]


@pytest.mark.parametrize("count", [1, 3])
def test_missing_asks_two_questions(case, count, django_assert_num_queries):
    for n in range(count):
        give(case, ask(case.year, f"p{n}", required=True), n + 1)

    with django_assert_num_queries(2):
        documents.missing(case, {"legal_form": "SARL"}, on=TODAY)


def test_giving_is_journalled_by_codes_only(case):
    document = give(case, ask(case.year))

    line = Entry.objects.get(verb="document.given")
    assert (line.stream, line.actor_id) == (case.stream, contact_of(case).user.pk)
    assert line.data == {"slot": "rc", "upload": document.upload_id, "sort": "pdf"}


def test_another_last_day_of_the_same_file_is_journalled(case):
    slot = ask(case.year, expires=True)
    give(case, slot, valid_until=TODAY)
    give(case, slot, valid_until=TODAY)
    give(case, slot, valid_until=NEXT_YEAR, at=LATER)

    line = Entry.objects.get(verb="document.dated")
    assert Document.objects.get().valid_until == NEXT_YEAR
    assert (line.stream, line.actor_id, line.at) == (case.stream, contact_of(case).user.pk, LATER)
    assert line.data == {"slot": "rc", "before": TODAY.isoformat(), "after": NEXT_YEAR.isoformat()}


def test_a_file_that_is_refused_leaves_nothing(case):
    slot = ask(case.year)
    with pytest.raises(Refusal):
        given(case, slot, data=b"nothing", at=AT)

    assert (Document.objects.count(), Upload.objects.count()) == (0, 0)


def test_a_paper_that_expires_needs_its_day(case):
    slot = ask(case.year, expires=True)
    for day in (None, TODAY - timedelta(days=1)):
        with pytest.raises(Refusal) as refused:
            give(case, slot, valid_until=day)
        assert refused.value.field == "valid_until"

    assert give(case, slot, valid_until=TODAY).valid_until == TODAY


def test_an_officer_adds_a_scan_even_before_the_company_has_begun():
    case = make_case()
    document = given(case, ask(case.year), staff=case.officer, at=AT)

    assert (document.by, document.contact, document.by_staff) == (case.officer, None, True)


def test_a_company_that_has_not_begun_gives_nothing():
    case = invited_case()
    with pytest.raises(actions.CannotWrite):
        give(case, ask(case.year), contact=contact_of(case))


def test_taking_back_drops_the_file_unless_another_year_uses_it(case):
    slot = ask(case.year)
    earlier = give(case, slot)
    later = other_year(case)
    again = actions.give_again(later, ask(later.year), earlier, contact=contact_of(case), by=SYSTEM, at=LATER)

    actions.take_back(earlier, by=SYSTEM, at=LATER)
    kept = Upload.objects.get().dropped_at
    actions.take_back(again, by=SYSTEM, at=LATER)

    assert (kept, Upload.objects.get().dropped_at) == (None, LATER)
    assert Entry.objects.filter(verb="document.taken_back").count() == 2


def test_the_last_paper_of_what_was_sent_is_replaced_not_removed():
    case = invited_case()
    slot = ask(case.year, required=True, most=2)
    application = filled(begun(case))
    case = application.case
    first = give(case, slot)
    sent(application)
    case.refresh_from_db()

    with pytest.raises(Refusal):
        actions.take_back(Document.objects.get(pk=first.pk), by=SYSTEM, at=LATER)
    second = give(case, slot, 2)
    actions.take_back(Document.objects.get(pk=first.pk), by=SYSTEM, at=LATER)

    assert list(Document.objects.of(case)) == [second]


def test_sending_waits_for_the_papers():
    case = invited_case()
    slot = ask(case.year, required=True)
    application = filled(begun(case))
    with pytest.raises(actions.Incomplete) as incomplete:
        sent(application)
    give(application.case, slot)

    assert incomplete.value.pages == ["documents"]
    assert sent(application).response.submitted_at is not None


def other_year(case, **of_year):
    """The same company a year later, its application begun."""
    from companies.cases import actions as cases

    dates = {"opens_on": date(2028, 1, 3), "closes_on": date(2028, 4, 30)}
    ProgrammeYear.objects.filter(state=YearState.OPEN).update(state=YearState.CLOSED)
    year = ProgrammeYear.objects.create(code="2028", state=YearState.OPEN, **dates | of_year)
    made = cases.open_one(year, case.company, origin=Origin.PREVIOUS_YEAR, officer=case.officer, by=SYSTEM, at=AT)
    return begun(made).case


def test_papers_of_another_year_can_be_used_again(case):
    lasting, lost = ask(case.year, "statutes"), ask(case.year, "tax", expires=True)
    give(case, lasting)
    give(case, lost, 2, valid_until=TODAY)
    later = other_year(case)
    ask(later.year, "statutes", position=1)
    ask(later.year, "tax", expires=True, position=2)

    offered = documents.reusable(later, documents.filled(later, {}), on=NEXT_YEAR)
    assert [(each.slot.key, each.case) for each in offered.values()] == [("statutes", case)]

    slot = later.year.slots.get(key="statutes")
    again = actions.give_again(later, slot, offered[slot.pk], contact=contact_of(case), by=SYSTEM, at=LATER)
    assert (again.case, again.upload) == (later, offered[slot.pk].upload)
    assert documents.reusable(later, documents.filled(later, {}), on=NEXT_YEAR) == {}


def test_another_companys_papers_are_never_offered(case):
    give(case, ask(case.year, "statutes"))
    stranger = invited_and_begun(email="autre@autre.example", name="Autre SARL")

    assert documents.reusable(stranger, documents.filled(stranger, {}), on=TODAY) == {}


def test_a_first_year_asks_for_a_first_set_in_three_languages():
    year = make_year()
    loading.load(AT)
    loading.load(AT)

    found = list(year.slots.order_by("position"))
    assert keys_of(found) == ["rc_extract", "registration", "tax_certificate", "statutes", "certificates"]
    assert all(each.name_fr and each.name_ar and each.name_en and each.help_ar and each.help_en for each in found)
    asked = {form: keys_of(DocumentSlot.objects.asked_of(year.pk, form)) for form in ("SARL", "COOP", "AE", "")}
    assert asked == {
        "SARL": ["rc_extract", "tax_certificate", "statutes", "certificates"],
        "COOP": ["registration", "tax_certificate", "statutes", "certificates"],
        "AE": ["registration", "tax_certificate", "certificates"],
        "": ["tax_certificate", "certificates"],
    }


def keys_of(found):
    return [each.key for each in found]


def test_the_next_year_asks_for_what_the_last_one_did():
    year = make_year(state=YearState.CLOSED)
    ask(year, "rc", forms=["SARL"], required=True, most=3, position=7)
    ask(year, "gone", active=False)
    following = ProgrammeYear.objects.create(code="2028", opens_on=date(2028, 1, 3), closes_on=date(2028, 4, 30))
    loading.load(AT)

    (slot,) = following.slots.all()
    assert (slot.key, slot.required, slot.most, slot.position, slot.name_ar) == ("rc", True, 3, 7, "مستخرج السجل")
    assert [form.code for form in slot.legal_forms.all()] == ["SARL"]


def test_a_year_with_papers_of_its_own_keeps_them():
    year = make_year()
    ask(year, "only")

    assert (slots.prepare(year), keys_of(year.slots.all())) == (0, ["only"])


def test_an_administrator_copies_chosen_papers_to_the_newest_year(client):
    from companies.accounts.enums import Role
    from tests.support import making

    year = make_year(state=YearState.CLOSED)
    chosen = ask(year, "rc")
    ask(year, "not_chosen")
    following = ProgrammeYear.objects.create(code="2028", opens_on=date(2028, 1, 3), closes_on=date(2028, 4, 30))
    client.force_login(making.person(Role.ADMIN))
    url = "/admin/enrolment/documentslot/"
    client.post(url, {"action": "copy_to_newest", "_selected_action": [chosen.pk]})
    client.post(url, {"action": "copy_to_newest", "_selected_action": [chosen.pk]})

    assert keys_of(following.slots.all()) == ["rc"]
    assert Entry.objects.filter(verb="config.added", object_type="enrolment.documentslot").count() == 1


def test_a_page_opened_before_it_was_sent_removes_nothing_afterwards():
    case = invited_case()
    slot = ask(case.year, required=True)
    application = filled(begun(case))
    given_before = give(application.case, slot)
    read_as_draft = Document.objects.select_related("case", "slot", "upload").get(pk=given_before.pk)
    sent(application)

    with pytest.raises(Refusal) as refused:
        actions.take_back(read_as_draft, by=SYSTEM, at=LATER)

    assert (refused.value.field, Document.objects.given().get()) == ("file", given_before)


@pytest.mark.parametrize("most", ["-3", "0", "11"])
def test_a_number_of_files_out_of_the_possible_is_told_in_one_sentence(client, most):
    from companies.accounts.enums import Role
    from tests.support import making

    client.force_login(making.person(Role.ADMIN))
    slot = ask(make_year())
    page = client.post(f"/admin/enrolment/documentslot/{slot.pk}/change/", {"most": most})

    assert page.context["adminform"].form.errors["most"] == ["Entre 1 et 10 fichiers."]
