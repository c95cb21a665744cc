"""A new city from nothing, by the screens only, against a demonstration that runs.

    .venv/bin/python bench/walk_new_city.py --port 8000 [--shots FOLDER] [--width 1280]

From the door of the console to a participatory budget that everyone sees, taken from the network.
Once in, no address is typed: each screen is reached by what the former one offers. Every screen is
counted, with the second at which it was reached and how many fields were filled on the way.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

LEGAL = {
    "Nom de la collectivité": "Commune de Neuville",
    "Adresse postale": "1 place de la Mairie, 99000 Neuville",
    "SIRET": "219 900 001 00012",
    "Direction de la publication": "Ana Roy, maire",
    "Nom de l’hébergeur": "Hébergeur public",
    "Adresse de l’hébergeur": "2 rue des Serveurs, 99000 Neuville",
    "Téléphone de l’hébergeur": "01 00 00 00 00",
    "Délégué à la protection": "Le service des archives",
    "Comment le joindre": "donnees@neuville.example",
}


class Walk:
    """A browser that notes each screen it reaches."""

    def __init__(self, page: Any, shots: Path | None) -> None:
        self.page, self.shots = page, shots
        self.began = time.perf_counter()
        self.screens: list[tuple[str, float]] = []
        self.filled = 0

    def see(self, name: str) -> None:
        self.page.wait_for_load_state()
        self.screens.append((name, time.perf_counter() - self.began))
        if self.shots is not None:
            path = self.shots / f"{len(self.screens):02d}-{name}.png"
            self.page.screenshot(path=path, full_page=True)

    def press(self, name: str, role: Any = "button") -> None:
        self.page.locator("main").get_by_role(role, name=re.compile(name)).first.click()

    def follow(self, name: str) -> None:
        self.press(name, "link")

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(re.compile(label)).first.fill(words)
        self.filled += 1

    def first_steps(self) -> None:
        """Back to the list that says where to begin."""
        self.page.get_by_role("link", name=re.compile("Préau")).first.click()
        self.page.get_by_role("heading", name="Pour ouvrir votre site").wait_for()


def make_site(walk: Walk, port: int) -> str:
    """At the console; answers the address of the new site."""
    page = walk.page
    page.goto(f"http://operateur.localhost:{port}/")
    walk.see("console")
    walk.press("Samir")
    walk.see("sites")
    walk.follow("Nouveau site")
    walk.see("nouveau-site")
    walk.fill("Nom du site", f"Participer à Neuville {int(time.time())}")
    walk.fill("première personne", "maire@neuville.example")
    walk.fill("prénom", "Ana Roy")
    page.get_by_text("Rien d’autre que l’accueil").click()
    walk.press("Créer le site")
    walk.see("site")
    return str(page.locator("p.links a").first.get_attribute("href")).rstrip("/")


def _last_mail(walk: Walk, host: str, into: Any) -> str:
    """The words of the newest mail of the demonstration."""
    into.goto(f"{host}/_courrier/")
    into.locator("main a").first.click()
    into.wait_for_load_state()
    return str(into.locator("main").inner_text() + into.content())


def enter(walk: Walk, host: str) -> None:
    """By the invitation, then a code; as its first administrator, who says who they are."""
    page = walk.page
    post = page.context.new_page()
    if "vous ouvre le bureau" not in _last_mail(walk, host, post):
        raise SystemExit("no invitation was sent")
    page.goto(f"{host}/bureau/")
    walk.see("connexion")
    walk.fill("e-mail", "maire@neuville.example")
    walk.press("Recevoir un code")
    walk.see("code")
    found = re.search(r"\b(\d{3}\s?\d{3})\b", _last_mail(walk, host, post))
    post.close()
    if found is None:
        raise SystemExit("no code in the last mail")
    page.get_by_role("textbox").first.fill(found.group(1))
    walk.filled += 1
    walk.press("Valider|Continuer|Confirmer|connecter")
    walk.see("premiers-pas")


def dress(walk: Walk) -> None:
    """Colour, header and fonts, seen before they are published."""
    walk.follow("couleurs et le logo")
    walk.see("apparence")
    page = walk.page
    page.locator("input[type=color], input[name=brand]").first.fill("#0b6e4f")
    walk.filled += 1
    page.get_by_text("Bandeau de couleur").click()
    page.get_by_text("Titres à empattements").click()
    walk.press("Publier l’apparence")
    walk.see("apparence-publiee")
    walk.first_steps()


def compose(walk: Walk) -> None:
    """The home page, from what every site shows at first."""
    walk.follow("page d’accueil")
    walk.see("pages")
    walk.press("Composer l’accueil")
    walk.see("accueil-brouillon")
    walk.page.locator("main a").filter(has_text="En-tête").first.click()
    walk.see("bloc-en-tete")
    walk.page.locator("main form textarea:visible, main form input[type=text]:visible").first.fill(
        "Neuville se décide avec vous"
    )
    walk.filled += 1
    walk.press("^Enregistrer")
    walk.page.locator("main a.back").first.click()
    walk.page.wait_for_url("**/pages/*/")
    walk.see("accueil-change")
    walk.follow("Vérifier et publier")
    walk.see("accueil-verifie")
    walk.press("^Publier")
    walk.see("accueil-publie")
    walk.first_steps()


def fill_legal(walk: Walk) -> None:
    walk.follow("pages légales")
    walk.see("mentions")
    for label, words in LEGAL.items():
        walk.fill(label, words)
    walk.press("^Enregistrer")
    walk.see("mentions-ecrites")
    walk.first_steps()


def set_menus(walk: Walk) -> None:
    walk.follow("Ranger les menus")
    walk.see("menus")
    walk.press("Ajouter une ligne")
    walk.see("menus-ligne")
    walk.page.get_by_label(re.compile("^Mots")).first.fill("Démarches")
    walk.page.get_by_label(re.compile("^Adresse")).first.fill("/demarches/")
    walk.filled += 2
    walk.press("Enregistrer les menus")
    walk.see("menus-ecrits")
    walk.first_steps()


def ask_domain(walk: Walk) -> None:
    walk.follow("nom de domaine")
    walk.see("plateforme")
    walk.fill("nom de domaine", f"participer-{int(time.time())}.neuville.example")
    walk.press("Demander cette adresse")
    walk.see("domaine-demande")
    walk.first_steps()


def join(walk: Walk) -> None:
    walk.follow("réseau des collectivités")
    walk.see("reseau")
    walk.follow("Faire entrer")
    walk.see("fiche")
    walk.fill("Habitants", "9000")
    walk.fill("Qui répond", "Ana Roy")
    walk.press("Enregistrer la fiche")
    walk.see("annuaire")
    walk.follow("Modèles partagés")
    walk.see("modeles")
    walk.page.locator("main h2 a").filter(has_text="Premier budget participatif").first.click()
    walk.see("modele")


def take_budget(walk: Walk) -> None:
    """From the model of another city to a page that everyone sees, previewed on the way."""
    page = walk.page
    walk.press("Partir de ce modèle")
    walk.see("titre")
    page.get_by_role("textbox", name="Titre").fill("Budget participatif 2028")
    page.get_by_role("textbox", name=re.compile("Promesse")).fill("50 000 € pour vos idées.")
    walk.filled += 2
    walk.press("Continuer")
    walk.see("dates")
    walk.press("Continuer")
    walk.see("relecture")
    walk.press("Créer le brouillon")
    walk.see("avant-de-publier")
    walk.follow("Les enveloppes sont fixées")
    walk.see("enveloppes")
    walk.fill("Toute la ville", "50000")
    walk.press("Enregistrer les enveloppes")
    walk.see("pret-a-publier")
    walk.follow("^Aperçu$")
    walk.see("apercu")
    walk.press("Créer un lien")
    walk.see("lien-d-apercu")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("Ouvrir l’aperçu")).first.click(
            modifiers=["Control"]
        )
    opened.value.wait_for_load_state()
    shown, walk.page = page, opened.value
    walk.see("vu-par-une-habitante")
    walk.page = shown
    opened.value.close()
    walk.first_steps()
    walk.follow("Budget participatif 2028")
    walk.press("Publier la démarche")
    walk.see("publiee")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": options.width, "height": 900}).new_page()
        walk = Walk(page, options.shots)
        try:
            host = make_site(walk, options.port)
            enter(walk, host)
            for part in (dress, compose, fill_legal, set_menus, ask_domain, join, take_budget):
                part(walk)
            page.goto(host)
            walk.see("accueil-public")
        finally:
            for number, (name, second) in enumerate(walk.screens, start=1):
                print(f"{number:2} {second:6.1f} s  {name}")
            print(f"{len(walk.screens)} screens, {walk.filled} fields filled")
            browser.close()


if __name__ == "__main__":
    main()
