"""``./preau import-debate --site … --process … --title … FILE``."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from preau.tenancy.models import Site
from preau.tenancy.scope import speaking_for

from ...importing import read_debate, take_debate
from ...models import Consultation
from ...reading import Unreadable


class Command(BaseCommand):
    help = "Prend dans une consultation un débat tenu ailleurs\u00a0: articles, votes, arguments."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", required=True, help="identifiant du site")
        parser.add_argument("--process", required=True, help="adresse de la démarche")
        parser.add_argument("--title", required=True, help="titre du texte")
        parser.add_argument("file", type=Path, help="un objet JSON par ligne, .jsonl ou .jsonl.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            raw = path.read_bytes()
            words = gzip.decompress(raw) if path.suffix == ".gz" else raw
            debate = read_debate(words.decode().splitlines())
            site = Site.objects.get(slug=options["site"])
            with speaking_for(site, "fr"):
                found = Consultation.objects.select_related("step__process").get(
                    step__process__slug=options["process"]
                )
                taken = take_debate(
                    consultation=found, title=options["title"], debate=debate, actor=None
                )
        except (OSError, UnicodeDecodeError, Unreadable) as error:
            raise CommandError(str(error)) from error
        except Site.DoesNotExist as error:
            raise CommandError("Aucun site ne porte cet identifiant.") from error
        except Consultation.DoesNotExist as error:
            raise CommandError("Aucune consultation n’est à cette adresse.") from error
        self.stdout.write(
            f"{taken.passages} articles, {taken.contributions} arguments, {taken.voices} voix."
        )
