"""Documents on paper: content as plain data, set in Latin and Arabic, drawn as PDF whose bytes are always the same.

    document = Document(title, language, at, site_name, footer, (Title(...), Facts(...), ...))
    pdf = render(document)

`content` says what stands there, `bidi` and `breaking` cut it into lines, `flow` places them on pages, `canvas` draws.
Only `canvas` knows the library. Its import takes half a second when cold, so it waits for the first document.
"""

from companies.common.paper.content import (
    Asked,
    Document,
    Fact,
    Facts,
    Heading,
    Number,
    Part,
    Steps,
    Text,
    Title,
)

__all__ = ["Asked", "Document", "Fact", "Facts", "Heading", "Number", "Part", "Steps", "Text", "Title", "render"]


def render(document: Document) -> bytes:
    """The document as PDF: fonts embedded, title, language and date of `at` in its properties."""
    from companies.common.paper import canvas  # lazily: see above

    return canvas.draw(document)
