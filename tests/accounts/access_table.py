"""The sign-in pages (allauth's addresses) and the admin."""

from tests.architecture.sweep import ANY, Row, Thing

THINGS = {
    "object_id": Thing(lambda side: side.person.pk, missing=999_999_999),
    "app_label": Thing(lambda side: "accounts", missing="nothing"),
    "content_type_id": Thing(lambda side: 999_999_999, missing=999_999_999),
    "url": Thing(lambda side: "nothing/here", missing="nothing/there"),
}

OPEN = {"signed_in": 302, "visitor": 200}  # who is in already goes home

TABLE = {
    "account_login": Row(get=OPEN, post=OPEN),
    "account_request_login_code": Row(get=OPEN, post=OPEN),
    "account_login_by_password": Row(get=OPEN, post=OPEN),
    "account_confirm_login_code": Row(get={"everyone": 302}, post={"everyone": 302}),
    "account_inactive": Row(get="everyone"),
    "account_logout": Row(get={"signed_in": 200, "visitor": 302}, post="everyone"),
    "account_reauthenticate": Row(get={"desk": 403}, post={"desk": 403}),
    "account_change_password": Row(get={"desk": 302}, post={"desk": 302}),
    "account_set_password": Row(get="desk", post={"desk": 200}),
    "mfa_index": Row(get="desk"),
    "mfa_authenticate": Row(get={"everyone": 302}, post={"everyone": 302}),
    "mfa_reauthenticate": Row(get={"desk": 403}, post={"desk": 403}),
    "mfa_activate_totp": Row(get="desk", post={"desk": 200}),
    "mfa_deactivate_totp": Row(get={"desk": 404}, post={"desk": 404}),
    "mfa_view_recovery_codes": Row(get={"desk": 404}),
    "mfa_generate_recovery_codes": Row(get="desk", post={"desk": 200}),
    "mfa_download_recovery_codes": Row(get={"desk": 404}),
    "admin:login": Row(get={"signed_in": 302}, post={"signed_in": 302}),
    "admin:*": Row(get={"admin": ANY}, post={"admin": ANY}),
}
