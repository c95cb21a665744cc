"""Every component is drawn, with one h1, no inline style and no id said twice."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import RequestFactory

from preau.ui import charts, icons, samples, views
from preau.ui.props import Chart

PAGES = {"gallery": views.gallery, "booth": views.booth}
UI = Path(__file__).parents[1]


def _page(name: str, query: str = "") -> str:
    return PAGES[name](RequestFactory().get(f"/_ui/{query}")).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_draw_page(name: str) -> None:
    html = _page(name)
    assert html.count("<h1") == 1
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", html)
    twice = [
        one for one, count in Counter(re.findall(r'\bid="([^"]+)"', html)).items() if count > 1
    ]
    assert twice == []


def test_label_every_control() -> None:
    html = _page("gallery")
    labelled = set(re.findall(r'<label[^>]*\bfor="([^"]+)"', html))
    controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", html)
    named = [re.search(r'\bid="([^"]+)"', one) for one in controls if 'type="hidden"' not in one]
    assert all(one and one[1] in labelled for one in named)


def test_serve_theme_of_the_address() -> None:
    css = views.theme_css(RequestFactory().get("/_ui/theme.css?couleur=%23FF6600&entete=plain"))
    assert b"--roof:0px" in css.content
    assert b"#FF6600" not in css.content  # too light for white words: darkened
    nonsense = views.theme_css(RequestFactory().get("/_ui/theme.css?couleur=}body{&entete=x"))
    assert b"--brand:#1D4F91" in nonsense.content


def test_find_every_linked_file() -> None:
    base = (UI / "templates/ui/base.html").read_text()
    wanted = re.findall(r"{% static '([^']+)' %}", base)
    assert wanted
    assert all(finders.find(one) for one in wanted)


def test_keep_first_load_light() -> None:
    """150 KB without images, fonts included, as they travel (text is compressed)."""

    def travels(path: Path) -> int:
        return len(gzip.compress(path.read_bytes(), 9))

    names = ["tokens", "base", "controls", "signatures", "components", "shell", "adapt"]
    styles = [UI / f"static/ui/{name}.css" for name in names]
    scripts = list((UI / "static/ui/js").glob("*.js"))
    fonts = list((UI / "static/vendor").glob("*/*.woff2"))
    assert sum(path.stat().st_size for path in styles) <= 55_000
    assert sum(path.stat().st_size for path in scripts) <= 35_000
    compressed = sum(travels(path) for path in styles + scripts)
    assert compressed + sum(path.stat().st_size for path in fonts) <= 110_000


def test_draw_icons_in_the_box() -> None:
    assert len(icons.ICONS) >= 50
    assert all(shape.startswith("<") for shape in icons.ICONS.values())


def test_scale_bars_on_the_longest() -> None:
    rows = charts.rows(samples.everything()["chart"])
    assert [part.width for part in rows[0].parts] == [887.1, 112.9]
    assert all(sum(part.width for part in row.parts) <= charts.WIDTH + 0.2 for row in rows)
    assert charts.rows(Chart("none", "Rien", [])) == []
