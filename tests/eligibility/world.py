"""Rules of a check for tests, made as an administrator would."""

from datetime import date

from companies.eligibility.models import Reply, Rule


def rule(key="size", *, replies=None, **fields):
    """A rule with two answers, "yes" and "no"; "no" speaks against."""
    given = {f"question_{code}": key for code in ("fr", "ar", "en")}
    made = Rule.objects.create(key=key, **{"valid_from": date(2026, 1, 1), "position": 60} | given | fields)
    for code, against in (replies or {"yes": False, "no": True}).items():
        words = {f"{field}_{language}": f"{code}" for field in ("label", "says") for language in ("fr", "ar", "en")}
        Reply.objects.create(rule=made, code=code, against=against, form_value=code, **words)
    return made
