"""Blocks that show what an editor wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .base import BlockKind, Shared
from .schema import Address, Choice, Data, Lines, Long, Rich, Row, Words, piece

TITLE = Words(_("Titre du bloc"))


@dataclass(frozen=True)
class HeroData(Data):
    title: str = piece(Words(_("Titre"), _("Sans titre, le nom du site."), most=90))
    lead: str = piece(Long(_("Promesse en une phrase"), most=240, rows=2))
    label: str = piece(Words(_("Mots du bouton"), most=40))
    url: str = piece(Address(_("Où mène le bouton")))


class Hero(BlockKind):
    code, label, icon = "hero", _("En-tête\u00a0: nom du lieu et promesse"), "home"
    purpose = _("Le titre de la page, sur la couleur du site.")
    Data = HeroData

    def load(self, data: HeroData, page: Shared) -> dict[str, Any] | None:
        return vars(data)


@dataclass(frozen=True)
class TextData(Data):
    title: str = piece(TITLE)
    text: str = piece(Rich(_("Texte"), needed=True))


class Text(BlockKind):
    code, label, icon = "text", _("Texte"), "document"
    purpose = _("Des paragraphes, des listes, des liens.")
    Data = TextData


@dataclass(frozen=True)
class HowLine(Data):
    title: str = piece(Words(_("Titre"), needed=True, most=80))
    text: str = piece(Long(_("Phrase"), most=300, rows=2))


@dataclass(frozen=True)
class HowData(Data):
    title: str = piece(TITLE)
    lines: tuple[HowLine, ...] = piece(Lines(_("Lignes"), of=HowLine, one=_("Ligne"), most=8))


class How(BlockKind):
    code, label, icon = "how", _("Comment ça marche"), "list"
    purpose = _("Quelques lignes numérotées.")
    Data = HowData

    def load(self, data: HowData, page: Shared) -> dict[str, Any] | None:
        return vars(data) if data.lines else None


@dataclass(frozen=True)
class Figure(Data):
    value: str = piece(Words(_("Chiffre"), needed=True, most=30))
    label: str = piece(Words(_("Ce qu’il compte"), needed=True, most=80))


@dataclass(frozen=True)
class FiguresData(Data):
    title: str = piece(TITLE)
    items: tuple[Figure, ...] = piece(Lines(_("Chiffres"), of=Figure, one=_("Chiffre"), most=6))


class Figures(BlockKind):
    code, label, icon = "figures", _("Chiffres clés"), "chart"
    purpose = _("Jusqu’à six chiffres, avec ce qu’ils comptent.")
    Data = FiguresData

    def load(self, data: FiguresData, page: Shared) -> dict[str, Any] | None:
        return vars(data) if data.items else None


@dataclass(frozen=True)
class Question(Data):
    question: str = piece(Words(_("Question"), needed=True, most=200))
    answer: str = piece(Rich(_("Réponse"), needed=True, most=3000, rows=4))


@dataclass(frozen=True)
class FaqData(Data):
    title: str = piece(TITLE)
    items: tuple[Question, ...] = piece(
        Lines(_("Questions"), of=Question, one=_("Question"), most=30)
    )


class Faq(BlockKind):
    code, label, icon = "faq", _("Questions fréquentes"), "help"
    purpose = _("Des questions qui se déplient.")
    Data = FaqData

    def load(self, data: FaqData, page: Shared) -> dict[str, Any] | None:
        return vars(data) if data.items else None


@dataclass(frozen=True)
class Given(Data):
    document: int | None = piece(Row(_("Document"), kind="document", needed=True))
    label: str = piece(Words(_("Mots du lien"), _("Vides, le titre du document."), most=160))


@dataclass(frozen=True)
class DocumentsData(Data):
    title: str = piece(TITLE)
    items: tuple[Given, ...] = piece(Lines(_("Documents"), of=Given, one=_("Document"), most=40))


class Documents(BlockKind):
    code, label, icon = "documents", _("Documents"), "download"
    purpose = _("Des fichiers à prendre, avec leur format, leur poids et leur langue.")
    Data = DocumentsData

    def load(self, data: DocumentsData, page: Shared) -> dict[str, Any] | None:
        given = [
            (page.documents[one.document], one.label)
            for one in data.items
            if one.document in page.documents
        ]
        return {"title": data.title, "documents": given} if given else None


@dataclass(frozen=True)
class CallData(Data):
    title: str = piece(Words(_("Titre"), needed=True, most=90))
    text: str = piece(Long(_("Phrase"), most=300, rows=2))
    label: str = piece(Words(_("Mots du bouton"), needed=True, most=40))
    url: str = piece(Address(_("Où mène le bouton"), needed=True))


class Call(BlockKind):
    code, label, icon = "call", _("Appel à agir"), "arrow-right"
    purpose = _("Une phrase et un bouton.")
    Data = CallData

    def load(self, data: CallData, page: Shared) -> dict[str, Any] | None:
        return vars(data) if data.title and data.url and data.label else None


@dataclass(frozen=True)
class EasyData(Data):
    title: str = piece(Words(_("Titre"), most=90))
    text: str = piece(
        Rich(
            _("Texte facile à lire"),
            _("Une idée par phrase. Des mots de tous les jours. Une ligne par phrase."),
            needed=True,
            most=3000,
            rows=8,
        )
    )
    label: str = piece(Words(_("Mots du lien"), most=60))
    url: str = piece(Address(_("Où mène le lien")))
    reviewed: str = piece(
        Choice(
            _("Relecture"),
            _("Le logo européen n’est montré qu’après une relecture par des personnes concernées."),
            choices=(
                ("no", _("Pas encore relu par des personnes concernées")),
                ("yes", _("Relu par des personnes concernées")),
            ),
        )
    )


class Easy(BlockKind):
    code, label, icon = "easy", _("Facile à lire"), "book"
    purpose = _("La même chose, en mots simples.")
    Data = EasyData

    def load(self, data: EasyData, page: Shared) -> dict[str, Any] | None:
        return vars(data) if data.text else None
