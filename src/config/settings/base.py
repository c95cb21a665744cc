"""Settings common to all. The only place, with ``urls``, that names every app."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import structlog
from csp.constants import NONE, SELF
from environs import Env
from psycopg.conninfo import conninfo_to_dict

env = Env()
ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.str("PREAU_VAR", str(ROOT / ".preau")))

SECRET_KEY = env.str("PREAU_SECRET_KEY")
DEBUG = False
#: Hosts are checked against the sites' own domains by ``SiteMiddleware``.
ALLOWED_HOSTS = ["*"]
#: Personas in one click and mail read at /_courrier/: only ever in the demo.
PREAU_DEMO = env.bool("PREAU_DEMO", False)
#: How links in mails begin: ``https`` and no port, except where ``./preau run`` says otherwise.
PREAU_SCHEME = env.str("PREAU_SCHEME", "https")
PREAU_PORT_SUFFIX = env.str("PREAU_PORT_SUFFIX", "")
#: Where the source of the running version is read (AGPL, section 13).
PREAU_SOURCE_URL = env.str("PREAU_SOURCE_URL", "")

#: Own number of this installation (1–4095), so that cities can move between installations.
PREAU_APPEAL_DAYS = env.int("PREAU_APPEAL_DAYS", 90)
PREAU_INSTALLATION = env.int("PREAU_INSTALLATION", 0)

#: Host of the operator's console; empty where there is none. And the name that cities point to.
PREAU_OPERATOR_HOST = env.str("PREAU_OPERATOR_HOST", "")
PREAU_OPERATOR_URLS = "preau.operator.console.urls"
PREAU_PUBLIC_HOST = env.str("PREAU_PUBLIC_HOST", "")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    "preau.ui",
    "preau.tenancy",
    "preau.accounts",
    "preau.territory",
    "preau.ledger",
    "preau.media",
    "preau.processes",
    "preau.messaging",
    "preau.questions",
    "preau.moderation",
    "preau.electorate",
    "preau.team",
    "preau.previews",
    "preau.proposals",
    "preau.voting",
    "preau.surveys",
    "preau.petitions",
    "preau.texts",
    "preau.inquiries",
    "preau.calls",
    "preau.ideaboxes",
    "preau.services",
    "preau.lots",
    "preau.reviews",
    "preau.delivery",
    "preau.juries",
    "preau.publication",
    "preau.merges",
    "preau.intake",
    "preau.news",
    "preau.pages",
    "preau.budgeting",
    "preau.votations",
    "preau.blueprints",
    "preau.network",
    "preau.public",
    "preau.desk",
    "preau.operator",
    "preau.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "preau.public.nul.DropNul",
    "preau.tenancy.middleware.SiteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "preau.accounts.guests.KnowGuests",
    "preau.previews.middleware.ShowPreview",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "preau.public.context.shell",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """A Django database from a PostgreSQL URL (``postgresql://role:word@/name?host=…``)."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "preau.tenancy.database",
        "NAME": parts.get("dbname", "preau"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {},
    }


DATABASES = {
    "default": database(env.str("DATABASE_URL")),
    "owner": database(env.str("DATABASE_OWNER_URL")),
}
DATABASE_ROUTERS = ["config.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["preau.accounts.backends.SiteBackend"]
SESSION_ENGINE = "preau.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
LOGIN_URL = "/connexion/"
#: Where an agent proves a second time who they are.
SECOND_FACTOR_URL = "team_desk:second_factor"
# One account per address *and site*: uniqueness is held by the database, not by Django's check.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "preau" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/medias/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "preau.public.views.errors.csrf_refused"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.str("PREAU_SMTP_HOST", "localhost")
EMAIL_PORT = env.int("PREAU_SMTP_PORT", 25)
EMAIL_HOST_USER = env.str("PREAU_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.str("PREAU_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.bool("PREAU_SMTP_TLS", False)
EMAIL_TIMEOUT = 20

#: Reads a file on its input, answers 0 when it is clean: ``["clamdscan", "--no-summary", "-"]``.
PREAU_SCANNER = cast(list[str], env.json("PREAU_SCANNER", []))
#: Mailboxes of public inquiries: ``{"plu@ville.fr": {"host", "user", "password"}}``.
PREAU_MAILBOXES = cast(dict[str, dict[str, object]], env.json("PREAU_MAILBOXES", {}))
#: A timestamping authority (RFC 3161): ``{"url": "https://…", "roots": "/etc/preau/tsa.pem"}``.
PREAU_TIMESTAMP = cast(dict[str, str], env.json("PREAU_TIMESTAMP", {}))
#: The worker asks the page of each open inquiry at its public address, as the public would.
PREAU_PROBE = env.bool("PREAU_PROBE", False)
#: Folder of plain pages that a web server gives when the application is down.
PREAU_FALLBACK = env.str("PREAU_FALLBACK", "")
#: How text messages leave (``messaging/senders.py``); by default none does.
PREAU_TEXT_SENDER = env.str("PREAU_TEXT_SENDER", "preau.messaging.senders.keep")
PREAU_TEXT_URL = env.str("PREAU_TEXT_URL", "")
PREAU_TEXT_TOKEN = env.str("PREAU_TEXT_TOKEN", "")
#: Sites registered at FranceConnect: ``{"<slug>": {"issuer", "client_id", "client_secret"}}``.
PREAU_FRANCECONNECT = cast(dict[str, dict[str, str]], env.json("PREAU_FRANCECONNECT", {}))
#: Proxies before us whose word is taken for where a visitor comes from.
PREAU_PROXIES = env.int("PREAU_PROXIES", 0)

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_IMPORT_PATHS: list[str] = []

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.dev.ConsoleRenderer(colors=False),
    ],
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
