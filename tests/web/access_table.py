from tests.architecture.sweep import Row, Thing

THINGS = {"provider": Thing(lambda side: "postmark", missing="nobody")}

TABLE = {
    "web:home": Row(get={"everyone": 302}),
    "web:language": Row(post="everyone", form={"language": "ar"}),
    "web:health": Row(get="everyone"),
    "web:health_reminders": Row(get={"everyone": 503}),  # no sweep has run there
    "web:too_large": Row(get={"everyone": 413}),
    "web:metrics": Row(get={"everyone": 404}),  # no token in the settings
    "web:mail_hook": Row(post={"everyone": 404}, capability=True),  # no provider in the settings
    "web:mail_hook_inbound": Row(post={"everyone": 404}, capability=True),
}
