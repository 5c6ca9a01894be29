"""The administrator's looks at the rules of the check."""

from tests.architecture.sweep import ANY, Row

TABLE = {
    "admin:eligibility_rule_look": Row(get={"admin": ANY}, post={"admin": ANY}),
    "admin:eligibility_rule_whole": Row(get={"admin": 200}, post={"admin": ANY}),
}
