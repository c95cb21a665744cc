"""A job that waits already is not asked twice, and the act that asked goes on."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from preau.lots.tasks import work_at_lot
from preau.tenancy.jobs import ask_once
from preau.tenancy.models import Site


def test_ask_once(site: Any) -> None:
    job = work_at_lot.configure(queueing_lock="one and the same")
    with transaction.atomic():
        assert ask_once(job, lot_id=1)
        assert not ask_once(job, lot_id=1)
        assert Site.objects.filter(pk=site.pk).exists()  # the transaction still answers
    assert ask_once(work_at_lot.configure(queueing_lock="another"), lot_id=1)
    waiting = ProcrastinateJob.objects.filter(args__site_id=site.pk, args__lot_id=1)
    assert waiting.count() == 2
