"""The administrator's pages of rules. A ladder belongs to no side."""

from tests.architecture.sweep import ANY, Row, Thing

LADDER = {"key": Thing(lambda side: "invited", missing="nothing")}

TABLE = {
    "admin:outreach_policy_kind": Row(get={"admin": 200}, post={"admin": ANY}, things=LADDER),
}
