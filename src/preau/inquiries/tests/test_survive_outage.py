"""The pages that stay when the application is down: whole, dated, the file only once it opens."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from preau.inquiries.dossier import add_version
from preau.inquiries.fallback import folder_of, write_all
from preau.inquiries.models import Inquiry
from preau.inquiries.procedure import prolong
from preau.kernel import clock

from .test_take_part import pdf_of
from .world import CLOSES, DURING, OPENS, commissioner


def test_keep_pages_current(inquiry: Inquiry, cast: Any, settings: Any, tmp_path: Path) -> None:
    settings.PREAU_FALLBACK = str(tmp_path / "kept")
    piece = inquiry.pieces.all()[0]
    piece.inquiry = inquiry
    with clock.stopped(OPENS - timedelta(days=1)):
        version = add_version(piece=piece, upload=pdf_of("Le plan."), actor=cast.odile)
        assert write_all() == 1
        assert write_all() == 0
    folder = folder_of(inquiry)
    assert folder == tmp_path / "kept" / "testserver" / "demarches" / "plu" / "enquete" / "enquete"
    before = (folder / "index.html").read_text()
    assert "Mairie, 1 place du Marché" in before
    assert list(folder.glob("*.pdf")) == []
    with clock.stopped(DURING):
        assert write_all() == 1
        (file,) = folder.glob("*.pdf")
        assert hashlib.sha256(file.read_bytes()).hexdigest() == version.document.sha256
        page = (folder / "index.html").read_text()
        assert f'href="{file.name}"' in page
        assert "<script" not in page
        longer = CLOSES + timedelta(days=7)
        prolong(inquiry=inquiry, closes_at=longer, reason="Panne", actor=commissioner())
        assert write_all() == 1
    assert "11\u00a0juin" in (folder / "index.html").read_text()
    assert [one.name for one in folder.glob(".*")] == []


def test_write_nothing_unset(inquiry: Inquiry, settings: Any) -> None:
    settings.PREAU_FALLBACK = ""
    assert write_all() == 0
    with pytest.raises(CommandError):
        call_command("inquiry_fallback")
