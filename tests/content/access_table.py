"""The administrator's looks at the public pages. Their texts belong to no side."""

from companies.content.models import Text
from tests.architecture.sweep import ANY, Row, Thing

TEXT = {"pk": Thing(lambda side: Text.objects.order_by("pk")[0].pk, missing=999_999_999)}
LOOK = Row(get={"admin": ANY}, post={"admin": ANY})

TABLE = {
    "admin:content_text_look": LOOK,
    "admin:content_faq_look": LOOK,
    "admin:content_example_look": LOOK,
    "admin:content_alternative_look": LOOK,
    "admin:content_text_versions": Row(get={"admin": 200}, post={"admin": ANY}, things=TEXT),
    "admin:content_text_again": Row(post={"admin": ANY}, things=TEXT),
}
