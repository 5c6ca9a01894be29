"""Dates, times, numbers and telephones in the words of the page's language."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from companies.common import clock, words

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    return words.day(value) if value else ""


@register.filter
def day_year(value: date | None) -> str:
    return words.day_year(value) if value else ""


@register.filter
def full_day(value: date | None) -> str:
    return words.full_day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return words.moment(value) if value else ""


@register.filter
def full_moment(value: datetime | None) -> str:
    return words.full_moment(value) if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    return words.clock_time(value) if value else ""


@register.filter
def local_day(value: datetime | None) -> date | None:
    return clock.local_day(value) if value else None


@register.filter
def grouped(value: int | Decimal | None) -> str:
    return words.grouped(int(value)) if value is not None else ""


@register.filter
def phone(value: str) -> str:
    return words.phone(value)


@register.filter
def days(value: int) -> str:
    return words.days(value)


@register.filter
def pages(value: int) -> str:
    return words.pages(value)


@register.filter
def minutes(value: int) -> str:
    return words.minutes(value)
