"""Answers by one press: the question put, the answer given and taken back, and the wish for no reminders."""

from companies.outreach.answers.giving import Press, Said, choose_another_moment, give
from companies.outreach.answers.taking_back import TooLate, undo, until_when

__all__ = ["Press", "Said", "TooLate", "choose_another_moment", "give", "undo", "until_when"]
