"""Settings: typed environment readers over one of four modes.

DEMO=1 is the demonstration (`make run`, and any command typed in an unconfigured checkout), DEBUG=1 adds the
developer's comforts, TESTING=1 belongs to the tests. Otherwise this is production, which refuses to start half
configured.
The variables are listed in README.md. One file, long as it is: whoever runs the site reads it from top to bottom, and
each value depends on a mode at its head; what has steps of its own stands in exportprogram/services.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from companies.common import boot
from exportprogram.services import embedded, logs, paths, secret, status
from exportprogram.services.broker import Broker

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR = paths.VAR

# --- Mode

TESTING = env.bool("TESTING", default=False)
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=DEBUG) and not TESTING
PRODUCTION = not (TESTING or DEBUG or DEMO)

boot.check_python_time()


def _require(*names: str) -> None:
    missing = [name for name in names if not env.str(name, default="")]
    if missing:
        raise ImproperlyConfigured(
            f"Set {', '.join(missing)} in the environment (see README.md), or DEMO=1 for the demonstration."
        )


if PRODUCTION:
    _require("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")

SECRET_KEY = env.str("SECRET_KEY", default="") or ("for the tests only" if TESTING else secret.of_checkout(VAR))
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
RUNNING = None if PRODUCTION or TESTING else status.read()
SITE_URL = env.str("SITE_URL", default=RUNNING.site if RUNNING else "http://localhost:8000").rstrip("/")

# --- Applications, low to high: the order of companies/__init__.py

INSTALLED_APPS = [
    "exportprogram",
    "companies.web.admin_config.ProgrammeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "companies.common",
    "companies.journal",
    "companies.mail",
    "companies.reference",
    "companies.accounts",
    "companies.files",
    "companies.content",
    "companies.registry",
    "companies.cases",
    "companies.dialogue",
    "companies.questionnaires",
    "companies.eligibility",
    "companies.enrolment",
    "companies.outreach",
    "companies.web",
    "companies.portal",
    "companies.desk",
    "companies.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "companies.web.middleware.OneEncodingMiddleware",
    "companies.web.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "companies.web.middleware.SessionLimitsMiddleware",
    "companies.web.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "companies.web.size.RequestSizeMiddleware",
]

ROOT_URLCONF = "exportprogram.urls"
WSGI_APPLICATION = "exportprogram.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Services

EMBEDDED_DATABASE = not env.str("DATABASE_URL", default="")
_database: dict[str, Any] = env.db_url("DATABASE_URL", default=embedded.server().url(embedded.DATABASE))
# A page that fetches ten tables at once by their keys takes longer to plan than to answer: beyond six, the order in
# which its query names them, which is that of the keys, is good enough.
_PLANNING: dict[str, Any] = {"options": "-c join_collapse_limit=6"}
DATABASES: dict[str, dict[str, Any]] = {
    "default": _database
    | {
        "OPTIONS": _PLANNING | _database.get("OPTIONS", {}),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0 if TESTING else env.int("CONN_MAX_AGE", default=600),
        "CONN_HEALTH_CHECKS": True,
    }
}

BROKER_URL = env.str("REDIS_URL", default=Broker(VAR).url(0))
CACHE_URL = env.str("CACHE_URL", default="") or paths.next_database(BROKER_URL)
CACHES = {
    "default": {
        "BACKEND": "exportprogram.services.cache.ForgivingRedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "exportprogram",
        # One try: redis-py's own would keep a page waiting for seven seconds while the server is away.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2, "retry": Retry(NoBackoff(), 0)},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Mail: one place for all of it

_smtp_port = RUNNING.smtp_port if RUNNING else 0
_mail_url = "consolemail://" if TESTING else f"smtp://127.0.0.1:{_smtp_port or 8026}"
_mail = env.email_url("EMAIL_URL", default=_mail_url)
EMAIL_BACKEND: str = _mail["EMAIL_BACKEND"]
EMAIL_HOST: str = _mail["EMAIL_HOST"] or "localhost"
EMAIL_PORT: int = _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER: str = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD: str = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS: bool = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = _mail.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="programme@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Seconds, all of them. A sender holds its lease for longer than it may take.
MAIL_SMTP_TIMEOUT = env.int("MAIL_SMTP_TIMEOUT", default=20)
MAIL_DEADLINE = env.int("MAIL_DEADLINE", default=60)
MAIL_LEASE = env.int("MAIL_LEASE", default=300)
MAIL_BACKOFF: list[int] = env.list("MAIL_BACKOFF", cast=int, default=[minutes * 60 for minutes in (1, 5, 15, 60, 240)])
MAIL_BATCH = env.int("MAIL_BATCH", default=50)
# What Prometheus shows at /metrics as its bearer token; without one there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
EMAIL_TIMEOUT = MAIL_SMTP_TIMEOUT

# What comes back: bounces and replies. The demonstration reads what is answered on the local inbox's page.
_answers_here = DEMO and RUNNING is not None and RUNNING.smtp_port > 0
_replies = paths.REPLIES.as_uri().replace("file:", "folder:")
MAILBOX_URL = env.str("MAILBOX_URL", default=_replies if _answers_here else "")
REPLY_ADDRESS = env.str("REPLY_ADDRESS", default="reponses@localhost" if _answers_here else "")
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")
ANYMAIL_PROVIDER = env.str("ANYMAIL_PROVIDER", default="")
ANYMAIL_WEBHOOK_SECRET: list[str] = env.list("ANYMAIL_WEBHOOK_SECRET", default=[])
ANYMAIL_SIGNING_KEY = env.str("ANYMAIL_SIGNING_KEY", default="")

# --- Sign-in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# nginx in front of it names the client in X-Forwarded-For; without a proxy anyone could.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0)
STAFF_TOTP_REQUIRED = env.bool("STAFF_TOTP_REQUIRED", default=PRODUCTION)
STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", default=60)
COMPANY_IDLE_MINUTES = env.int("COMPANY_IDLE_MINUTES", default=120)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
ACCOUNT_ADAPTER = "companies.web.signin.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # sign-up is closed; "password1" keeps the password's page alive
ACCOUNT_EMAIL_VERIFICATION = "none"  # a code that arrived has verified the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=15).total_seconds())
ACCOUNT_LOGIN_TIMEOUT = int(timedelta(hours=1).total_seconds())  # with its second codes and second step
ENTRY_SECONDS = 0 if TESTING else 3  # nobody types the first page of an application faster
SIGN_IN_SECONDS = 0 if TESTING else 0.4  # an answer takes this long at least, for known and unknown addresses alike
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_RATE_LIMITS = {
    # By place, so that nobody can lock out someone else. A "key" below is account and place together, but for
    # `password_of_account`, which closes only the password's door of an account: codes still open it, and
    # `codes_of_account`, which keeps an inbox from being flooded: a code that was sent works, a password too.
    "request_login_code": "10/m/ip,60/h/ip",
    "login": "30/m/ip",
    "login_failed": "20/m/ip,100/h/ip,5/5m/key",
    "password_of_account": "100/d/key",
    "codes_of_account": "12/h/key",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {
    "login": "companies.web.forms.PasswordForm",
    "request_login_code": "companies.web.forms.SignInForm",
    "confirm_login_code": "companies.web.forms.CodeForm",
    "reauthenticate": "companies.web.forms.PasswordAgainForm",
    "set_password": "companies.web.forms.NewPasswordForm",
    "change_password": "companies.web.forms.OtherPasswordForm",
}
MFA_ADAPTER = "companies.web.signin.adapter.MfaAdapter"
MFA_FORMS = {
    "authenticate": "companies.web.forms.SecondFactorForm",
    "reauthenticate": "companies.web.forms.SecondFactorAgainForm",
    "activate_totp": "companies.web.forms.ActivateForm",
}
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True

# --- Languages and time

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "exportprogram" / "locale"]
FORMAT_MODULE_PATH = "exportprogram.formats"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Africa/Casablanca"
USE_TZ = True

# --- Static files

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=VAR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # else each client of a test would read the whole folder
if not PRODUCTION:
    Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)

# --- Documents: kept where nothing serves them by an address. docs/documents.md says how they move to S3.

DOCUMENTS_ROOT = env.path(
    "DOCUMENTS_ROOT", default=Path("/var/lib/exportprogram/documents") if PRODUCTION else VAR / "documents"
)
_documents_url = urlsplit(env.str("DOCUMENTS_URL", default=""))
if _documents_url.scheme == "s3":
    STORAGES["documents"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _documents_url.hostname,
            "location": _documents_url.path.strip("/"),
            "endpoint_url": env.str("DOCUMENTS_S3_ENDPOINT", default="") or None,
            "region_name": env.str("DOCUMENTS_S3_REGION", default="") or None,
            "file_overwrite": False,
        },
    }
else:
    STORAGES["documents"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DOCUMENTS_ROOT, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    }
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=10_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # everything in a form but its files
# A request with more than this is refused before it is read; nginx.conf says the same.
LONGEST_LIST = 17_000_000  # a ministry's list may be larger than a document
REQUEST_MAX_BYTES = max(UPLOAD_MAX_BYTES, LONGEST_LIST) + DATA_UPLOAD_MAX_MEMORY_SIZE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # larger ones wait in a temporary file
FILE_UPLOAD_PERMISSIONS = 0o600
# The virus scanner, tcp://host:3310 or unix:///run/clamav/clamd.ctl; without one administrators are warned.
CLAMD_URL = env.str("CLAMD_URL", default="")
CLAMD_SECONDS = env.int("CLAMD_SECONDS", default=30)

# --- Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=int(timedelta(days=365).total_seconds()))
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# --- Log: lines on standard error, for whoever collects them

LOGGING = logs.configuration(env.str("LOG_LEVEL", default="INFO"))

# --- Celery: hints and a clock

CELERY_BROKER_URL = paths.celery_url(BROKER_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,  # far above the longest task, or it would run twice
    "socket_connect_timeout": 1,
    "socket_timeout": 30,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# --- The beat: a tick that finds no worker is worthless after a minute, the next one does its work.

_every_minute = {"schedule": crontab(), "options": {"expires": 55}}
CELERY_BEAT_SCHEDULE = {
    "outreach.tick": {"task": "outreach.tick"} | _every_minute,
    "mail.deliver": {"task": "mail.deliver"} | _every_minute,
    "mail.read": {"task": "mail.read", "schedule": crontab(minute="*/2"), "options": {"expires": 110}},
    "files.scan": {"task": "files.scan"} | _every_minute,
    "files.tidy": {"task": "files.tidy", "schedule": crontab(hour=3, minute=10)},
    "web.forget_sessions": {"task": "web.forget_sessions", "schedule": crontab(hour=2, minute=40)},
    "enrolment.sweep_entries": {"task": "enrolment.sweep_entries", "schedule": crontab(hour=2, minute=50)},
}
