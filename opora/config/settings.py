"""All settings of an installation. What a customer may choose is in the charter or a row, not here.

Every value is read from the environment by a typed reader and refused at start when it cannot be used;
`docs/settings.md` describes each one.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from opora.toolkit.env import environment as env
from opora.toolkit.secret import read_or_make

BASE = Path(__file__).resolve().parent.parent

# --- Where it lives -------------------------------------------------------------------------------------------------
DATA = env.folder("OPORA_DATA", Path("data"))
HOST = env.text("HOST", "127.0.0.1")
PORT = env.port("PORT", 8000)
MAIL_PORT = env.port("OPORA_MAIL_PORT", 2525)
CATCH_PORT = env.port("OPORA_CATCH_PORT", 2526)
_url = env.url("OPORA_URL", f"http://localhost:{PORT}", ("http", "https"))
assert _url is not None
PUBLIC_URL = _url.geturl().rstrip("/")
MAIL_DOMAIN = env.text("OPORA_MAIL_DOMAIN", _url.hostname or "localhost")

# --- How it runs ----------------------------------------------------------------------------------------------------
DEMO = env.flag("OPORA_DEMO", True)
TIME_TRAVEL = env.flag("OPORA_TIME_TRAVEL", DEMO)
DEBUG = env.flag("OPORA_DEBUG", False)
WEB_PROCESSES = env.number("OPORA_WEB_PROCESSES", 1, least=1, most=64)
WEB_THREADS = env.number("OPORA_WEB_THREADS", 4, least=1, most=64)
WORKER_JOBS = env.number("OPORA_WORKER_JOBS", 4, least=1, most=64)
LOG_LEVEL = env.choice("OPORA_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
_smtp = env.url("OPORA_SMTP_URL", f"smtp://127.0.0.1:{CATCH_PORT}", ("smtp", "smtps"))
assert _smtp is not None
SMTP_URL = _smtp.geturl()
TRUSTED_MX = env.networks("OPORA_TRUSTED_MX")
AUTHSERV_ID = env.text("OPORA_AUTHSERV_ID", "")
TRUSTED_PROXIES = env.networks("OPORA_TRUSTED_PROXIES")

SECRET_KEY = env.text("OPORA_SECRET_KEY", "") or read_or_make(DATA / "secret.key")
ALLOWED_HOSTS = list(filter(None, {_url.hostname or "", "localhost", "127.0.0.1", "[::1]"}))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- Rooms ----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "lucide",
    "procrastinate.contrib.django",
    "opora.journal",
    "opora.desks",
    "opora.customers",
    "opora.tickets",
    "opora.clocks",
    "opora.quality",
    "opora.channels",
    "opora.notify",
    "opora.reports",
    "opora.api",
    "opora.web",
    "opora.config.apps.Config",
]
MIDDLEWARE = [
    "opora.web.security.SecurityHeaders",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "opora.web.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "opora.web.desk.CurrentDesk",
]
ROOT_URLCONF = "opora.config.urls"
WSGI_APPLICATION = "opora.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "opora.web.context.page",
            ],
            "builtins": ["opora.web.templatetags.opora"],
        },
    }
]

# --- Database: one PostgreSQL, two roles (docs/adr/platform-row-level-security.md) -----------------------------------
_database = env.url("DATABASE_URL", "", ("postgres", "postgresql"))
OWNER = env.flag("OPORA_AS_OWNER", False)  # set by `opora migrate`: connect as the owner of the tables
APP_ROLE = "opora_app"
if _database is None:
    from opora.toolkit import postgres

    _name, _user, _password = "opora", ("postgres" if OWNER else APP_ROLE), ""
    _host, _port = str(postgres.socket_folder(DATA)), ""
    _role = None
else:
    _name, _user, _password = (
        _database.path.lstrip("/"),
        unquote(_database.username or ""),
        unquote(_database.password or ""),
    )
    _host, _port = _database.hostname or "", str(_database.port or "")
    _role = None if OWNER else APP_ROLE
EMBEDDED = _database is None
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _name,
        "USER": _user,
        "PASSWORD": _password,
        "HOST": _host,
        "PORT": _port,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 10,
            "options": "-c statement_timeout=10s -c idle_in_transaction_session_timeout=30s"
            + (f" -c role={_role}" if _role else ""),
        },
        "TEST": {"NAME": f"test_{_name}"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_ON_APP_READY = "opora.config.queue.on_app_ready"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "desks.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "opora.desks.models.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login": "20/m/ip",
    "login_failed": "10/m/ip,5/m/key",
    "request_login_code": "20/m/ip,3/h/key",
    "change_password": "5/m/user",
    "join": "10/m/ip,3/h/key",
}
ACCOUNT_ADAPTER = "opora.web.accounts.adapter.Adapter"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _url.scheme == "https"
CSRF_COOKIE_HTTPONLY = False

# --- Words and time -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Moscow"
LOCALE_PATHS: list[str] = []

# --- Counters of the rate limits: one folder for all web processes of a machine ------------------------------------
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 10000},
    }
}

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
FILES = DATA / "files"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(FILES)}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

# --- Browser --------------------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
USE_X_FORWARDED_HOST = False
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"outages": {"()": "opora.config.outage.OneLineOutages"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["outages"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "psycopg.pool": {"level": "ERROR"},
        "mail.log": {"level": "ERROR"},
        "uvicorn.error": {"level": "WARNING"},
    },
}
