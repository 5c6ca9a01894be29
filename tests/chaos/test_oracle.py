"""The judge itself: it must find what is lost and what came twice without a death."""

from tests.chaos.oracle import Accepted, Verdict, judge


def arrivals(*pairs):
    return [Accepted(message, "a@b.example", pid) for message, pid in pairs]


def test_once_each_is_well():
    assert judge(["a", "b"], arrivals(("a", 1), ("b", 2)), killed=[1]) == Verdict([], [], [])


def test_missing_message_is_lost():
    assert judge(["a", "b"], arrivals(("a", 1)), killed=[]) == Verdict(["b"], [], [])


def test_second_copy_without_a_death_is_not_excused():
    assert judge(["a"], arrivals(("a", 1), ("a", 2)), killed=[]) == Verdict([], ["a"], [])


def test_second_copy_of_the_last_message_of_a_killed_sender_is_excused():
    assert judge(["a"], arrivals(("a", 1), ("a", 2)), killed=[1]) == Verdict([], [], [("a", 1)])


def test_second_copy_of_an_earlier_message_of_a_killed_sender_is_not_excused():
    found = judge(["a", "b"], arrivals(("a", 1), ("b", 1), ("a", 2)), killed=[1])
    assert found == Verdict([], ["a"], [])


def test_one_death_excuses_one_copy():
    found = judge(["a"], arrivals(("a", 1), ("a", 2), ("a", 3)), killed=[1])
    assert found == Verdict([], ["a"], [("a", 1)])
