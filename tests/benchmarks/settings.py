"""Production's settings for the bench: its addresses, and static files without compression."""

from exportprogram.settings import *  # noqa: F403 - the settings of the site, some changed

assert PRODUCTION  # noqa: F405 - the runner configured everything that production asks for
ROOT_URLCONF = "tests.benchmarks.urls"
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "WARNING"}}  # noqa: F405
