from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.common import dates, words


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["fr", "ar", "en"]))
def test_what_is_said_is_read(on, language):
    said = (
        words.day_year(on, language),
        words.full_day(on, language),
        f"{on:%d/%m/%Y}",
        f"{on:%d.%m.%y}",
        f"{on:%Y-%m-%d}",
    )

    assert [dates.day(text) for text in said] == [on] * len(said)


@pytest.mark.parametrize(
    "written", ["", "31/02/2027", "30/13/2027", "demain", "30 jui 2027", "0/0/0", "30 avril", "2027"]
)
def test_what_is_no_day_is_refused(written):
    with pytest.raises(ValueError):
        dates.day(written)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text):
    try:
        assert isinstance(dates.day(text), date)
    except ValueError:
        return
