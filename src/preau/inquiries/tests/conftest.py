from __future__ import annotations

from typing import Any

import pytest

from preau.inquiries.models import Inquiry

from .world import make


@pytest.fixture
def inquiry(site: Any, cast: Any, settings: Any, tmp_path: Any) -> Inquiry:
    """A public inquiry of the code of the environment, with its commissioner."""
    settings.MEDIA_ROOT = tmp_path
    return make(cast)
