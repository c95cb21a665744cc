"""What the screens of the team and of processes write in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

TEAM_VERBS: dict[str, tuple[Any, Any]] = {
    "invited": (_("Équipe"), _("a invité %(name)s\u00a0: %(role)s (%(scope)s)")),
    "required_second_factor": (
        _("Sécurité"),
        _("a demandé la double vérification à toutes les équipes"),
    ),
    "freed_second_factor": (_("Sécurité"), _("ne demande plus la double vérification")),
    "reset_second_factor": (_("Sécurité"), _("a réinitialisé la double vérification de quelqu’un")),
    "invited_again": (_("Équipe"), _("a renvoyé une invitation")),
    "gave_role": (_("Équipe"), _("a confié à %(name)s le rôle %(role)s (%(scope)s)")),
    "saved_model": (_("Modèle"), _("a enregistré le modèle «\u00a0%(subject)s\u00a0»")),
    "dropped_model": (_("Modèle"), _("a retiré le modèle «\u00a0%(subject)s\u00a0»")),
    "described_process": (_("Réglages"), _("a changé la présentation de %(subject)s")),
    "wrote_rulebook": (
        _("Règlement"),
        _("a écrit le règlement de %(subject)s (%(count)s articles)"),
    ),
    "made_preview": (_("Aperçu"), _("a créé un lien d’aperçu de %(subject)s (%(days)s jours)")),
    "withdrew_preview": (_("Aperçu"), _("a retiré un lien d’aperçu de %(subject)s")),
    "asked_host": (_("Adresses"), _("a demandé l’adresse %(subject)s")),
    "withdrew_host": (_("Adresses"), _("a retiré la demande de l’adresse %(subject)s")),
    "accepted_host": (_("Adresses"), _("a fait répondre le site à l’adresse %(subject)s")),
    "refused_host": (_("Adresses"), _("a refusé l’adresse %(subject)s\u00a0: %(reason)s")),
    "asked_archive": (_("Plateforme"), _("a demandé une archive lisible du site")),
    "took_archive": (_("Plateforme"), _("a téléchargé une archive lisible du site")),
    "asked_visit": (_("Plateforme"), _("a demandé que %(name)s entre dans le bureau")),
    "allowed_visit": (_("Plateforme"), _("a laissé entrer %(name)s (%(hours)s heures)")),
    "refused_visit": (_("Plateforme"), _("n’a pas laissé entrer %(name)s")),
    "ended_visit": (_("Plateforme"), _("a mis fin à la visite de %(name)s")),
    "joined_network": (_("Réseau"), _("a fait entrer la collectivité dans le réseau")),
    "changed_network": (_("Réseau"), _("a changé la fiche de la collectivité dans le réseau")),
    "left_network": (_("Réseau"), _("a retiré la collectivité du réseau")),
    "shared_post": (_("Réseau"), _("a publié dans le réseau (%(kind)s)\u00a0: %(subject)s")),
    "withdrew_post": (_("Réseau"), _("a retiré du réseau\u00a0: %(subject)s")),
    "shared_model": (_("Réseau"), _("a partagé dans le réseau le modèle %(subject)s")),
    "withdrew_model": (_("Réseau"), _("a retiré du réseau le modèle %(subject)s")),
    "ended_role": (_("Équipe"), _("a retiré à %(name)s le rôle %(role)s (%(scope)s)")),
}
