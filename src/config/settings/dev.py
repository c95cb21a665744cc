"""The demo and the developer's machine, as ``./preau run`` starts them."""

from .base import *  # noqa: F403
from .base import PREAU_DEMO, env

DEBUG = env.bool("PREAU_DEBUG", False)
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
