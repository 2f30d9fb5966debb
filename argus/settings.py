"""One settings file. Values come from the environment; nonsense stops the start.

``ARGUS_MODE`` is ``demo`` (default: embedded, nothing needed), ``test`` or ``production``.
``ARGUS_FACE`` is ``portal`` (default) or ``quiet`` (public pages: no session, no cookie, no log).
"""

import datetime as dt
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from argus import crisis
from argus.configuration import (
    DEMO_DOMAINS,
    PUSH_SERVICES,
    STRICT_POLICY,
    database,
    embedded_secret,
    needed_in_production,
    oauth_server,
    one_of,
    place,
    sibling_database,
)

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

MODE = one_of(env, "ARGUS_MODE", ("demo", "test", "production"))
FACE = one_of(env, "ARGUS_FACE", ("portal", "quiet"))
PRODUCTION = MODE == "production"

DEBUG = False
ARGUS_DATA_DIR = place(env, "ARGUS_DATA_DIR", BASE_DIR / "var")
ARGUS_KEY_FILE = place(env, "ARGUS_KEY_FILE", ARGUS_DATA_DIR / "argus.key")
ARGUS_MAKE_KEY_FILE = not PRODUCTION
ARGUS_WITNESS_FILE = ARGUS_DATA_DIR / "witness.jsonl"
ARGUS_TOMBSTONE_FILE = ARGUS_DATA_DIR / "tombstones.jsonl"
SECRET_KEY = (
    needed_in_production(env, "SECRET_KEY") if PRODUCTION else embedded_secret(ARGUS_DATA_DIR)
)
BASE_URL = env.str("ARGUS_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ARGUS_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
if PRODUCTION:
    ALLOWED_HOSTS = needed_in_production(env, "ARGUS_HOSTS").split(",")
CSRF_TRUSTED_ORIGINS = env.list("ARGUS_TRUSTED_ORIGINS", default=[])

# --- databases: three, so that each can have its own owner and its own backups -------------------

DATABASES = {
    "default": database(env, "DATABASE_URL", ARGUS_DATA_DIR / "argus.sqlite3"),
    "keys": sibling_database(env, "KEYS_DATABASE_URL", ARGUS_DATA_DIR / "keys.sqlite3"),
    "ledger": sibling_database(env, "LEDGER_DATABASE_URL", ARGUS_DATA_DIR / "ledger.sqlite3"),
}
DATABASE_ROUTERS = ["trust.routers.ByModel"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- applications --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "argus.apps.ArgusConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "auditlog",
    "rest_framework_simplejwt",
    "oauth2_provider",
    "graphene_django",
    "django_celery_beat",
    "csp",
    "import_export",
    "agency",
    "trust",
    "wellness",
    "peersupport",
    "resources",
    "intake",
]
if FACE == "quiet":  # nobody signs in here, so nothing of it is loaded
    NOT_HERE = ("allauth", "django.contrib.admin", "import_export")
    INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(NOT_HERE)]
AUTH_USER_MODEL = "agency.User"
ROOT_URLCONF = "argus.urls" if FACE == "portal" else "argus.quiet_urls"
WSGI_APPLICATION = "argus.wsgi.application"

PORTAL_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "trust.doors.web.SafeHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "trust.doors.gate.IdleLogOff",
    "trust.doors.gate.ActiveRole",
    "trust.doors.gate.Walls",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]
QUIET_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "trust.doors.web.SafeHeaders",
    "trust.doors.web.LanguageOfBrowser",
    "django.middleware.common.CommonMiddleware",
]
MIDDLEWARE = PORTAL_MIDDLEWARE if FACE == "portal" else QUIET_MIDDLEWARE

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                *(
                    [
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                    if FACE == "portal"
                    else []
                ),
                "argus.context.house" if FACE == "portal" else "argus.quiet_context.house",
            ]
        },
    }
]
FORM_RENDERER = "trust.doors.forms.ArgusRenderer"

# --- sign-in -------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = (
    ["allauth.account.auth_backends.AuthenticationBackend"] if FACE == "portal" else []
)
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "argus.accounts.AccountAdapter"
MFA_ADAPTER = "argus.accounts.MfaAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the roster; nobody confirms them by mail
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Argus"
# Every role but the officer's own asks for a code or a passkey; a demo may be walked through without.
MFA_FOR_ROLES = env.bool("ARGUS_MFA_FOR_ROLES", default=PRODUCTION)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
IDLE_LOG_OFF_SECONDS = env.int("ARGUS_IDLE_SECONDS", default=900)
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# --- web -----------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "no-referrer" if FACE == "quiet" else "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": STRICT_POLICY}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
STATIC_URL = "static/"
STATIC_ROOT = place(env, "ARGUS_STATIC_ROOT", ARGUS_DATA_DIR / "static")
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about an absent folder
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
WHITENOISE_USE_FINDERS, WHITENOISE_AUTOREFRESH = not PRODUCTION, False
MEDIA_ROOT = ARGUS_DATA_DIR / "media"

# --- language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
AGENCY_TIME_ZONE = env.str("ARGUS_TIME_ZONE", default="America/New_York")

# --- the agency's own words and numbers ----------------------------------------------------------

AGENCY_NAME = env.str("ARGUS_AGENCY_NAME", default="Argus")
POLICY_PACK = env.str("ARGUS_POLICY_PACK", default="US")
ANSWER_MINUTES = env.int("ARGUS_ANSWER_MINUTES", default=0)  # 0: the number of the policy pack
ALLOWED_LEVELS = env.list(
    "ARGUS_LEVELS", default=["SELF_ONLY", "PEER_SUPPORT", "SUPERVISOR", "COMMAND", "FULL"]
)
LEAVE_URL = env.str("ARGUS_LEAVE_URL", default="https://www.weather.gov/")
PEER_LINE = env.str("ARGUS_PEER_LINE", default="555-0100")
TEAM_PHONE = env.str("ARGUS_TEAM_PHONE", default=PEER_LINE)  # where providers reach a coordinator
# Another country or agency names its own lines: [{"label": …, "href": "tel:…", "detail": …}].
CRISIS_LINES = env.json("ARGUS_CRISIS_LINES", default=crisis.lines(PEER_LINE))
EXPOSURE_LANE = one_of(env, "ARGUS_EXPOSURE_LANE", ("opt_in", "duty_of_care"))
NEMSIS_XSD_DIR = env.str("NEMSIS_XSD_DIR", default="")

# --- libraries -----------------------------------------------------------------------------------

GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
AUDITLOG_DISABLE_REMOTE_ADDR = True
AUDITLOG_INCLUDE_ALL_MODELS = False
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # grants are read in trust.rules; no backend may answer has_perm
    "security.W002",  # frame-ancestors of the content policy says the same, on every page
]
ARGUS_TOKEN_KEY = env.int("ARGUS_TOKEN_KEY", default=1)  # raise it to start a new key pair
SIMPLE_JWT = {
    "ALGORITHM": "EdDSA",
    "SIGNING_KEY": "",  # trust.doors.tokens brings the keys; SECRET_KEY never signs a token
    "ISSUER": BASE_URL,
    "AUDIENCE": f"{BASE_URL}/graphql/",
    "ACCESS_TOKEN_LIFETIME": dt.timedelta(minutes=5),
    "AUTH_TOKEN_CLASSES": ("trust.doors.tokens.SessionToken",),
    "TOKEN_TYPE_CLAIM": "token_use",
    "USER_ID_CLAIM": "sub",
}
OAUTH2_PROVIDER = oauth_server(BASE_URL)
GRAPHENE = {"SCHEMA": "argus.schema.schema", "SCHEMA_OUTPUT": "docs/schema.graphql"}
GRAPHQL_INTROSPECTION = env.bool("GRAPHQL_INTROSPECTION", default=not PRODUCTION)
GRAPHQL_PERSISTED_ONLY = env.bool("GRAPHQL_PERSISTED_ONLY", default=False)
GRAPHQL_OPERATIONS = BASE_DIR / "docs" / "operations"

# --- work, mail, logs ----------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "argus"}
}
BROKER_URL = env.str("ARGUS_BROKER_URL", default=REDIS_URL)  # only a doorbell; may be empty
OUTBOX_LEASE_SECONDS = env.float("ARGUS_LEASE_SECONDS", default=120)
OUTBOX_BACKOFF_SECONDS = env.float("ARGUS_BACKOFF_SECONDS", default=5)
OUTBOX_TRIES = env.int("ARGUS_TRIES", default=8)
EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{ARGUS_DATA_DIR}/mail")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("ARGUS_MAIL_FROM", default="no-reply@localhost")
AGENCY_MAIL_DOMAINS = env.list("ARGUS_MAIL_DOMAINS", default=[] if PRODUCTION else DEMO_DOMAINS)
SMS_BACKEND = env.str("ARGUS_SMS_BACKEND", default="")  # e.g. trust.notify.sms.over_http
SMS_URL, SMS_TOKEN = (env.str(f"ARGUS_SMS_{each}", default="") for each in ("URL", "TOKEN"))
PHONE_COUNTRY = env.str("ARGUS_PHONE_COUNTRY", default="1")  # of numbers written without one
PUSH_HOSTS = env.list("ARGUS_PUSH_HOSTS", default=PUSH_SERVICES)
PUSH_CONTACT = env.str("ARGUS_PUSH_CONTACT", default=f"mailto:{DEFAULT_FROM_EMAIL}")
WITNESS_ADDRESSES = env.list("ARGUS_WITNESSES", default=[])
LOGGING_CONFIG = None
if env.str("ARGUS_QUIET_LOGS", default="") != "1":
    LOGGING_CONFIG = "argus.logs.configure"
LOGGING: dict[str, object] = {"version": 1}  # Django skips the function when this is empty
