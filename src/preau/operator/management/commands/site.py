"""``./preau site create|operator|list|suspend|resume|export|archive|import|delete``."""

from __future__ import annotations

import json
from getpass import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError, CommandParser

from preau.tenancy.models import Domain, Site
from preau.tenancy.scope import speaking_for

from ...archive.writing import archive_site
from ...models import Operator
from ...portability.arriving import ArrivalRefused, import_site
from ...portability.leaving import export_site
from ...portability.tables import NeedsRole
from ...sites import NewSite, SiteRefused, change_state, create_site, delete_site
from ...starters import furnish, starters

_NEEDS_ROLE = (
    "PostgreSQL ne laisse pas ce rôle remettre des lignes telles qu’elles étaient. "
    "En superutilisateur :\n"
    "  GRANT SET ON PARAMETER session_replication_role TO <rôle propriétaire>"
)


class Command(BaseCommand):
    help = "Crée, liste, suspend, exporte, importe ou supprime le site d’une collectivité."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="crée un site prêt à l’emploi")
        create.add_argument("name", help="nom du site (« Participer à Saint-Aubin »)")
        create.add_argument("--slug", default="", help="identifiant ; tiré du nom sinon")
        create.add_argument("--host", action="append", default=[], help="adresse ; répétable")
        create.add_argument("--admin", default="", metavar="E-MAIL", help="première personne")
        create.add_argument("--authority", default="la Ville", help="qui parle : « la commune »…")
        create.add_argument("--brand", default="#1D4F91", help="couleur (#RRVVBB)")
        create.add_argument("--phone", default="", help="téléphone affiché")
        create.add_argument(
            "--starter", default="vide", help="ce qu’il contient : vide, participation"
        )
        keeper = verbs.add_parser("operator", help="ouvre la console de la plateforme à quelqu’un")
        keeper.add_argument("email")
        keeper.add_argument("--name", default="", help="nom que liront les collectivités")
        listing = verbs.add_parser("list", help="liste les sites")
        listing.add_argument("--json", action="store_true")
        for verb, words in (
            ("suspend", "ferme les adresses du site ; rien n’est perdu"),
            ("resume", "rouvre un site suspendu"),
        ):
            verbs.add_parser(verb, help=words).add_argument("slug")
        export = verbs.add_parser("export", help="écrit tout le site dans un fichier")
        export.add_argument("slug")
        export.add_argument("file", nargs="?", type=Path, help="<slug>.preau.zip sinon")
        archive = verbs.add_parser("archive", help="écrit le site en pages lisibles sans serveur")
        archive.add_argument("site", help="identifiant ou adresse")
        archive.add_argument("--to", type=Path, required=True, help="dossier, ou fichier .zip")
        arrive = verbs.add_parser("import", help="fait entrer un site exporté")
        arrive.add_argument("file", type=Path)
        arrive.add_argument("--slug", default="")
        arrive.add_argument("--host", action="append", default=[])
        delete = verbs.add_parser("delete", help="efface un site ; un certificat reste")
        delete.add_argument("slug")
        delete.add_argument("--confirm", default="", metavar="SLUG", help="l’identifiant, redit")

    def handle(self, *args: Any, **options: Any) -> None:
        verb = options["verb"]
        try:
            getattr(self, f"_{verb}")(options)
        except (SiteRefused, ArrivalRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
        except NeedsRole as refusal:
            raise CommandError(_NEEDS_ROLE) from refusal

    def _create(self, options: dict[str, Any]) -> None:
        site = create_site(
            NewSite(
                name=options["name"],
                slug=options["slug"],
                hosts=tuple(options["host"]),
                administrator=options["admin"],
                authority=options["authority"],
                brand=options["brand"],
                phone=options["phone"],
            )
        )
        self.stdout.write(f"{site.slug}  {site.base_url}")

        if options["starter"] not in starters:
            known = ", ".join(code for code, _one in starters.items())
            raise CommandError(f"Aucun départ « {options['starter']} ». Il y a : {known}.")
        with speaking_for(site):
            furnish(site, options["starter"])

    def _operator(self, options: dict[str, Any]) -> None:
        """The password is asked, never given as an argument: arguments are seen by all."""
        email = options["email"].strip().lower()
        first, second = getpass("Mot de passe : "), getpass("Encore : ")
        if first != second or len(first) < 12:
            raise CommandError("Deux fois le même mot de passe, de douze signes au moins.")
        Operator.objects.update_or_create(
            email=email,
            defaults={"name": options["name"] or email, "password": make_password(first)},
        )
        self.stdout.write(f"{email} entre dans la console : {settings.PREAU_OPERATOR_HOST}")

    def _list(self, options: dict[str, Any]) -> None:
        sites = Site.objects.order_by("slug").prefetch_related("domains")
        rows = [
            {
                "slug": site.slug,
                "name": site.name,
                "state": site.state,
                "hosts": [one.host for one in site.domains.all()],
                "created_at": site.created_at.isoformat(),
            }
            for site in sites
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(
                f"{row['slug']:24} {row['state']:10} {', '.join(row['hosts'])}  {row['name']}"
            )

    def _suspend(self, options: dict[str, Any]) -> None:
        change_state(self._site(options), Site.State.SUSPENDED)
        self.stdout.write(f"{options['slug']} : suspendu")

    def _resume(self, options: dict[str, Any]) -> None:
        change_state(self._site(options), Site.State.ACTIVE)
        self.stdout.write(f"{options['slug']} : actif")

    def _export(self, options: dict[str, Any]) -> None:
        site = self._site(options)
        path = options["file"] or Path(f"{site.slug}.preau.zip")
        if not path.parent.is_dir():
            raise CommandError(f"Le dossier {path.parent} n’existe pas.")
        manifest = export_site(site, path)
        rows = sum(one["rows"] for one in manifest["tables"].values())
        self.stdout.write(f"{path}  {rows} lignes, {len(manifest['files'])} fichiers")

    def _archive(self, options: dict[str, Any]) -> None:
        named = options["site"]
        holder = Domain.objects.select_related("site").filter(host=named).first()
        site = holder.site if holder else self._site({"slug": named})
        if not options["to"].parent.is_dir():
            raise CommandError(f"Le dossier {options['to'].parent} n’existe pas.")
        made = archive_site(site, options["to"])
        others = len(made.kept) - len(made.pages)
        self.stdout.write(f"{options['to']}  {len(made.pages)} pages, {others} autres fichiers")

    def _import(self, options: dict[str, Any]) -> None:
        if not options["file"].is_file():
            raise CommandError(f"Le fichier {options['file']} n’existe pas.")
        site = import_site(options["file"], slug=options["slug"], hosts=tuple(options["host"]))
        self.stdout.write(f"{site.slug}  {site.base_url}")

    def _delete(self, options: dict[str, Any]) -> None:
        site = self._site(options)
        if options["confirm"] != site.slug:
            raise CommandError(
                f"Tout le site « {site.name} » sera effacé, sans retour. Exportez-le d’abord, "
                f"puis redites son identifiant : --confirm {site.slug}"
            )
        certificate = delete_site(site)
        rows = sum(certificate.rows.values())
        self.stdout.write(
            f"certificat n° {certificate.pk} : {site.slug}, {rows} lignes et "
            f"{certificate.files} fichiers effacés"
        )

    def _site(self, options: dict[str, Any]) -> Site:
        site = Site.objects.filter(slug=options["slug"]).first()
        if site is None:
            known = ", ".join(Site.objects.order_by("slug").values_list("slug", flat=True)[:20])
            raise CommandError(f"Aucun site « {options['slug']} ». Il y a : {known or '—'}.")
        return site
