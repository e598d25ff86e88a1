# SPDX-License-Identifier: EUPL-1.2
"""Django settings of both modes; everything that differs by installation comes from `env`."""

from tinhso.config import demo, env, https
from tinhso.config.database import database_settings

DEMO = env.MODE == "demo"
DEBUG = env.DEBUG
SECRET_KEY = env.SECRET_KEY or (env.secret_from_file(env.VAR / "secret_key") if DEMO else "")
ALLOWED_HOSTS = env.HOSTS
BASE_URL = env.BASE_URL

INSTALLED_APPS = [
    "tinhso.kernel.events",
    "tinhso.kernel.registry",
    "tinhso.kernel.calendar",
    "tinhso.kernel.identity",
    "tinhso.kernel.documents",
    "tinhso.kernel.casework",
    "tinhso.kernel.exchange",
    "tinhso.kernel.indicators",
    "tinhso.modules.onestop",
    "tinhso.modules.scorecards",
    "tinhso.modules.plans",
    "tinhso.modules.security",
    "tinhso.faces.ui",
    "tinhso.faces.portal",
    "tinhso.faces.desk",
    "tinhso.faces.ops",
    "tinhso.faces.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "tinhso.faces.ui.proxies.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tinhso.faces.ui.middleware.CompressedPages",
    "tinhso.faces.ui.middleware.SecurityHeaders",
    "tinhso.faces.ui.doors.Doors",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tinhso.faces.ui.middleware.VietnameseFirst",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tinhso.faces.ui.waiting_room.WaitingRoom",
    "allauth.account.middleware.AccountMiddleware",
    "tinhso.faces.ui.doors.IdleSessions",
    "tinhso.faces.ui.middleware.HouseErrors",
    "tinhso.faces.ui.middleware.SecretsForOfficers",
]

ROOT_URLCONF = "tinhso.config.urls"
WSGI_APPLICATION = "tinhso.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tinhso.faces.ui.context.house",
            ],
        },
    }
]

DATABASES = {"default": database_settings()}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "house_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [env.REPOSITORY / "src" / "tinhso" / "faces" / face / "locale" for face in ("ui", "desk", "ops")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = env.VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["tinhso.faces.ui.signin.OfficerBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "portal:sign_in"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tinhso.faces.ui.signin.OfficerAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.BASE_URL.startswith("https://") else 0
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
SOCIALACCOUNT_ADAPTER = "tinhso.faces.ui.signin.CitizenAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "eid",
                "name": "Định danh điện tử",
                "client_id": env.OIDC_CLIENT_ID,
                "secret": env.OIDC_CLIENT_SECRET
                or (demo.oidc_client_secret(env.VAR, env.OIDC_CLIENT_ID) if DEMO else ""),
                "settings": {"server_url": env.OIDC_ISSUER, "token_auth_method": "client_secret_basic"},
            }
        ],
    }
}
MFA_ADAPTER = "tinhso.faces.ui.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = f"Tỉnh Số {env.PROVINCE_NAME}"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tinhso.faces.ui.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
globals().update(https.settings_for(env.BASE_URL))
X_FRAME_OPTIONS = "DENY"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = env.SMTP_HOST, env.SMTP_PORT
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS = env.SMTP_USER, env.SMTP_PASSWORD, env.SMTP_TLS
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.MAIL_FROM

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}

TINHSO_VAR = env.VAR
TINHSO_PROVINCE = env.PROVINCE
TINHSO_UPLOAD_LIMIT_BYTES = env.UPLOAD_LIMIT_MB * 1_048_576
