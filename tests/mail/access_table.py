"""The administrator's pages of texts. A text belongs to no side."""

from companies.mail.models import Wording
from tests.architecture.sweep import ANY, Row, Thing

TEXT = {"pk": Thing(lambda side: Wording.objects.order_by("pk")[0].pk, missing=999_999_999)}

TABLE = {
    "admin:mail_wording_look": Row(get={"admin": ANY}, post={"admin": ANY}, things=TEXT),
    "admin:mail_wording_versions": Row(get={"admin": 200}, post={"admin": ANY}, things=TEXT),
    "admin:mail_wording_again": Row(post={"admin": ANY}, things=TEXT),
}
