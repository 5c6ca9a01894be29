from companies.cases.enums import ClosedAs, Stage, Status
from companies.cases.lifecycle import (
    CLOSED_WORDS,
    CLOSINGS,
    COMPANY_ACTS,
    MOVES,
    PATH,
    STAGE_OF,
    STAGE_WORDS,
    STATUS_WORDS,
    STATUSES,
    goes_back,
    may_move,
)


def test_every_status_belongs_to_one_stage():
    placed = [status for statuses in STATUSES.values() for status in statuses]
    assert sorted(placed) == sorted(Status)


def test_every_status_has_its_moves_and_words():
    assert set(MOVES) == set(STATUS_WORDS) == set(Status)
    assert set(STAGE_WORDS) == set(CLOSINGS) == set(Stage)
    assert set(CLOSED_WORDS) == set(ClosedAs)


def test_every_status_can_be_walked_to_from_the_list():
    seen, waiting = set(), [Status.LISTED]
    while waiting:
        status = waiting.pop()
        if status not in seen:
            seen.add(status)
            waiting += MOVES[status]
    assert seen == set(Status) - {Status.CLOSED}


def test_no_move_goes_back_before_the_application_was_sent():
    sent = {status for stage in PATH[2:] for status in STATUSES[stage]}
    assert not any(may_move(before, after) for before in sent for after in (*STATUSES[Stage.TARGETED], Status.DRAFT))


def test_only_a_stage_or_its_neighbour_can_be_reached_in_one_move():
    steps = {PATH.index(STAGE_OF[b]) - PATH.index(STAGE_OF[a]) for a, after in MOVES.items() for b in after}
    assert steps == {-1, 0, 1}


def test_closing_is_never_a_plain_move():
    assert not any(Status.CLOSED in after for after in MOVES.values())


def test_graduation_ends_exporting_only():
    assert [stage for stage, endings in CLOSINGS.items() if ClosedAs.GRADUATED in endings] == [Stage.EXPORTING]


def test_steps_back_are_those_of_coaching_and_market_entry():
    back = {
        (before.value, after.value) for before, steps in MOVES.items() for after in steps if goes_back(before, after)
    }
    assert back == {
        ("plan", "diagnostic"),
        ("under_way", "plan"),
        ("preparing", "under_way"),
        ("prospecting", "preparing"),
        ("negotiating", "prospecting"),
    }


def test_acts_of_the_company_are_drafting_and_sending():
    assert {Status.DRAFT, Status.SUBMITTED} == COMPANY_ACTS
