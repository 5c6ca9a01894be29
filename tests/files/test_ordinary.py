"""Real documents are taken: what is refused for safety must not keep a company from sending its papers."""

import pytest

from companies.files import office, pdfs
from companies.files.enums import Sort
from tests.files.ordinary import pages, texts, workbooks

DOCUMENTS = [*((Sort.XLSX, *each) for each in workbooks()), *((Sort.DOCX, *each) for each in texts())]


@pytest.mark.parametrize(
    ("sort", "data"), [(each[0], each[2]) for each in DOCUMENTS], ids=[each[1] for each in DOCUMENTS]
)
def test_an_ordinary_document_is_taken(sort, data):
    assert office.check(data, sort) is None


@pytest.mark.parametrize("data", [each[1] for each in pages()], ids=[each[0] for each in pages()])
def test_an_ordinary_pdf_is_taken(data):
    assert pdfs.check(data) == 1
