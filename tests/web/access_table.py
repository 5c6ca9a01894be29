from tests.architecture.sweep import Row

TABLE = {
    "web:home": Row(get={"everyone": 302}),
    "web:language": Row(post="everyone", form={"language": "ar"}),
    "web:health": Row(get="everyone"),
    "web:health_reminders": Row(get={"everyone": 503}),  # no sweep has run there
    "web:metrics": Row(get={"everyone": 404}),  # no token in the settings
}
