"""How settings read the environment: typed, with errors that say what to do."""

import contextlib
import secrets
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

SQLITE_OPTIONS = {
    # Writers queue instead of meeting "database is locked" halfway through a transaction.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
}


def needed_in_production(env: Env, name: str) -> str:
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: production has no default for it.")
    return value


def one_of(env: Env, name: str, allowed: tuple[str, ...]) -> str:
    """The value of ``name``, the first of ``allowed`` when it is not set; anything else stops the start."""
    value: str = env.str(name, default=allowed[0])
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; use {', '.join(allowed)}.")
    return value


def place(env: Env, name: str, default: Path) -> Path:
    """A file or folder. An empty value is none: else the keys would lie in the folder of whoever started it."""
    return Path(env.str(name, default="") or default).resolve()


def embedded_secret(data_dir: Path) -> str:
    """The signing secret of an embedded installation: made once, kept beside its databases."""
    where = data_dir / "secret.txt"
    if not where.exists():
        where.parent.mkdir(parents=True, exist_ok=True)
        draft = where.with_name(f"{where.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        # Two first starts at once: one link wins, both read the same secret.
        with contextlib.suppress(FileExistsError):
            where.hardlink_to(draft)
        draft.unlink()
    return where.read_text().strip()


def database(env: Env, name: str, file: Path) -> dict[str, object]:
    """The database of a URL; without one, an SQLite file."""
    url = env.str(name, default="")
    return _from_url(env, url) if url else _sqlite(file, env)


def sibling_database(env: Env, name: str, file: Path) -> dict[str, object]:
    """``keys`` and ``ledger``: an own URL, else beside ``DATABASE_URL`` as ``<name>_keys``."""
    url = env.str(name, default="")
    main = env.str("DATABASE_URL", default="")
    if not url and main:
        parts = urlsplit(main)
        url = urlunsplit(parts._replace(path=f"{parts.path}_{file.stem}"))
    return _from_url(env, url) if url else _sqlite(file, env)


def _from_url(env: Env, url: str) -> dict[str, object]:
    found: dict[str, object] = env.db_url_config(url)
    if "postgresql" not in str(found["ENGINE"]):
        raise ImproperlyConfigured("DATABASE_URL must be postgres://; leave it out for SQLite.")
    found["CONN_MAX_AGE"] = 600
    found["CONN_HEALTH_CHECKS"] = True
    found["TEST"] = {"NAME": f"test_{found['NAME']}{env.str('ARGUS_TEST_SUFFIX', default='')}"}
    return found


def _sqlite(file: Path, env: Env) -> dict[str, object]:
    file.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": dict(SQLITE_OPTIONS),
        "TEST": {
            "NAME": file.parent / f"test_{env.str('ARGUS_TEST_SUFFIX', default='')}{file.name}"
        },
    }


STRICT_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}

DEMO_DOMAINS = ["riverbend.example"]  # the invented agency's mailboxes
#: The push services of Chrome and Edge, Firefox, Safari, and older Windows.
PUSH_SERVICES = [
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "*.push.apple.com",
    "*.notify.windows.com",
]


def oauth_server(base_url: str) -> dict[str, object]:
    """The OAuth 2.0 server with every rule of the best current practice (RFC 9700) switched on."""
    return {
        "OAUTH2_VALIDATOR_CLASS": "trust.doors.oauth.Validator",
        "SCOPES_BACKEND_CLASS": "trust.doors.oauth.RoleScopes",
        "ACCESS_TOKEN_GENERATOR": "trust.doors.oauth.access_token",
        "REFRESH_TOKEN_GENERATOR": "trust.doors.oauth.refresh_token",
        "ACCESS_TOKEN_EXPIRE_SECONDS": 300,
        "REFRESH_TOKEN_EXPIRE_SECONDS": 8 * 3600,
        "REFRESH_TOKEN_REUSE_PROTECTION": True,
        "ROTATE_REFRESH_TOKEN": True,
        "PKCE_REQUIRED": True,
        "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
        "OIDC_ISS_ENDPOINT": base_url,
        "OAUTH2_RESPONSE_TYPES_SUPPORTED": ["code"],
        "OAUTH2_GRANT_TYPES_SUPPORTED": [
            "authorization_code",
            "client_credentials",
            "refresh_token",
        ],
        "OAUTH2_TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED": [
            "client_secret_basic",
            "client_secret_post",
            "none",
        ],
    } | {
        f"COMPLIANT_BCP_RFC9700_{rule}": True
        for rule in (
            "IMPLICIT_GRANT",
            "PASSWORD_GRANT",
            "PKCE_METHOD",
            "ACCESS_TOKEN_TRANSPORT",
            "AUTHZ_RESPONSE_ISS",
            "TOKEN_STORAGE",
            "REFRESH_TOKEN",
            "REDIRECT_URI_SCHEME",
            "REDIRECT_URI_MATCHING",
            "PKCE_REQUIRED",
        )
    }
