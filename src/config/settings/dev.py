"""The demo and the developer's machine, as ``./preau run`` starts them."""

from .base import *  # noqa: F403
from .base import PREAU_DEMO, env

PREAU_OPERATOR_HOST = env.str("PREAU_OPERATOR_HOST", "operateur.localhost")
DEBUG = env.bool("PREAU_DEBUG", False)
PREAU_SCHEME = env.str("PREAU_SCHEME", "http")
PREAU_PORT_SUFFIX = env.str("PREAU_PORT_SUFFIX", ":8000")
# Nothing leaves the demo: a mail's row is its letter box, read at /_courrier/.
if PREAU_DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
