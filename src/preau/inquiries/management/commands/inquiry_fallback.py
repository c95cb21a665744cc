"""``./preau manage inquiry_fallback``: the pages that stay when the application is down, now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from preau.inquiries.fallback import write_all
from preau.tenancy.models import Site
from preau.tenancy.scope import speaking_for


class Command(BaseCommand):
    help = "Write the file and the dates of every public inquiry as plain pages (PREAU_FALLBACK)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PREAU_FALLBACK:
            raise CommandError("PREAU_FALLBACK names no folder")
        written = 0
        for site in Site.objects.filter(state=Site.State.ACTIVE).order_by("pk"):
            with speaking_for(site):
                written += write_all()
        self.stdout.write(f"{written} pages written in {settings.PREAU_FALLBACK}")
