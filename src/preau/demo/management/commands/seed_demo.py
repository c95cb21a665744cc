"""``./preau seed``: fill the demonstration cities."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ...seeding import seed


class Command(BaseCommand):
    help = "Fait vivre les villes de démonstration ; lancée deux fois, elle ne change rien."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PREAU_DEMO:
            raise CommandError("Les villes de démonstration n’existent qu’en mode démonstration.")
        start = time.monotonic()
        chapters = 0
        for chapter in seed():
            chapters += 1
            if options["verbosity"] > 1:
                self.stdout.write(f"{time.monotonic() - start:6.1f} s  {chapter}")
        said = f"{chapters} chapitres écrits" if chapters else "Rien à faire : tout est déjà là"
        self.stdout.write(f"{said} ({time.monotonic() - start:.1f} s).")
