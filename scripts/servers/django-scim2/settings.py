"""Settings of the project: a database in memory, and django-scim2 as it comes."""

SECRET_KEY = "of a server on loopback"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django_scim", "people"]
AUTH_USER_MODEL = "people.User"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Tables are made at the start, without migrations.
MIGRATION_MODULES = {"auth": None, "contenttypes": None}
MIDDLEWARE = ["people.signed_in"]
ROOT_URLCONF = "people.urls"
# Quick ones, as nobody's password is in it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
USE_TZ = True
LOGGING_CONFIG = None
SCIM_SERVICE_PROVIDER = {
    "SCHEME": "http",
    "NETLOC": "127.0.0.1",
    "AUTHENTICATION_SCHEMES": [
        {"type": "oauthbearertoken", "name": "OAuth Bearer Token", "description": "A bearer token"}
    ],
    "USER_ADAPTER": "people.models.UserAdapter",
    "GROUP_MODEL": "people.models.Group",
    "GROUP_ADAPTER": "people.models.GroupAdapter",
    "GET_EXTRA_MODEL_FILTER_KWARGS_GETTER": "people.models.of_tenant",
}
