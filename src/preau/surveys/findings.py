"""What the figures of a question say: a sentence, a chart, its base, what is kept silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.questions.document import Option, Question
from preau.questions.types import TYPES
from preau.questions.types.figures import DONT_KNOW, dont_know_label
from preau.ui.props import Bar, Chart
from preau.ui.words import money, number, percent

from .tallying import bin_width

#: Below, a figure could point at somebody.
LEAST_CELL = 5
#: Below, a share is to be read with care.
SMALL_BASE = 30
#: Series that the chart can tell apart.
MOST_SERIES = 4
Pair = list[float]


@dataclass(frozen=True)
class Frame:
    """A question in the results; ``chart`` is None when nothing is drawn."""

    question: Question
    number: int
    finding: str
    base: str
    chart: Chart | None = None
    notes: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    table: list[tuple[str, list[str]]] = field(default_factory=list)
    #: Words of answers that show what was found: words, theme, address of the answer.
    quotes: list[dict[str, Any]] = field(default_factory=list)


def hidden_keys(values: dict[str, Pair], *, is_whole: bool, least: int = LEAST_CELL) -> set[str]:
    """Keys whose figure stays silent: fewer than ``least`` people, and where the parts make a
    whole one more, so that a subtraction does not give the first one away."""
    small = {key for key, (n, _weight) in values.items() if 0 < n < least}
    if is_whole and len(small) == 1:
        others = sorted((n, key) for key, (n, _w) in values.items() if key not in small and n)
        small |= {key for _n, key in others[:1]}
    return small


def frame(
    question: Question, number: int, figures: dict[str, Any], *, is_public: bool, name: str = ""
) -> Frame:
    """The question with what its figures say; ``is_public`` keeps the small ones silent."""
    base = int(figures["base"])
    if base == 0:
        return Frame(question, number, _("Personne n’a répondu à cette question."), "")
    if is_public and base < LEAST_CELL:
        silent = _("Moins de cinq personnes ont répondu\u00a0: rien n’est montré.")
        return Frame(question, number, silent, "")
    drawn = _DRAW.get(question.type, _given)
    return drawn(_Drawing(question, number, figures, is_public, name or f"q-{question.id}"))


@dataclass(frozen=True)
class _Drawing:
    question: Question
    number: int
    figures: dict[str, Any]
    is_public: bool
    name: str

    @property
    def base(self) -> str:
        """« Base : 204 personnes. », with a warning when they are few."""
        return base_words(int(self.figures["base"]))

    def share(self, weight: float) -> float:
        mass = float(self.figures["mass"])
        return weight / mass if mass else 0.0

    def hidden(self, values: dict[str, Pair], *, is_whole: bool) -> set[str]:
        return hidden_keys(values, is_whole=is_whole) if self.is_public else set()

    def made(self, finding: str, bars: list[Bar], notes: Iterable[str] = (), **more: Any) -> Frame:
        table = more.pop("table", ([], []))
        chart = Chart(self.name, finding, bars, base=self.base, **more) if bars else None
        heads, lines = table
        return Frame(
            self.question, self.number, finding, self.base, chart, list(notes), heads, lines
        )


def base_words(base: int) -> str:
    words = ngettext("Base\u00a0: %(n)s personne.", "Base\u00a0: %(n)s personnes.", base)
    said = words % {"n": number(base)}
    if base < SMALL_BASE:
        careful = _("Moins de trente réponses\u00a0: à lire avec prudence.")
        return f"{said} {careful}"
    return said


def silence(labels: list[str]) -> list[str]:
    if not labels:
        return []
    named = ", ".join(f"«\u00a0{label}\u00a0»" for label in labels)
    return [_("Trop peu de réponses pour être montrées\u00a0: %(names)s.") % {"names": named}]


def _labels(question: Question) -> dict[str, str]:
    return {one.id: one.label for one in TYPES[question.type].expected(question)}


def _chosen(draw: _Drawing) -> Frame:
    """One choice or several: each with its share of those who answered."""
    values: dict[str, Pair] = draw.figures.get("values", {})
    labels = _labels(draw.question)
    hidden = draw.hidden(values, is_whole=draw.question.type == "single")
    shown = sorted(
        ((draw.share(w), n, key) for key, (n, w) in values.items() if key not in hidden),
        key=lambda one: (-one[0], one[2]),
    )
    never = [(0.0, 0.0, key) for key in labels if key not in values]
    bars = [
        Bar(f"{labels.get(key, key)} ({number(int(n))})", (round(share * 100, 1),))
        for share, n, key in [*shown, *never]
    ]
    finding = _top_words(draw.question, [(share, labels.get(key, key)) for share, _n, key in shown])
    notes = silence([labels.get(key, key) for key in values if key in hidden])
    return draw.made(finding, bars, notes, unit="%")


def _top_words(question: Question, shown: list[tuple[float, str]]) -> str:
    if not shown:
        return _("Les réponses sont trop dispersées pour être montrées.")
    share, label = shown[0]
    said = {"label": label, "share": percent(round(share, 3))}
    if len(shown) > 1:
        said |= {"second": shown[1][1], "next": percent(round(shown[1][0], 3))}
    if question.type != "single":
        words = _("«\u00a0%(label)s\u00a0» est cité par %(share)s des personnes.")
        if len(shown) > 1:
            words = _(
                "«\u00a0%(label)s\u00a0» est cité par %(share)s des personnes, "
                "«\u00a0%(second)s\u00a0» par %(next)s."
            )
        return words % said
    if share >= 0.5:
        return _("La majorité répond «\u00a0%(label)s\u00a0» (%(share)s).") % said
    if len(shown) > 1:
        return (
            _(
                "«\u00a0%(label)s\u00a0» vient en tête (%(share)s), devant "
                "«\u00a0%(second)s\u00a0» (%(next)s)."
            )
            % said
        )
    return _("«\u00a0%(label)s\u00a0» vient en tête (%(share)s).") % said


def _numbers(draw: _Drawing) -> Frame:
    """Numbers and scales: the mean, and how the answers are spread."""
    values: dict[str, Pair] = draw.figures.get("values", {})
    question, width = draw.question, bin_width(draw.question)
    hidden = draw.hidden(values, is_whole=True)
    order = sorted(values, key=lambda key: (key == DONT_KNOW, _figure(key)))
    if question.type == "scale":
        order = [str(one) for one in TYPES["scale"].samples(question)]
        order += [DONT_KNOW] if DONT_KNOW in values else []
    bars = [
        Bar(
            f"{_bin_label(key, width)} ({number(int(values[key][0])) if key in values else 0})",
            (round(draw.share(values[key][1]) * 100, 1) if key in values else 0.0,),
        )
        for key in order
        if key not in hidden
    ]
    notes = silence([_bin_label(key, width) for key in order if key in hidden])
    return draw.made(_mean_words(draw), bars[:40], notes, unit="%")


def _mean_words(draw: _Drawing) -> str:
    question = draw.question
    mean = number(round(float(draw.figures.get("mean", 0)), 1))
    if question.type == "date":
        return _("Les réponses, par année")
    if not draw.figures.get("heard"):
        return _("Personne n’a donné de nombre.")
    if question.type == "scale":
        high = TYPES["scale"].samples(question)[-1]
        return _("Note moyenne\u00a0: %(mean)s sur %(high)s.") % {"mean": mean, "high": high}
    unit = question.setting("unit", "")
    said = f"{mean}\u00a0{unit}" if unit else mean
    return _("En moyenne\u00a0: %(mean)s.") % {"mean": said}


def _figure(key: str) -> float:
    try:
        return float(key)
    except ValueError:
        return float("inf")


def _bin_label(key: str, width: int) -> str:
    if key == DONT_KNOW:
        return dont_know_label()
    if not width:
        return key.replace(".", ",")
    low = int(key)
    return _("%(low)s à %(high)s") % {"low": number(low), "high": number(low + width - 1)}


def _lines(draw: _Drawing) -> Frame:
    """Matrix, grades: the spread of each line; the best and the worst in the sentence."""
    columns = TYPES[draw.question.type].expected(draw.question)
    return _spread(draw, TYPES[draw.question.type].parts(draw.question), list(columns))


def _ranked(draw: _Drawing) -> Frame:
    """Ranking: how often each choice took each rank."""
    question = draw.question
    most = min(int(question.setting("max", 99)), len(question.options))
    ranks = [Option(str(rank), _("Rang %(rank)s") % {"rank": rank}) for rank in range(1, most + 1)]
    return _spread(draw, question.options, ranks, of_all=True)


def _spread(
    draw: _Drawing, lines: tuple[Option, ...], columns: list[Option], *, of_all: bool = False
) -> Frame:
    rows: dict[str, dict[str, Pair]] = draw.figures.get("rows", {})
    bars, table, notes, firsts = [], [], [], []
    for line in lines:
        values = rows.get(line.id, {})
        hidden = draw.hidden(values, is_whole=not of_all)
        if hidden:
            notes.append(line.label)
        whole = float(draw.figures["mass"]) if of_all else sum(w for _n, w in values.values())
        shares = [
            values[one.id][1] / whole if one.id in values and one.id not in hidden and whole else 0
            for one in columns
        ]
        silent = [one.id in hidden for one in columns]
        firsts.append((shares[0], line.label))
        kept = shares if len(columns) <= MOST_SERIES else shares[:1]
        bars.append(Bar(line.label, tuple(round(one * 100, 1) for one in kept)))
        cells = [
            _("moins de 5") if is_silent else percent(round(one, 3))
            for one, is_silent in zip(shares, silent, strict=True)
        ]
        table.append((line.label, cells))
    series = tuple(
        one.label for one in columns[: MOST_SERIES if len(columns) <= MOST_SERIES else 1]
    )
    return draw.made(
        _best_words(columns[0].label, firsts),
        bars,
        silence(notes),
        series=series,
        unit="%",
        table=([one.label for one in columns], table),
    )


def _best_words(column: str, firsts: list[tuple[float, str]]) -> str:
    best, worst = max(firsts), min(firsts)
    said = {
        "column": column,
        "best": best[1],
        "share": percent(round(best[0], 3)),
        "worst": worst[1],
        "low": percent(round(worst[0], 3)),
    }
    return (
        _(
            "«\u00a0%(best)s\u00a0» reçoit le plus de «\u00a0%(column)s\u00a0» (%(share)s), "
            "«\u00a0%(worst)s\u00a0» le moins (%(low)s)."
        )
        % said
    )


def _shared(draw: _Drawing) -> Frame:
    """Points, budget: the part that each line received, on average."""
    values: dict[str, Pair] = draw.figures.get("values", {})
    question = draw.question
    mass = float(draw.figures["mass"]) or 1.0
    hidden = draw.hidden(values, is_whole=True)
    found = sorted(
        ((values.get(one.id, [0, 0.0])[1] / mass, one.label) for one in question.options
         if one.id not in hidden),
        reverse=True,
    )  # fmt: skip
    total = sum(w for _n, w in values.values()) / mass or 1.0
    bars = [
        Bar(f"{label} ({_amount(question, mean)})", (round(mean / total * 100, 1),))
        for mean, label in found
    ]
    label, share = (found[0][1], found[0][0] / total) if found else ("", 0.0)
    finding = _("«\u00a0%(label)s\u00a0» reçoit la plus grande part\u00a0: %(share)s.") % {
        "label": label,
        "share": percent(round(share, 3)),
    }
    notes = silence([one.label for one in question.options if one.id in hidden])
    return draw.made(finding, bars, notes, unit="%")


def _amount(question: Question, mean: float) -> str:
    if question.type == "budget":
        return money(round(mean / 100) * 100)
    return _("%(n)s points") % {"n": number(round(mean, 1))}


def _given(draw: _Drawing) -> Frame:
    """Words, places, files: how many people gave one."""
    n = int(draw.figures["base"])
    words = ngettext("%(n)s personne a répondu.", "%(n)s personnes ont répondu.", n)
    return Frame(draw.question, draw.number, words % {"n": number(n)}, "")


_DRAW = {
    "single": _chosen,
    "multiple": _chosen,
    "image": _chosen,
    "scale": _numbers,
    "number": _numbers,
    "date": _numbers,
    "matrix": _lines,
    "grades": _lines,
    "ranking": _ranked,
    "points": _shared,
    "budget": _shared,
}


def crossed(
    question: Question, number: int, groups: dict[str, Any], names: dict[str, str]
) -> Frame | None:
    """Shares of each choice in each group; groups below the least size stay silent. None for a
    question that is not made of choices."""
    if question.type not in ("single", "multiple", "image", "scale"):
        return None
    labels = _labels(question) or {
        str(one): str(one) for one in TYPES[question.type].samples(question)
    }
    shown = [
        (name, groups[name]["questions"][question.id])
        for name in names
        if name in groups and groups[name]["questions"][question.id]["base"] >= LEAST_CELL
    ]
    silent = [names[name] for name in names if name not in {one for one, _f in shown}]
    heads = [f"{names[name]} ({figures['base']})" for name, figures in shown]
    table = []
    for key, label in labels.items():
        cells = []
        for _name, figures in shown:
            values = figures.get("values", {})
            weight = values.get(key, [0, 0.0])[1]
            is_silent = key in hidden_keys(values, is_whole=question.type == "single")
            share = percent(round(weight / (figures["mass"] or 1), 3))
            cells.append(_("moins de 5") if is_silent else share)
        table.append((label, cells))
    return Frame(question, number, question.title, "", None, silence(silent), heads, table)
