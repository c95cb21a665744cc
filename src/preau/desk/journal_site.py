"""What the site's own structure writes in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SITE_VERBS: dict[str, tuple[Any, Any]] = {
    "created_page": (_("Pages"), _("a créé la page «\u00a0%(subject)s\u00a0» (/%(path)s/)")),
    "moved_page": (
        _("Pages"),
        _("a changé l’adresse de la page «\u00a0%(subject)s\u00a0»\u00a0: /%(path)s/"),
    ),
    "published_page": (
        _("Pages"),
        _("a publié la page «\u00a0%(subject)s\u00a0», version %(number)s"),
    ),
    "withdrew_page": (_("Pages"), _("a retiré la page «\u00a0%(subject)s\u00a0»")),
    "deleted_page": (_("Pages"), _("a effacé la page «\u00a0%(subject)s\u00a0» (/%(path)s/)")),
    "wrote_frame": (_("Site"), _("a changé les menus, le bandeau ou les pages légales du site")),
    "chose_words": (_("Mots du site"), _("a choisi les mots du site\u00a0: %(words)s")),
    "worded_mail": (_("E-mails"), _("a écrit les mots du site autour du message %(mail)s")),
    "chose_sender": (_("E-mails"), _("a choisi l’expéditeur des messages\u00a0: %(name)s")),
    "added_picture": (_("Médiathèque"), _("a ajouté une image à la médiathèque")),
    "dropped_picture": (_("Médiathèque"), _("a effacé une image de la médiathèque")),
    "added_document": (_("Documents"), _("a ajouté le document «\u00a0%(subject)s\u00a0»")),
    "replaced_document": (
        _("Documents"),
        _("a remplacé le fichier du document «\u00a0%(subject)s\u00a0»"),
    ),
    "dropped_document": (_("Documents"), _("a effacé le document «\u00a0%(subject)s\u00a0»")),
    "wrote_article": (_("Actualités"), _("a écrit l’actualité «\u00a0%(subject)s\u00a0»")),
    "wrote_meeting": (_("Agenda"), _("a écrit la rencontre «\u00a0%(subject)s\u00a0»")),
    "deleted_announcement": (_("Actualités"), _("a effacé l’annonce «\u00a0%(subject)s\u00a0»")),
}
