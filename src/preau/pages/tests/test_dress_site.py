"""An administrator dresses the site: look, menus, banner, legal entries, pictures."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from preau.media.models import Picture
from preau.pages.actions import compose_page, publish_theme
from preau.pages.models import Look, Theme, ThemeDraft
from preau.pages.queries import forget_themes, shell
from preau.ui.colour import contrast, parse_hex
from preau.ui.theme import CRAIE, LEAST_TEXT

LOOK = {"brand": "#2B6A49", "header": "plain", "fonts": "classic", "corners": "square"}


def _file(name: str = "photo.png") -> SimpleUploadedFile:
    body = io.BytesIO()
    Image.new("RGB", (600, 300), "#2B6A49").save(body, "PNG")
    return SimpleUploadedFile(name, body.getvalue())


@pytest.fixture
def picture(site: Any, desk: Client) -> Picture:
    form = {"file": _file(), "title": "Place", "alt": "La place du marché"}
    assert desk.post("/bureau/site/medias/", form).status_code == 302
    return Picture.objects.get(in_library=True)


def test_choose_a_look_and_publish_it(site: Any, desk: Client, picture: Picture) -> None:
    publish_theme(brand="#7A3B73", actor=None)
    here = "/bureau/site/apparence/"
    form = {**LOOK, "header": "photo", "photo": picture.pk, "logo": picture.pk}
    assert desk.post(f"{here}brouillon/", form).status_code == 204
    # Nobody else sees the draft: neither by its address nor by asking for it.
    anyone = Client()
    forget_themes()
    assert "theme-1.css" in anyone.get("/?apparence=brouillon").content.decode()
    assert anyone.get(f"{here}brouillon.css").status_code == 302
    seen = desk.get("/?apparence=brouillon").content.decode()
    assert "brouillon.css" in seen
    assert f'<img src="{picture.url()}" alt="">' in seen
    sheet = desk.get(f"{here}brouillon.css").content.decode()
    assert "--brand:#2B6A49" in sheet
    assert picture.largest_url in sheet
    assert "--r-card:2px" in sheet
    page = desk.get(here).content.decode()
    assert page.count("<iframe") == 3  # no process is published: home, ballot, mail
    desk.post(here, {**form, "do": "publish"})
    assert Theme.objects.first().version == 2
    assert not ThemeDraft.objects.exists()
    assert "theme-2.css" in Client().get("/").content.decode()
    desk.post(here, {"do": "restore-1"})
    assert ThemeDraft.objects.get().brand == "#7A3B73"


def test_add_a_logo_where_it_is_chosen(site: Any, desk: Client) -> None:
    here = "/bureau/site/apparence/"
    form = {**LOOK, "brand": "#7A3B73", "header": "photo", "do": "save"}
    bad = SimpleUploadedFile(
        "icone.png", b"<svg onload=alert(1) xmlns='http://www.w3.org/2000/svg'/>"
    )
    files = {"new_logo": _file("logo.png"), "new_photo": _file(), "new_favicon": bad}
    said = desk.post(here, {**form, **files}).content.decode()
    assert 'href="#id_new_favicon"' in said
    assert 'value="#7A3B73"' in said
    logo = Picture.objects.get(title="Logo")
    # What was taken stays chosen: nothing is to be sent twice.
    assert f'<option value="{logo.pk}" selected>' in said
    assert not ThemeDraft.objects.exists()
    form |= {"logo": logo.pk, "new_photo": _file(), "new_favicon": _file("icone.png")}
    assert desk.post(here, form).status_code == 302
    draft = ThemeDraft.objects.get()
    assert draft.logo_id == logo.pk
    assert {draft.favicon.title, draft.photo.title} == {"Icône de l’onglet", "Photo de l’en-tête"}
    assert all(one.is_decorative for one in Picture.objects.all())
    assert f'<img src="{logo.url()}" alt="">' in desk.get("/?apparence=brouillon").content.decode()


def test_say_what_becomes_of_a_colour(site: Any, desk: Client) -> None:
    desk.post("/bureau/site/apparence/brouillon/", {**LOOK, "brand": "#ff6600"})
    said = desk.get("/bureau/site/apparence/couleurs/").content.decode()
    assert "foncée juste assez" in said
    refused = desk.post("/bureau/site/apparence/", {**LOOK, "brand": "rouge", "do": "publish"})
    assert "Écrivez une couleur" in refused.content.decode()
    refused = desk.post("/bureau/site/apparence/brouillon/", {**LOOK, "header": "photo"})
    assert refused["X-Refused"] == "1"


def test_keep_every_stylesheet_readable(site: Any) -> None:
    """Two thousand colours with any shape: what a page reads in its stylesheet is AA."""
    chance = random.Random(11)
    for _round in range(2000):
        look = Look.__subclasses__()[0](
            brand=f"#{chance.randrange(1 << 24):06X}",
            header=chance.choice(Look.Header.values),
            fonts=chance.choice(Look.Fonts.values),
            corners=chance.choice(Look.Corners.values),
        )
        pairs = (line.split(":", 1) for line in look.css()[6:-2].split(";") if line)
        held = {name: parse_hex(value) for name, value in pairs if value.startswith("#")}
        for words, ground in (
            (held["--on-brand"], held["--brand"]),
            (held["--on-brand"], held["--brand-dark"]),
            (held["--brand-ink"], CRAIE),
            (held["--brand-ink"], held["--brand-tint"]),
        ):
            assert contrast(words, ground) >= LEAST_TEXT, look.brand


def test_write_menus_and_banner(site: Any, desk: Client, django_assert_num_queries: Any) -> None:
    here = "/bureau/site/menus/"
    line = {"header-0-label": "<b>Nos projets</b>", "header-0-url": "/realisations/"}
    desk.post(here, {"part": "menus", "header-count": "1", "footer-count": "0", **line})
    desk.post(here, {"part": "banner", "text": "Mairie fermée lundi", "label": "", "url": ""})
    page = Client().get("/").content.decode()
    assert "&lt;b&gt;Nos projets&lt;/b&gt;" in page
    assert "Mairie fermée lundi" in page
    assert "Mon espace" in page
    wrong = desk.post(here, {"part": "banner", "text": "x", "url": "javascript:a()"})
    assert "Écrivez une adresse" in wrong.content.decode()
    forget_themes()
    with django_assert_num_queries(1):
        shell()
    shell()


def test_fill_in_what_the_law_asks(site: Any, desk: Client) -> None:
    here = "/bureau/site/mentions/"
    assert "Il manque encore" in desk.get(here).content.decode()
    said = {
        "publisher": "Commune de Saint-Aubin", "address": "1 place du Marché", "registration": "1",
        "director": "Le maire", "host_name": "Hébergeur libre", "host_address": "2 rue",
        "host_phone": "01", "officer": "Mme Roy", "officer_contact": "dpd@example.org",
        "conformity": "partial",
    }  # fmt: skip
    desk.post(here, said)
    # Without an audit the law knows one state only.
    assert "Accessibilité\u00a0: non conforme" in Client().get("/").content.decode()
    assert "L’audit" in desk.get(here).content.decode()
    audit = {"audited_by": "Cabinet A", "audited_on": "12 juin 2027", "rate": "72\u00a0%"}
    desk.post(here, {**said, **audit, "defects": "Des PDF anciens"})
    assert "Tout ce que la loi demande est écrit" in desk.get(here).content.decode()
    page = Client().get("/accessibilite/").content.decode()
    for words in (
        "partiellement conforme",
        "Cabinet A",
        "72\u00a0%",
        "Des PDF anciens",
        "Défenseur",
    ):
        assert words in page
    legal = Client().get("/mentions-legales/").content.decode()
    assert "Commune de Saint-Aubin" in legal
    assert "Hébergeur libre" in legal
    assert "Mme Roy" in Client().get("/donnees-personnelles/").content.decode()


def test_keep_pictures_that_are_used(picture: Picture, desk: Client) -> None:
    gallery = {"items": [{"picture": picture.pk, "caption": "Un jour de marché"}]}
    compose_page(page="photos", title="Photos", blocks=[("gallery", gallery)], actor=None)
    page = Client().get("/photos/").content.decode()
    assert 'alt="La place du marché"' in page
    here = f"/bureau/site/medias/{picture.pk}/"
    refused = desk.post(here, {"do": "delete"}).content.decode()
    assert "encore montrée" in refused
    assert Picture.objects.filter(pk=picture.pk).exists()
    form = {"title": "Place", "alt": "La place", "focus": "4-0", "credit": "Ville"}
    assert desk.post(here, form).status_code == 302
    assert "focus-4-0" in Client().get("/photos/").content.decode()
    empty = desk.post(here, {"title": "Place", "alt": "", "focus": "4-0"})
    assert "Décrivez l’image" in empty.content.decode()
    compose_page(page="photos", title="Photos", blocks=[("text", {"text": "Rien"})], actor=None)
    assert desk.post(here, {"do": "delete"}).status_code == 302
    assert not Picture.objects.filter(pk=picture.pk).exists()


@pytest.mark.parametrize(
    "body", [b"<svg onload=alert(1)>", b"GIF89a<script>alert(1)</script>", b"%PDF-1.7", b""]
)
def test_refuse_what_is_no_picture(site: Any, desk: Client, body: bytes) -> None:
    form = {"file": SimpleUploadedFile("photo.png", body), "title": "Piège", "alt": "x"}
    answer = desk.post("/bureau/site/medias/", form)
    assert answer.status_code == 200
    assert not Picture.objects.filter(in_library=True).exists()


def test_answer_icons_in_every_size(site: Any, desk: Client, picture: Picture) -> None:
    """The icon, else the logo, square; the house's own where the site has none."""
    publish_theme(brand="#7A3B73", actor=None)
    forget_themes()
    assert "ui/favicon" in Client().get("/").content.decode()
    assert Client().get("/icone-1-32.png").status_code == 404
    publish_theme(brand="#7A3B73", actor=None, logo_id=picture.pk)
    forget_themes()
    page = Client().get("/").content.decode()
    for words in ("/icone-2-32.png", 'rel="apple-touch-icon" href="/icone-2-180.png"'):
        assert words in page
    for side in (32, 180, 192, 512):
        made = Client().get(f"/icone-2-{side}.png")
        assert made["Content-Type"] == "image/png"
        shot = Image.open(io.BytesIO(made.content))
        assert shot.size == (side, side)
        # Twice as wide as high: what is above is transparent, white for a telephone.
        above = (255, 255, 255, 255) if side == 180 else (0, 0, 0, 0)
        assert shot.getpixel((side // 2, 0)) == above
        assert shot.getpixel((side // 2, side // 2))[3] == 255  # type: ignore[index]
    assert Client().get("/icone-2-33.png").status_code == 404
    told = Client().get("/site-2.webmanifest").json()
    assert [one["sizes"] for one in told["icons"]] == ["192x192", "512x512"]
    assert told["name"] == site.name
    assert told["background_color"].startswith("#")
