"""Every file that a stylesheet or a page names exists, as a real installation collects them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command


def test_collect_static_as_served(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
