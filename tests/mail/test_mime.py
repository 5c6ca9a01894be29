from email.utils import formataddr

from companies.mail import mime


def test_long_arabic_name_is_written_in_encoded_words_that_any_server_takes():
    name = "هاجر بنت عبد الله العلوي الإدريسي"
    header = mime._mailbox(formataddr((name, "a@b.example")))
    assert max(len(word) for word in header.split()) <= 75
