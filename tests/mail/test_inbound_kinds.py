"""What a mail is taken for, and what follows from it, in the shapes of many providers."""

from datetime import timedelta

import pytest

from companies.journal.models import Entry
from companies.mail import inbox, outbox
from companies.mail.enums import AddressState, MessageState, ReceivedKind
from companies.mail.models import Address, Message, Received
from companies.mail.wording import Content
from tests.mail.incoming import AT, REFERENCE, TO, letter, sent, state_of

pytestmark = pytest.mark.django_db

UNTOUCHED = AddressState.OK


@pytest.fixture(autouse=True)
def reply_address(settings):
    settings.REPLY_ADDRESS = "reponses@export.example"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("bounce_postfix", "5.1.1"),
        ("bounce_exim", "5.1.1"),
        ("bounce_exchange", "5.1.10"),
        ("bounce_gmail", "5.2.2"),
        ("bounce_qmail", "5.1.1"),
    ],
)
def test_bounce_of_a_message_of_ours_flags_its_address_and_ends_it_as_refused(name, status):
    message = sent()

    assert inbox.take(letter(name, message), at=AT) == ReceivedKind.BOUNCE

    row, after = Received.objects.get(), Message.objects.get()
    assert (row.answers_id, row.stream, row.status) == (message.pk, "case:17", status)
    assert (after.state, status in after.last_error) == (MessageState.DEAD, True)
    assert state_of() == AddressState.BOUNCED


@pytest.mark.parametrize(("name", "status"), [("bounce_policy", "5.7.26"), ("bounce_expired", "4.4.1")])
def test_bounce_that_is_not_the_addresss_fault_ends_the_message_and_flags_nobody(name, status):
    message = sent()

    assert inbox.take(letter(name, message), at=AT) == ReceivedKind.BOUNCE

    assert Received.objects.get().status == status
    assert Message.objects.get().state == MessageState.DEAD
    assert state_of() == UNTOUCHED


def test_delay_is_noted_only():
    message = sent()

    assert inbox.take(letter("delay_postfix", message), at=AT) == ReceivedKind.DELAY

    assert (Message.objects.get().state, state_of()) == (MessageState.SENT, UNTOUCHED)


@pytest.mark.parametrize("name", ["bounce_postfix", "bounce_exim", "bounce_exchange", "bounce_gmail", "bounce_qmail"])
def test_bounce_that_knows_no_message_of_ours_changes_nothing(name):
    sent()

    assert inbox.take(letter(name), at=AT) == ReceivedKind.BOUNCE

    assert Received.objects.get().answers is None
    assert (Message.objects.get().state, state_of()) == (MessageState.SENT, UNTOUCHED)


def test_bounce_for_another_address_than_ours_changes_nothing():
    message = sent()
    other = sent("sara@autre.example")

    inbox.take(letter("bounce_postfix", message, to="sara@autre.example"), at=AT)

    assert Message.objects.filter(state=MessageState.DEAD).count() == 0
    assert (state_of(), state_of(other.to_email)) == (UNTOUCHED, UNTOUCHED)


def test_forged_report_for_an_address_never_written_to_changes_nothing():
    message = sent()

    inbox.take(letter("bounce_postfix", message, to="directeur@concurrent.example"), at=AT)

    assert Address.objects.filter(state=AddressState.BOUNCED).count() == 0


def test_two_bounces_of_one_address_are_one_fault():
    first, second = sent(), sent()
    inbox.take(letter("bounce_postfix", first), at=AT)
    since = Address.objects.get(email=TO).changed_at

    inbox.take(letter("bounce_gmail", second), at=AT)

    assert Address.objects.get(email=TO).changed_at == since


def test_late_bounce_does_not_undo_what_somebody_set_right_since():
    message = sent()
    outbox.set_right(TO, at=AT + timedelta(hours=1))

    inbox.take(letter("bounce_postfix", message), at=AT + timedelta(hours=2))

    assert state_of() == UNTOUCHED


def test_bounce_leaves_a_wish_for_silence_alone():
    message = sent()
    Address.objects.filter(email=TO).update(state=AddressState.SUPPRESSED)

    inbox.take(letter("bounce_postfix", message), at=AT)

    assert state_of() == AddressState.SUPPRESSED


def test_bounce_is_matched_by_the_address_it_came_to(settings):
    settings.BOUNCE_ADDRESS = "retours@export.example"
    from companies.mail.inbound import matching

    message = sent()
    back = matching.return_path(message)
    content = letter("bounce_qmail").replace(b"To: programme@export.example", f"To: {back}".encode())

    inbox.take(content, at=AT)

    assert Received.objects.get().answers_id == message.pk
    assert state_of() == AddressState.BOUNCED


def test_return_path_with_a_wrong_signature_matches_nothing(settings):
    settings.BOUNCE_ADDRESS = "retours@export.example"
    message = sent()
    forged = f"retours+{message.pk.hex}.aaaaaaaaaa@export.example"

    inbox.take(letter("bounce_qmail").replace(b"To: programme@export.example", f"To: {forged}".encode()), at=AT)

    assert (Received.objects.get().answers, state_of()) == (None, UNTOUCHED)


def test_complaint_ends_optional_mail_to_its_receiver():
    message = sent()

    assert inbox.take(letter("complaint_arf", message), at=AT) == ReceivedKind.COMPLAINT

    assert (state_of(), Address.objects.get(email=TO).reason) == (AddressState.COMPLAINED, "complaint")
    assert Message.objects.get().state == MessageState.SENT


@pytest.mark.parametrize(("named", "state"), [("tiers@ailleurs.example", UNTOUCHED), (TO, AddressState.COMPLAINED)])
def test_complaint_that_names_an_address_is_its_own(named, state):
    content = letter("complaint_arf", sent()).replace(b"redacted@entreprise.example", named.encode())

    assert inbox.take(content, at=AT) == ReceivedKind.COMPLAINT
    assert state_of() == state


@pytest.mark.parametrize(
    ("name", "verb"), [("bounce_postfix", "address.refused"), ("complaint_arf", "address.complained")]
)
def test_address_that_others_close_has_one_line_in_the_journal(name, verb):
    first, second = sent(), sent()
    for number, message in enumerate((first, second)):
        inbox.take(b"Message-ID: <%d@mx.example>\n" % number + letter(name, message), at=AT)

    row = Entry.objects.get(object_type="mail.address")
    assert (row.verb, row.object_id, row.actor_kind) == (verb, str(Address.objects.get(email=TO).pk), "system")
    assert (row.at, row.stream, row.data) == (AT, "case:17", {"message": str(first.pk)})
    assert Received.objects.count() == 2


def test_complaint_about_nothing_of_ours_changes_nothing():
    sent()

    inbox.take(letter("complaint_arf"), at=AT)

    assert state_of() == UNTOUCHED


@pytest.mark.parametrize("name", ["automatic_outlook", "automatic_vacation", "automatic_receipt"])
def test_answer_of_a_machine_is_noted_without_its_words(name):
    message = sent()

    assert inbox.take(letter(name, message), at=AT) == ReceivedKind.AUTOMATIC

    row = Received.objects.get()
    assert (row.answers_id, row.from_email, row.text) == (message.pk, TO, "")


@pytest.mark.parametrize(
    "line",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "X-Autoreply: yes",
        "List-Id: <liste.example>",
        "Return-Path: <>",
    ],
)
def test_machine_is_known_by_its_headers(line):
    message = sent()
    content = letter("reply_gmail_fr", message)

    assert inbox.take(f"{line}\n".encode() + content, at=AT) == ReceivedKind.AUTOMATIC


@pytest.mark.parametrize("sender", ["postmaster", "bounce", "Bounces+ventes"])
def test_person_who_writes_to_a_file_from_a_servers_address_is_read(sender):
    message = sent()
    head = f"From: Karim <{sender}@entreprise.example>\nSubject: Re: x\n"
    to_file = f"{head}To: {inbox.reply_address(REFERENCE)}\n\nAppelez-moi."
    to_us = f"{head}To: programme@export.example\nIn-Reply-To: <{message.pk}@testserver>\n\nNoted."

    assert [inbox.take(each.encode(), at=AT) for each in (to_file, to_us)] == ["reply", "automatic"]
    assert Received.objects.get(kind=ReceivedKind.REPLY).text == "Appelez-moi."


@pytest.mark.parametrize("line", ["From: MAILER-DAEMON@mx.example", "From: postmaster@mx.example\nReturn-Path: <>"])
def test_machine_that_writes_to_a_file_is_no_person(line):
    content = f"{line}\nSubject: Undelivered\nTo: {inbox.reply_address(REFERENCE)}\n\nDelayed."

    assert inbox.take(content.encode(), at=AT) == ReceivedKind.AUTOMATIC


def test_person_is_not_taken_for_a_machine_that_says_no():
    content = letter("reply_gmail_fr", sent())

    assert inbox.take(b"Auto-Submitted: no\n" + content, at=AT) == ReceivedKind.REPLY


def test_person_who_quotes_a_report_flags_nobody():
    message = sent()
    quoted = letter("bounce_exim", message).partition(b"\n\n")[2]
    content = letter("reply_gmail_ar", message).partition(b"\n\n")[0] + b"\n\nVoici ce que je recois:\n" + quoted

    assert inbox.take(content, at=AT) == ReceivedKind.REPLY
    assert (Message.objects.get().state, state_of()) == (MessageState.SENT, UNTOUCHED)


def test_reply_is_kept_in_the_persons_own_words_with_the_names_of_what_is_attached():
    message = sent()

    assert inbox.take(letter("reply_gmail_fr", message), at=AT) == ReceivedKind.REPLY

    row = Received.objects.get()
    assert (row.from_email, row.subject) == (TO, "Re: Votre dossier : répondre avant le 30 avril")
    assert row.text == (
        "Bonjour Madame,\n\nNous déposons le dossier jeudi. Vous trouverez le bilan en pièce jointe.\n\n"
        "Cordialement,\nKarim Bennani\n06 61 20 31 42"
    )
    assert row.attachments == ["bilan 2025.pdf", "dépliant.jpg"]
    assert (row.stream, row.answers_id, row.filed_at) == (f"file:{REFERENCE}", message.pk, None)


def test_reply_in_html_only_is_read_as_text():
    inbox.take(letter("reply_outlook_fr", sent()), at=AT)

    assert Received.objects.get().text == "Bonjour,\nPouvez-vous m’appeler demain ? Nous hésitons.\nKarim Bennani"


def test_reply_in_arabic_loses_what_it_answers():
    inbox.take(letter("reply_gmail_ar", sent()), at=AT)

    assert Received.objects.get().text == (
        "السلام عليكم،\n\nنحتاج إلى مساعدة في الصفحة الثالثة. اتصلوا بنا غدا صباحا.\n\nكريم بناني"
    )


def test_reply_in_an_old_arabic_charset_is_read():
    inbox.take(letter("reply_windows1256"), at=AT)

    row = Received.objects.get()
    assert (row.subject, row.text) == ("جواب", "جواب\n\nسنرسل الوثائق يوم الخميس.")


def test_forwarded_mail_without_a_word_is_kept_whole():
    inbox.take(letter("reply_forwarded"), at=AT)

    assert "Votre attestation est prête." in Received.objects.get().text


def test_reply_is_known_by_its_thread_where_it_came_to_another_address():
    message = sent()
    content = letter("reply_gmail_fr", message).replace(inbox.reply_address(REFERENCE).encode(), b"h@ministere.example")

    assert inbox.take(content, at=AT) == ReceivedKind.REPLY
    assert Received.objects.get().stream == "case:17"


@pytest.mark.parametrize("signature", ["aaaaaaaaaa", "short", ""])
def test_nobody_writes_into_a_file_by_knowing_its_reference(signature):
    content = letter("reply_windows1256")
    forged = f"reponses+{REFERENCE}.{signature}@export.example"

    kind = inbox.take(content.replace(inbox.reply_address(REFERENCE).encode(), forged.encode()), at=AT)

    row = Received.objects.get()
    assert (kind, row.stream, row.text, row.attachments) == (ReceivedKind.UNKNOWN, "", "", [])


def test_address_signed_with_a_key_now_retired_still_serves(settings):
    content = letter("reply_windows1256")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key of a fair length"

    assert inbox.take(content, at=AT) == ReceivedKind.REPLY


def test_address_survives_a_mail_program_that_writes_it_in_small_letters():
    content = letter("reply_windows1256")
    address = inbox.reply_address(REFERENCE)

    assert inbox.take(content.replace(address.encode(), address.lower().encode()), at=AT) == ReceivedKind.REPLY
    assert Received.objects.get().stream == f"file:{REFERENCE}"


def test_answer_to_what_belongs_to_no_file_is_noted_without_its_words():
    message = sent(stream="")
    content = letter("reply_gmail_fr", message).replace(inbox.reply_address(REFERENCE).encode(), b"h@ministere.example")

    assert inbox.take(content, at=AT) == ReceivedKind.UNKNOWN
    assert (Received.objects.get().answers_id, Received.objects.get().text) == (message.pk, "")


@pytest.mark.parametrize(
    ("subject", "begins"),
    [
        ("Re: Votre dossier", "Voici"),
        ("RE : Votre dossier", "Voici"),
        ("رد: ملفكم", "Voici"),
        ("Attestation fiscale", "Attestation fiscale\n\nVoici"),
        ("TR: Attestation", "TR: Attestation\n\nVoici"),
        ("Relance", "Relance\n\nVoici"),
    ],
)
def test_subject_of_ones_own_is_part_of_the_words(subject, begins):
    content = f"To: {inbox.reply_address(REFERENCE)}\nSubject: {subject}\n\nVoici"

    inbox.take(content.encode(), at=AT)

    assert Received.objects.get().text == begins


def test_personal_link_quoted_along_opens_nothing_for_who_reads_it():
    content = f"To: {inbox.reply_address(REFERENCE)}\nSubject: Re: x\n\n"
    content += "Voir http://testserver/r/AbCdEfGhIjKlMnOpQrStUvWx/ et https://ailleurs.example/r/abc."

    inbox.take(content.encode(), at=AT)

    assert Received.objects.get().text == "Voir http://testserver/r/… et https://ailleurs.example/r/abc."


TOKEN = "AbCdEfGhIjKlMnOpQrSt_vWx-z012345"


@pytest.mark.parametrize(
    "link",
    [
        f"HTTP://TESTSERVER/R/{TOKEN}/",
        f"https://eur01.safelinks.example/?url=http%3A%2F%2Ftestserver%2Fr%2F{TOKEN}%2F&data=05",
        f"https://eur01.safelinks.example/?url=http%253a%252f%252ftestserver%252fgo%252f{TOKEN}%252f",
        f"http://testserver/r/\n{TOKEN}/",
        f"http://testserver/i/{TOKEN[:12]}\n{TOKEN[12:]}/",
        f"http://testserver/i/{TOKEN[:7]}=\n{TOKEN[7:20]} \n > {TOKEN[20:]}/",
        f"http://testserver/p/17-{TOKEN}0123456789a/",
        f"http://www.testserver/r/{TOKEN}/",
    ],
)
def test_personal_link_that_a_mail_program_wrapped_or_broke_opens_nothing_either(link):
    inbox.take(f"To: {inbox.reply_address(REFERENCE)}\nSubject: Re: x\n\nVoir {link} ici".encode(), at=AT)

    words = Received.objects.get().text
    assert not any(TOKEN[at : at + 5] in words for at in range(len(TOKEN) - 5))
    assert (words[:5], "…" in words, words[-4:]) == ("Voir ", True, " ici")


def test_link_to_somewhere_else_is_left_alone():
    words = f"Le dossier : https://drive.example/file/d/{TOKEN}/view\net https://a.example/r/court/ merci"

    inbox.take(f"To: {inbox.reply_address(REFERENCE)}\nSubject: Re: x\n\n{words}".encode(), at=AT)

    assert Received.objects.get().text == words


def test_what_came_in_is_forgotten_in_time(settings, tmp_path):
    settings.MAILBOX_URL = tmp_path.as_uri().replace("file:", "folder:")
    inbox.take(letter("bounce_exim", sent()), at=AT)
    inbox.take(letter("reply_gmail_fr", sent()), at=AT)

    inbox.read(at=AT + timedelta(days=89))
    assert Received.objects.count() == 2
    inbox.read(at=AT + timedelta(days=91))
    assert [row.kind for row in Received.objects.all()] == [ReceivedKind.REPLY]

    inbox.filed(Received.objects.get().pk, "case:1", at=AT)
    inbox.read(at=AT + timedelta(days=91))
    assert Received.objects.count() == 0


def test_mail_read_twice_changes_nothing():
    content = letter("reply_gmail_fr", sent())

    assert [inbox.take(content, at=AT), inbox.take(content, at=AT)] == [ReceivedKind.REPLY, None]
    assert Received.objects.count() == 1


def test_mail_without_a_name_is_told_apart_by_what_it_says():
    content = letter("bounce_qmail", sent())

    assert [inbox.take(each, at=AT) for each in (content, content, content + b" ")] == [
        ReceivedKind.BOUNCE,
        None,
        ReceivedKind.BOUNCE,
    ]


def test_reply_once_filed_is_forgotten_here():
    inbox.take(letter("reply_gmail_fr", sent()), at=AT)
    pk = Received.objects.get().pk

    assert [inbox.filed(pk, "case:9", at=AT), inbox.filed(pk, "case:9", at=AT)] == [True, False]

    row = Received.objects.get()
    assert (row.stream, row.text, row.attachments, row.filed_at) == ("case:9", "", [], AT)


def test_large_mail_says_that_it_was_cut():
    inbox.take(letter("reply_gmail_fr", sent()), at=AT, cut=True)

    assert Received.objects.get().attachments == ["bilan 2025.pdf", "dépliant.jpg", "… (> 10 MB)"]


def test_message_leaves_with_a_return_path_of_its_own(settings, smtp_sink):
    settings.BOUNCE_ADDRESS = "retours@export.example"
    sent_ = outbox.post(
        purpose="test", to=TO, language="fr", content=Content("x", "y", ""), from_email="h@export.example", at=AT
    )
    outbox.deliver_due(at=AT)

    (arrived,) = smtp_sink.accepted
    assert arrived.sender.startswith(f"retours+{sent_.pk.hex}.")
    inbox.take(letter("bounce_qmail").replace(b"programme@export.example", arrived.sender.encode()), at=AT)
    assert Message.objects.get().state == MessageState.DEAD


def test_message_without_a_bounce_address_is_reported_to_its_sender(smtp_sink):
    outbox.post(
        purpose="test", to=TO, language="fr", content=Content("x", "y", ""), from_email="h@export.example", at=AT
    )
    outbox.deliver_due(at=AT)

    assert [each.sender for each in smtp_sink.accepted] == ["h@export.example"]
