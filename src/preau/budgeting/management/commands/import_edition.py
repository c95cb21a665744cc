"""``./preau import-edition --name … --pb FILES… [--zones GEOJSON]``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from preau.accounts.models import Membership, Role, User
from preau.kernel.text import slug
from preau.tenancy.models import Domain, Site
from preau.tenancy.scope import speaking_for

from ...imports import ImportRefused, ImportReport, import_edition


class Command(BaseCommand):
    help = "Fait d’une édition réelle (fichiers .pb, contours GeoJSON) une démarche complète."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="nom de l’édition")
        parser.add_argument("--pb", required=True, nargs="+", type=Path, help="fichiers .pb[.gz]")
        parser.add_argument("--zones", type=Path, help="contours des quartiers (GeoJSON)")
        parser.add_argument("--site", help="site existant (identifiant) ; sinon un site à ce nom")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            # The site too belongs to the whole: a refused import leaves nothing behind.
            with transaction.atomic():
                site = self._site(options["site"], options["name"])
                self._import(site, options)
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _import(self, site: Site, options: dict[str, Any]) -> None:
        with speaking_for(site, "fr"):
            report = import_edition(
                name=options["name"],
                files=options["pb"],
                zones_file=options["zones"],
                actor=self._owner(site),
            )
            self._print(site, report)

    def _site(self, wanted: str | None, name: str) -> Site:
        if wanted:
            found = Site.objects.filter(slug=wanted).first()
            if found is None:
                raise CommandError(f"Aucun site « {wanted} ».")
            return found
        site, created = Site.objects.get_or_create(slug=slug(name)[:50], defaults={"name": name})
        if created:
            Domain.objects.create(site=site, host=f"{site.slug}.localhost", is_canonical=True)
        return site

    def _owner(self, site: Site) -> User:
        held = Membership.objects.filter(role=Role.ADMINISTRATOR, process_id=None).first()
        if held is not None:
            return held.user
        owner = User.objects.create(
            email=f"import@{site.slug}.localhost", first_name="Import", last_name="des données"
        )
        Membership.objects.create(user=owner, role=Role.ADMINISTRATOR)
        return owner

    def _print(self, site: Site, report: ImportReport) -> None:
        for line in report.skipped:
            self.stdout.write(line)
        for one in report.contests:
            agreed = {None: "pas de lauréats publiés", True: "lauréats officiels retrouvés"}.get(
                one.same_as_published, "LAURÉATS DIFFÉRENTS de ceux du fichier"
            )
            self.stdout.write(
                f"{one.title} : {one.options} projets, {one.ballots} bulletins,"
                f" {one.winners} lauréats ; {agreed}."
            )
            for remark in one.remarks:
                self.stdout.write(f"  – {remark}")
        address = f"{site.base_url}/demarches/{report.process.slug}/"
        self.stdout.write(self.style.SUCCESS(f"À voir : {address}"))
