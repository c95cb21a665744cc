"""Tests: real PostgreSQL, mail kept in memory, files in a temporary folder."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("PREAU_SECRET_KEY", "only-for-tests")
os.environ.setdefault("DATABASE_URL", "postgresql:///preau")
os.environ.setdefault("DATABASE_OWNER_URL", "postgresql:///preau")

from .base import *  # noqa: F403

PREAU_DEMO = True
PREAU_OPERATOR_HOST = "operateur.test"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="preau-media-"))
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
