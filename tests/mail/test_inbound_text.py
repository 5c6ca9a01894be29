"""From what arrives to what is kept: charsets, nesting, HTML, quotations; and nothing that arrives does harm."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.mail import inbox
from companies.mail.enums import AddressState, MessageState, ReceivedKind
from companies.mail.inbound import html, kinds, noting, parsing, quoting, reports
from companies.mail.models import Address, Message, Received
from tests.mail.incoming import AT, LETTERS, letter, sent

OWN = "Bonjour,\nD’accord pour jeudi."

# -- quotations ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tail",
    [
        "Le mar. 24 nov. 2026 à 10:12, Hajar Alaoui <h@export.example> a écrit :\n> Bonjour\n> Votre dossier",
        "Le mar. 24 nov. 2026 à 10:12, Hajar Alaoui <\nh@export.example> a écrit\xa0:\n\n> Bonjour",
        "Le 24/11/2026 à 10:12, Hajar Alaoui a écrit :\nBonjour sans marque\nVotre dossier",
        "Le mardi 24 novembre 2026 à 10:12:13 UTC+1, Hajar Alaoui <h@x.example> a écrit : \n\nBonjour,",
        "On Tue, Nov 24, 2026 at 10:12 AM Hajar Alaoui <h@x.example> wrote:\n> Hello",
        "On 24 Nov 2026, at 10:12, Hajar Alaoui\n<h@x.example>\nwrote:\n> Hello",
        "في الثلاثاء، 24 نوفمبر 2026 في 10:12 ص تمت كتابة ما يلي بواسطة Hajar <h@x.example>:\n> تحية",
        "في ٢٤‏/١١‏/٢٠٢٦، الساعة ١٠:١٢ ص، كتب Hajar Alaoui <h@x.example>:\n> تحية",
        "بتاريخ الثلاثاء 24 نوفمبر 2026، كتبت هاجر العلوي:\nتحية طيبة",
        "-----Message d'origine-----\nDe : Hajar\nEnvoyé : mardi\nÀ : Karim\nObjet : dossier\n\nBonjour",
        "-----Original Message-----\nFrom: Hajar\nSent: Tuesday\n\nHello",
        "________________________________\nDe : Hajar <h@x.example>\nEnvoyé : mardi\nÀ : Karim\nObjet : x\n\nBonjour",
        "De : Hajar <h@x.example>\nDate : mardi 24 novembre\nÀ : Karim\nObjet : dossier\n\nBonjour",
        "*From:* Hajar\n*Sent:* Tuesday\n*To:* Karim\n*Subject:* file\n\nHello",
        "من: Hajar <h@x.example>\nتاريخ الإرسال: 24 نوفمبر\nإلى: Karim\nالموضوع: ملف\n\nتحية",
        "-------- Message transféré --------\nSujet : x",
        "> Bonjour\n> Votre dossier",
        "Envoyé de mon iPhone\n\nLe 24 nov. 2026 à 10:12, Hajar <h@x.example> a écrit :\n\n> Bonjour",
        "أُرسلت من الـ iPhone",
        "Sent from my Galaxy",
    ],
)
def test_mail_that_is_answered_is_cut_off(tail):
    assert quoting.own_words(f"{OWN}\n\n{tail}") == OWN


@pytest.mark.parametrize(
    "text",
    [
        OWN,
        "Le dossier est prêt, nous avons écrit à la banque.\nVoici la liste :\n- bilan\n- statuts",
        "De : jeudi à vendredi, nous sommes fermés.\nMerci.",
        "On vous appelle demain: c'est promis.",
        "في يوم الخميس نرسل الوثائق:\n- الميزانية",
        "Cordialement,\n--\nKarim Bennani\n06 61 20 31 42",
        "À : voir avec le comptable",
    ],
)
def test_own_words_that_look_alike_are_kept(text):
    assert quoting.own_words(text) == text


def test_answers_between_and_below_the_quotations_are_kept():
    text = "Le 24 nov. 2026, Hajar a écrit :\n> Combien de salariés ?\nTrente.\n> Et l’export ?\nPas encore."

    assert quoting.own_words(text) == "Trente.\nPas encore."


def test_answer_without_words_is_empty_and_a_forward_without_words_is_whole():
    text = "De : Hajar\nEnvoyé : mardi\nÀ : Karim\nObjet : x\n\nBonjour"

    assert [quoting.own_words(text), quoting.own_words(text, forwarded=True)] == ["", text]


# -- HTML ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Un</p><p>Deux</p>", "Un\nDeux"),
        ("<div>Un<br><br>Deux</div>", "Un\n\nDeux"),
        ("<p>Un</p><p>&nbsp;</p><p>Deux</p>", "Un\n\nDeux"),
        ("Un\n  seul   <b>mot</b> &amp; l&eacute;ger", "Un seul mot & léger"),
        ("<style>p{}</style><script>alert(1)</script><p>Oui</p><img src=x onerror=alert(1)>", "Oui"),
        ("Oui<blockquote><p>avant</p><blockquote>plus tôt</blockquote></blockquote>", "Oui\n> avant\n>> plus tôt"),
        ("<td>a</td><td>b</td>", "a b"),
        ("<p>sans fin <b>du tout", "sans fin du tout"),
        ("<![CDATA[x]]><!-- y --><p>z", "z"),
        ('<?xml version="1.0"?><!DOCTYPE html><p title="a > b" class=\'<c>\'>Oui<br/>et non</p >', "Oui\net non"),
        ("<style>a<!-- b</style><p>3 < 4 et 5 <6<!-- sans fin", "3 < 4 et 5 <6"),
        ("<p>C'est l'avis<p d'un ami>Oui &lt;b&gt;", "C'est l'avis\nOui <b>"),
        ("Oui<b <b>Non</b>", "Oui<b Non"),
        ("<!--[if mso]><p>x</p><![endif]--><![if !mso]><SCRIPT>y</SCRIPT><P>Oui</P><![endif]>", "Oui"),
    ],
)
def test_html_is_read_as_text(source, text):
    assert html.text_of(source) == text


# -- charsets, headers, nesting --------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "charset", "text"),
    [
        ("été".encode(), "utf-8", "été"),
        ("été’".encode("cp1252"), "iso-8859-1", "été’"),
        ("été".encode("cp1252"), "us-ascii", "été"),
        ("تحية".encode("cp1256"), "windows-1256", "تحية"),
        ("تحية".encode("iso-8859-6"), "ISO-8859-6", "تحية"),
        ("été".encode(), "no-such-charset", "été"),
        ("été".encode(), "rot13", "été"),
        ("été".encode(), "unicode_escape", "été"),
        (b"\xff\xfe\xfd", "utf-8", "\ufffd\ufffd\ufffd"),
        ("été".encode("cp1252"), "", "été"),
    ],
)
def test_text_is_decoded_as_it_was_meant(raw, charset, text):
    assert parsing.text_of(raw, charset) == text


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        (b"Subject: =?utf-8?Q?R=C3=A9ponse?= =?utf-8?B?IMOgIHZvdXM=?=", "Réponse à vous"),
        (b"Subject: =?x-unknown?Q?R=E9ponse?=", "Réponse"),
        (b"Subject: =?utf-8?B?not base64!?=", "=?utf-8?B?not base64!?="),
        ("Subject: déjà lu".encode(), "déjà lu"),
        (b"Subject: two\r\n lines", "two lines"),
        (b"Subject: \x00nul\xe2\x80\xaeturned", "nulturned"),
        (b"X: y", ""),
    ],
)
def test_subject_is_decoded_whatever_it_is(line, subject):
    assert parsing.header(parsing.parse(line + b"\r\n\r\n"), "Subject") == subject


@pytest.mark.parametrize(
    ("line", "address"),
    [
        (b"From: Karim <K@Entreprise.example>", "k@entreprise.example"),
        (b"From: k@entreprise.example", "k@entreprise.example"),
        (b"From: nobody", ""),
        (b"From: <a@b@c.example>", ""),
        (b"From: " + b"a" * 300 + b"@x.example", ""),
        (b"", ""),
    ],
)
def test_sender_is_an_address_or_nobody(line, address):
    assert parsing.sender(parsing.parse(line + b"\r\n\r\n")) == address


def test_names_of_attachments_are_names_only():
    mail = EmailMessage()
    mail.set_content("Voici")
    for name in ("../../etc/passwd", "C:\\Users\\x\\bilan.pdf", "facture\u202efdp.exe", "a" * 300 + ".pdf", ""):
        mail.add_attachment(b"x", maintype="application", subtype="pdf", filename=name)

    names = parsing.attachments(parsing.parse(mail.as_bytes()))

    assert names == ["passwd", "bilan.pdf", "facturefdp.exe", "a" * 150, "application/pdf"]


def test_forwarded_message_is_named_and_not_read():
    inner, mail = EmailMessage(), EmailMessage()
    inner["Subject"] = "Attestation"
    inner.set_content("secret d'un autre")
    mail.set_content("Voir ci-joint.")
    mail.add_attachment(inner)

    parsed = parsing.parse(mail.as_bytes())

    assert (parsing.body(parsed).strip(), parsing.attachments(parsed)) == ("Voir ci-joint.", ["Attestation"])


def test_parts_that_nest_without_end_are_left():
    deep = b"Hello"
    for number in range(200):
        mark = b"b%d" % number
        deep = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n--%s\r\n%s\r\n--%s--' % (mark, mark, deep, mark)

    assert parsing.body(parsing.parse(deep)) == ""


@pytest.mark.parametrize(
    "text",
    ["Le " * 40_000, "On " + "a " * 50_000 + "wrote:", "> " * 60_000, "De :\n" * 30_000, "_" * 100_000, "\n" * 150_000],
)
def test_long_text_is_cut_in_little_time(text):
    began = time.monotonic()
    quoting.own_words(text)

    assert time.monotonic() - began < 2


def test_long_html_is_read_in_little_time():
    began = time.monotonic()
    for source in (
        "<div>" * 40_000,
        "<" * 200_000,
        "<blockquote>" * 15_000 + "x",
        "&" * 200_000,
        "<a " + "x=1 " * 40_000,
    ):
        html.text_of(source)

    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<a", "<a<", "<?", "</", "<!", "<a='", "<a=\"<a='", "<script ", "</script", "<!--<!--->", "&#", "<p x="],
)
def test_html_that_does_not_end_is_read_in_little_time(piece):
    began = time.monotonic()
    html.text_of("<head>" + piece * (200_000 // len(piece)))

    assert time.monotonic() - began < 2


def test_mail_of_many_long_parts_is_read_in_little_time():
    part = b"--B\nContent-Type: text/html\n\n<head>" + b"<!--<!a<a '" * 18_000 + b"\n"
    mail = b"Content-Type: multipart/mixed; boundary=B\n\n" + part * 40 + b"--B--\n"

    began = time.monotonic()
    parsing.body(parsing.parse(mail))

    assert time.monotonic() - began < 2


def test_text_is_looked_for_in_the_first_parts_only():
    empty, full = b"--B\nContent-Type: text/html\n\n<p>\n", b"--B\nContent-Type: text/html\n\nOui\n"
    head = b"Content-Type: multipart/mixed; boundary=B\n\n"
    mails = [head + empty * number + full + b"--B--\n" for number in (parsing.MOST_TEXTS - 1, parsing.MOST_TEXTS)]

    assert [parsing.body(parsing.parse(mail)).strip() for mail in mails] == ["Oui", ""]


def test_long_reply_is_kept_to_a_length(db):
    inbox.take(
        letter("reply_windows1256").partition(b"\n\n")[0].replace(b"quoted-printable", b"8bit")
        + b"\n\n"
        + b"mot " * 9000,
        at=AT,
    )

    assert len(Received.objects.get().text) <= kinds.LONGEST_WORDS + 1


# -- anything at all -------------------------------------------------------------------------

BYTES = st.binary(max_size=2000)
LINES = st.lists(
    st.sampled_from([*b'\r\n\x00\xff=?-:;<>@"', *b"Content-Type: multipart/report; boundary=b"]), max_size=300
)
BROKEN = st.tuples(st.sampled_from(sorted(LETTERS.glob("*.eml"))), st.integers(0, 3000), st.binary(max_size=40))


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BYTES | LINES.map(bytes))
def test_any_bytes_are_noted_and_flag_nobody(content):
    noting.take(content, at=AT)

    assert not Address.objects.exclude(state=AddressState.OK).exists()
    assert not Received.objects.filter(kind=ReceivedKind.REPLY).exists()


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BROKEN)
def test_letters_broken_anywhere_are_noted_and_flag_only_who_was_written_to(broken):
    path, at, junk = broken
    message = sent()
    content = letter(path.stem, message)
    noting.take(content[:at] + junk + content[at:], at=AT)

    flagged = Address.objects.exclude(state=AddressState.OK).values_list("email", flat=True)
    assert set(flagged) <= {message.to_email}
    assert Message.objects.exclude(state__in=(MessageState.SENT, MessageState.DEAD)).count() == 0


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=500))
def test_any_text_and_any_html_are_read(text):
    quoting.own_words(text)
    html.text_of(text)
    assert reports.status_in(text) == "" or reports.status_in(text) in text
