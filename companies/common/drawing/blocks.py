"""Components that hold what the page writes between two tags, each drawn by its template in `components/`."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def strip(content: str, kind: str, title: str = "", url: str = "", label: str = "") -> SafeString:
    """A band of news. ``kind``: warn (not sent yet), ok (received), tint, bad.

    Bold ``title`` first, what happens next inside, one link (``url``, ``label``) at the end.
    """
    return _draw("strip", content, kind=kind, title=title, url=url, label=label)


def next_step(content: str, kicker: str, title: str, ours: bool = False) -> SafeString:
    """What is owed: whose turn and when, the act, and inside the reason and one button.

    ``ours`` draws the grey bar of what the company awaits from the programme.
    """
    return _draw("next_step", content, kicker=kicker, title=title, ours=ours)


def panel(
    content: str, title: str, count: object = None, url: str = "", label: str = "", ident: str = ""
) -> SafeString:
    """A white box of the desk with its heading, a count, and one link at the end."""
    return _draw("panel", content, title=title, count=count, url=url, label=label, ident=ident)


def empty_state(content: str, title: str, url: str = "", label: str = "") -> SafeString:
    """What is empty, when something comes (inside), one link."""
    return _draw("empty_state", content, title=title, url=url, label=label)


def receipt(content: str, title: str, reference: str) -> SafeString:
    """The green panel of what was received; inside: day, time, address of the copy."""
    return _draw("receipt", content, title=title, reference=reference)


def page_header(content: str, title: object, kicker: object = "", back: str = "", back_label: str = "") -> SafeString:
    """The heading of a page with the way back above it; inside: buttons or facts at the end."""
    return _draw("page_header", content, title=title, kicker=kicker, back=back, back_label=back_label)


def fold(content: str, title: str, open: bool = False) -> SafeString:
    """A section behind its title, without script."""
    return _draw("fold", content, title=title, open=open)


def person_card(content: str, name: str, title: str, phone: str = "", email: str = "") -> SafeString:
    """The named person of every company page; inside: one sentence on what they do."""
    return _draw("person_card", content, name=name, title=title, phone=phone, email=email)


def _draw(component: str, content: str, /, **props: object) -> SafeString:
    return render_to_string(f"components/{component}.html", {"content": content, **props})
