"""The hostile files as a client of one's own would send them: nothing taken, no failure, words that say what to do."""

import pytest

from companies.enrolment.models import Document
from companies.files.models import Upload
from companies.files.refusals import MESSAGES
from tests.files.corpus import cases
from tests.files.making import pdf
from tests.portal.papers import ask

pytestmark = pytest.mark.django_db
BOUNDARY = "XXXXX"
MIMES = ("application/pdf", "text/html", "image/svg+xml", "", "x/y; charset=\x00")
NOTHING_CHOSEN = "اختاروا ملفا، أو التقطوا صورة."


@pytest.fixture
def url(member, case, settings):
    slot = ask(case.year, required=True)
    user = case.company.contacts.get(primary=True).user
    user.language = "ar"
    user.save()
    return f"/file/{case.reference}/documents/{slot.key}/add/"


@pytest.fixture
def unlimited(monkeypatch):
    """More files than one company may send within an hour."""
    from companies.portal.limits import Limit
    from companies.portal.views import documents

    monkeypatch.setattr(documents, "UPLOADS", Limit("uploads", most=10_000, seconds=3600))


def body_of(name, data, mime, field="file"):
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {mime}\r\n'
    )
    return head.encode("utf-8", "surrogatepass") + b"\r\n" + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def sent_as(client, url, body):
    return client.post(url, body, content_type=f"multipart/form-data; boundary={BOUNDARY}")


def test_no_hostile_file_is_taken_and_each_is_answered_in_words(member, url, unlimited):
    from django.utils import translation

    told = set()
    with translation.override("ar"):
        words = {str(text).split("%")[0] for text in MESSAGES.values()} | {NOTHING_CHOSEN}
    for number, (case, name, data, _reason) in enumerate(cases()):
        # No browser sends a longer name than its disk knows; Django reads no longer heads (400).
        answer = sent_as(member, url, body_of(name[:250], data, MIMES[number % len(MIMES)]))
        shown = answer.content.decode()
        found = {text for text in words if text in shown}
        assert answer.status_code == 200, case
        assert found, case
        told |= found
    assert (Document.objects.count(), Upload.objects.count()) == (0, 0)
    assert len(told) >= 14


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--XXXXX",
        b"--XXXXX--\r\n",
        b"not multipart at all",
        body_of("a.pdf", pdf(), "application/pdf")[:-40],
        body_of("a.pdf", b"", "application/pdf", field="valid_until"),
        body_of("a.pdf", pdf(), "application/pdf", field="other"),
        body_of("", pdf(), "application/pdf"),
        body_of("x" * 5000 + ".pdf", pdf(), "application/pdf"),
        body_of("..", pdf(), "application/pdf"),
        body_of("a\ud800.pdf", b"x", "application/pdf"),
        b'--XXXXX\r\nContent-Disposition: form-data; name="file"\r\n\r\nno file but a text\r\n--XXXXX--\r\n',
        b"--XXXXX\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-8''%FF%00\r\n\r\nx\r\n--XXXXX--\r\n",
        b'--XXXXX\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name="file"; '
        b'filename="a.pdf"\r\n\r\n%%%\r\n--XXXXX--\r\n',
        body_of("a.pdf", b"x", "application/pdf") * 12,
    ],
)
def test_a_broken_request_is_answered_without_a_failure(member, url, body):
    answer = sent_as(member, url, body)

    assert answer.status_code in {200, 400}
    assert Upload.objects.count() == 0


def test_several_files_in_one_field_are_one(member, url):
    one = body_of("a.pdf", pdf(), "application/pdf").removesuffix(b"--XXXXX--\r\n")
    answer = sent_as(member, url, one + body_of("b.pdf", pdf(2), "application/pdf"))

    assert answer.status_code == 302
    assert [each.upload.name for each in Document.objects.all()] == ["b.pdf"]


def test_too_many_files_in_an_hour_are_put_off(member, url, monkeypatch):
    from companies.portal.limits import Limit
    from companies.portal.views import documents

    monkeypatch.setattr(documents, "UPLOADS", Limit("few-uploads", most=1, seconds=3600))
    first, second = (sent_as(member, url, body_of("a.pdf", pdf(n), "application/pdf")) for n in (1, 2))

    assert (first.status_code, second.status_code) == (302, 200)
    assert "وصلت ملفات كثيرة خلال ساعة" in second.content.decode()
