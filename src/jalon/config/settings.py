"""Django settings. What an installation may change is in `environment.py`; the rest is decided here."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from jalon.config.environment import environment
from jalon.core.accounts import LOCK_OUT
from jalon.core.logs import logging_config
from jalon.core.swap import resume as resume_restore

JALON = environment()
resume_restore(JALON.var_dir)  # a restore that was killed half-way is finished before anything is opened

SECRET_KEY = JALON.key()
DEBUG = JALON.debug
ALLOWED_HOSTS = JALON.hosts
ROOT_URLCONF = "jalon.config.urls"
WSGI_APPLICATION = "jalon.config.wsgi.application"
DATABASES = {"default": JALON.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "jalon.ui",  # before allauth: its sign-in pages are replaced by ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "jalon.core",
    "jalon.plans",
    "jalon.commitments",
    "jalon.evaluation",
    "jalon.reporting",
    "jalon.publication",
    "jalon.portal",
    "jalon.reports",
    "jalon.office",
]

MIDDLEWARE = [
    "jalon.core.request_id.RequestId",
    "jalon.config.observe.Observe",
    "jalon.config.rooms.ServedRooms",
    "jalon.core.headers.PermissionsPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Public pages are answered from here when they are known: nothing below runs, no session, no database.
    "jalon.portal.cache.PublicPageCache",
    # Above all that may refuse, so that a refusal too carries the policy and says what happened.
    "csp.middleware.CSPMiddleware",
    "jalon.ui.errors.ErrorPages",
    "jalon.core.body_limit.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # Partials outermost, cotton innermost: both rewrite the loaders, so they are named here by hand.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "jalon.core.accounts.adapter.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Sign-in: by invitation only, by address, with a second factor for who binds a body (jalon.core.accounts).
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = JALON.mail_from
ACCOUNT_ADAPTER = "jalon.core.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation reached the address: it is verified
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Jalon : "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip", "reset_password": "10/m/ip,5/h/key"}
MFA_ADAPTER = "jalon.core.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Jalon"
MFA_FORMS = {
    "authenticate": "jalon.core.accounts.forms.CodeForm",
    "reauthenticate": "jalon.core.accounts.forms.ReauthenticateCodeForm",
    "add_webauthn": "jalon.core.accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "jalon.core.accounts.forms.AuthenticatePasskeyForm",
    "login_webauthn": "jalon.core.accounts.forms.LoginPasskeyForm",
    "reauthenticate_webauthn": "jalon.core.accounts.forms.ReauthenticatePasskeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no address of ours is unverified; accounts of the command line have no proof
# Browsers give passkeys to https, and to http://localhost, never to http://127.0.0.1: origins are always checked.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = LOCK_OUT
# Account and address together: a stranger elsewhere cannot lock a person out by guessing.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "jalon.core.limits.sign_in_name"
AXES_CLIENT_IP_CALLABLE = "jalon.core.limits.client_address"
AXES_LOCKOUT_CALLABLE = "jalon.core.limits.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("français")), ("en", _("anglais"))]
# Our own words before Django's: the French catalogue gives every message of the code back unchanged.
LOCALE_PATHS = [
    Path(__file__).resolve().parent.parent / room / "locale" for room in ("ui", "config", "facts", "exchange")
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = JALON.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = JALON.var_dir / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = (
    True  # pages name files by their hash: the plain copies would be compressed for nobody
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Limits are counted in the database: memory of one's own would count for each worker apart.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}
if JALON.rooms == "portal":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = logging_config(as_json=JALON.log_json, debug=JALON.debug)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_HTTPS = JALON.base_url.startswith("https://")
SECURE_SSL_REDIRECT = False  # the proxy does it: the server only listens on loopback
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if JALON.trusted_proxies else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 10
CSRF_FAILURE_VIEW = "jalon.ui.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [JALON.base_url]
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the other names of the domain are not ours to bind to HTTPS
    "security.W008",  # the proxy redirects to HTTPS: the server listens on loopback only
    "security.W021",  # nor is the preload list
]
