"""A new city from nothing, by the screens only, against a demonstration that runs.

    .venv/bin/python bench/walk_new_city.py --port 8000 [--shots FOLDER]

From the door of the console to a participatory budget that everyone sees; every screen on the way
is counted, with the second at which it was reached.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright


class Walk:
    """A browser that notes each screen it reaches."""

    def __init__(self, page: Any, shots: Path | None) -> None:
        self.page, self.shots = page, shots
        self.began = time.perf_counter()
        self.screens: list[tuple[str, float]] = []

    def see(self, name: str) -> None:
        self.screens.append((name, time.perf_counter() - self.began))
        if self.shots is not None:
            path = self.shots / f"{len(self.screens):02d}-{name}.png"
            self.page.screenshot(path=path, full_page=True)

    def press(self, name: str, role: Any = "button") -> None:
        self.page.get_by_role(role, name=re.compile(name)).first.click()


def make_site(walk: Walk, port: int) -> str:
    """At the console; answers the address of the new site."""
    page = walk.page
    page.goto(f"http://operateur.localhost:{port}/")
    walk.see("console")
    walk.press("Samir")
    walk.see("sites")
    walk.press("Nouveau site", "link")
    walk.see("nouveau-site")
    page.get_by_label("Nom du site").fill(f"Participer à Neuville {int(time.time())}")
    page.get_by_label(re.compile("première personne")).fill("maire@neuville.example")
    page.get_by_label("Couleur").fill("#0B6E4F")
    walk.press("Créer le site")
    walk.see("site")
    return str(page.locator("p.links a").first.get_attribute("href")).rstrip("/")


def enter(walk: Walk, host: str) -> None:
    """By a code received by mail, as its first administrator."""
    page = walk.page
    page.goto(f"{host}/connexion/?suite=/bureau/")
    page.get_by_label(re.compile("e-mail")).fill("maire@neuville.example")
    walk.press("Recevoir un code")
    walk.see("code")
    post = page.context.new_page()
    post.goto(f"{host}/_courrier/")
    post.locator("main a").first.click()
    post.wait_for_load_state()
    found = re.search(r"\b(\d{3}\s?\d{3})\b", post.locator("main").inner_text() + post.content())
    post.close()
    if found is None:
        raise SystemExit("no code in the last mail")
    page.get_by_role("textbox").first.fill(found.group(1))
    walk.press("Valider|Continuer|Confirmer|connecter")
    walk.see("bureau")


def publish_budget(walk: Walk, host: str) -> None:
    """From a model to a page that everyone sees, previewed on the way."""
    page = walk.page
    page.goto(f"{host}/bureau/demarches/nouvelle/")
    walk.see("de-quoi-partir")
    walk.press("Partir de là Budget")
    walk.see("titre")
    page.get_by_role("textbox", name="Titre").fill("Budget participatif 2028")
    walk.press("Continuer")
    walk.see("dates")
    walk.press("Continuer")
    walk.see("relecture")
    walk.press("Créer le brouillon")
    walk.see("avant-de-publier")
    checklist = page.url
    walk.press("^Aperçu$", "link")
    walk.press("Créer un lien")
    walk.press("Ouvrir l’aperçu", "link")
    walk.see("apercu")
    page.goto(checklist)
    walk.press("Publier la démarche")
    walk.see("publiee")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        walk = Walk(page, options.shots)
        host = make_site(walk, options.port)
        enter(walk, host)
        publish_budget(walk, host)
        for number, (name, second) in enumerate(walk.screens, start=1):
            print(f"{number:2} {second:6.1f} s  {name}")
        browser.close()


if __name__ == "__main__":
    main()
