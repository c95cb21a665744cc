"""Blocks of pictures and films."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .base import BlockKind, Shared
from .films import FilmField, film_of
from .schema import Address, Choice, Data, Lines, Long, Piece, Rich, Row, Words, piece
from .words import TITLE


@dataclass(frozen=True)
class ImageTextData(Data):
    title: str = piece(TITLE)
    text: str = piece(Rich(_("Texte"), needed=True, most=4000, rows=8))
    picture: int | None = piece(Row(_("Image"), kind="picture"))
    side: str = piece(
        Choice(
            _("Place de l’image"),
            choices=(("right", _("À droite du texte")), ("left", _("À gauche du texte"))),
        )
    )
    label: str = piece(Words(_("Mots du lien"), most=60))
    url: str = piece(Address(_("Où mène le lien")))


class ImageText(BlockKind):
    code, label, icon = "image_text", _("Image et texte"), "camera"
    purpose = _("Une image à côté d’un texte.")
    Data = ImageTextData

    def load(self, data: ImageTextData, page: Shared) -> dict[str, Any] | None:
        if not data.text:
            return None
        return {**vars(data), "picture": page.pictures.get(data.picture or 0)}


@dataclass(frozen=True)
class Shot(Data):
    picture: int | None = piece(Row(_("Image"), kind="picture", needed=True))
    caption: str = piece(Words(_("Légende"), most=160))


@dataclass(frozen=True)
class GalleryData(Data):
    title: str = piece(TITLE)
    items: tuple[Shot, ...] = piece(Lines(_("Images"), of=Shot, one=_("Image"), most=12))


class Gallery(BlockKind):
    code, label, icon = "gallery", _("Galerie"), "camera"
    purpose = _("Plusieurs images avec leur légende.")
    Data = GalleryData

    def load(self, data: GalleryData, page: Shared) -> dict[str, Any] | None:
        shots = [
            (page.pictures[one.picture], one.caption)
            for one in data.items
            if one.picture in page.pictures
        ]
        return {"title": data.title, "shots": shots} if shots else None


@dataclass(frozen=True)
class Film(Piece):
    """Where a film is watched; only players that we know how to hold back."""

    def form_field(self) -> FilmField:
        return FilmField(max_length=300, **self._common())


@dataclass(frozen=True)
class VideoData(Data):
    title: str = piece(Words(_("Titre de la vidéo"), needed=True, most=120))
    url: str = piece(
        Film(
            _("Adresse de la vidéo"),
            _(
                "PeerTube, YouTube, Dailymotion ou Vimeo. Rien n’est demandé à ce site avant le clic."
            ),
            needed=True,
        )
    )
    transcript: str = piece(
        Long(
            _("Transcription"),
            _("Ce qui est dit et montré, pour qui n’entend pas ou ne voit pas."),
            most=12_000,
            rows=6,
        )
    )
    picture: int | None = piece(Row(_("Image d’attente"), kind="picture"))


class Video(BlockKind):
    code, label, icon = "video", _("Vidéo"), "eye"
    purpose = _("Elle ne se charge qu’au clic.")
    Data = VideoData

    def load(self, data: VideoData, page: Shared) -> dict[str, Any] | None:
        film = film_of(data.url)
        if film is None:
            return None
        return {**vars(data), "film": film, "picture": page.pictures.get(data.picture or 0)}


@dataclass(frozen=True)
class Member(Data):
    name: str = piece(Words(_("Nom"), needed=True, most=80))
    role: str = piece(Words(_("Fonction"), most=120))
    picture: int | None = piece(Row(_("Photo"), kind="picture"))
    url: str = piece(Address(_("Lien")))


@dataclass(frozen=True)
class TeamData(Data):
    title: str = piece(TITLE)
    items: tuple[Member, ...] = piece(Lines(_("Personnes"), of=Member, one=_("Personne"), most=24))


class Team(BlockKind):
    code, label, icon = "team", _("Équipe"), "people"
    purpose = _("Les personnes qui suivent les démarches.")
    Data = TeamData

    def load(self, data: TeamData, page: Shared) -> dict[str, Any] | None:
        found = [(one, page.pictures.get(one.picture or 0)) for one in data.items]
        return {"title": data.title, "members": found} if found else None


@dataclass(frozen=True)
class Partner(Data):
    name: str = piece(Words(_("Nom"), needed=True, most=80))
    picture: int | None = piece(Row(_("Logo"), kind="picture"))
    url: str = piece(Address(_("Lien")))


@dataclass(frozen=True)
class PartnersData(Data):
    title: str = piece(TITLE)
    items: tuple[Partner, ...] = piece(
        Lines(_("Partenaires"), of=Partner, one=_("Partenaire"), most=24)
    )


class Partners(BlockKind):
    code, label, icon = "partners", _("Partenaires"), "link"
    purpose = _("Logos et liens.")
    Data = PartnersData

    def load(self, data: PartnersData, page: Shared) -> dict[str, Any] | None:
        found = [(one, page.pictures.get(one.picture or 0)) for one in data.items]
        return {"title": data.title, "partners": found} if found else None
