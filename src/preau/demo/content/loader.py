"""Reads the data files of a demonstration city into typed, frozen objects."""

from __future__ import annotations

import csv
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from preau.demo.content import types as t

CITIES = ("saint-aubin", "villeneuve", "brisants")
ILLUSTRATIONS = Path(__file__).parents[2] / "ui" / "static" / "ui" / "themes"
_DATA = Path(__file__).parent / "data"

Row = dict[str, Any]


@cache
def load(key: str = "saint-aubin") -> t.DemoCity:
    """Load a demonstration city by its key, one of `CITIES`; KeyError for any other key."""
    if key not in CITIES:
        raise KeyError(key)
    folder = _DATA / key
    city = _toml(folder / "city.toml")
    zones = _zones(folder)
    rulebook = _rulebook(folder)
    return t.DemoCity(
        key=city["key"],
        name=city["name"],
        short_name=city["short_name"],
        site_title=city["site_title"],
        tagline=city["tagline"],
        brand_colour=city["brand_colour"],
        header_style=city["header_style"],
        population=sum(zone.population for zone in zones),
        contact_email=city["contact_email"],
        zones=zones,
        services=tuple(t.Service(**row) for row in _csv(folder / "services.csv")),
        people=tuple(_person(row) for row in _csv(folder / "people.csv")),
        residents=tuple(_resident(row) for row in _csv(folder / "residents.csv")),
        themes=tuple(
            t.Theme(row["code"], row["name"], f"{row['code']}.svg") for row in city["theme"]
        ),
        motives=tuple(
            t.Motive(**row) for row in _optional(folder / "motives.toml").get("motive", [])
        ),
        rulebook=rulebook,
        editions=tuple(
            _edition(folder, row, zones, rulebook)
            for row in _optional(folder / "editions.toml").get("edition", [])
        ),
        blocks=tuple(t.Block(**row) for row in city["block"]),
        faq=tuple(t.Faq(**row) for row in city["faq"]),
        news=tuple(t.News(**row) for row in city["news"]),
        meetings=tuple(t.Meeting(**row) for row in city["meeting"]),
    )


def _toml(path: Path) -> Row:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _optional(path: Path) -> Row:
    """A small city has no budget of its own: these files may be absent."""
    return _toml(path) if path.exists() else {}


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _zones(folder: Path) -> tuple[t.Zone, ...]:
    places = [
        t.Place(
            zone=row["zone"],
            kind=row["kind"],  # type: ignore[arg-type]  # one of Kind, as written
            name=row["name"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
        )
        for row in _csv(folder / "places.csv")
    ]
    return tuple(
        t.Zone(
            **feature["properties"],
            ring=tuple((lon, lat) for lon, lat in feature["geometry"]["coordinates"][0]),
            places=tuple(p for p in places if p.zone == feature["properties"]["code"]),
        )
        for feature in _json(folder / "zones.geojson")["features"]
    )


def _person(row: Row) -> t.Person:
    return t.Person(
        **{
            **row,
            "service": row["service"] or None,
            "zone": row["zone"] or None,
            "age": int(row["age"]) if row["age"] else None,
        }
    )


def _resident(row: Row) -> t.Resident:
    return t.Resident(**{**row, "age": int(row["age"])})


def _rulebook(folder: Path) -> t.Rulebook | None:
    data = _optional(folder / "rulebook.toml")
    if not data:
        return None
    values = data["values"]
    return t.Rulebook(
        title=data["title"],
        adopted=data["adopted"],
        values=t.RulebookValues(**{**values, "points": tuple(values["points"])}),
        questions=tuple(t.PlainQuestion(**row) for row in data["question"]),
        articles=tuple(t.Article(**row) for row in data["article"]),
    )


def _edition(
    folder: Path, row: Row, zones: tuple[t.Zone, ...], rulebook: t.Rulebook | None
) -> t.Edition:
    proposals = tuple(_proposal(item) for item in _json(folder / row["file"]))
    deliveries = _optional(folder / f"{row['key']}-deliveries.toml")
    return t.Edition(
        key=row["key"],
        title=row["title"],
        summary=row["summary"],
        state=row["state"],
        steps=tuple(t.Step(**step) for step in row["step"]),
        envelopes=_envelopes(row, zones, rulebook),
        proposals=proposals,
        deliveries=tuple(_delivery(item) for item in deliveries.get("delivery", [])),
        duplicates=tuple((first, second) for first, second in row.get("duplicates", [])),
        voters=row["voters"],
        ballot_format=row.get("ballot_format", "ranked"),
        presentation=row.get("presentation", ""),
    )


def _envelopes(
    row: Row, zones: tuple[t.Zone, ...], rulebook: t.Rulebook | None
) -> tuple[t.Envelope, ...]:
    """One envelope per zone and one for the city, or a single one for everybody."""
    if rulebook is None or not row["envelopes"]:
        return (t.Envelope(t.CITY_WIDE, "Toute la ville", row["total_cents"]),)
    values = rulebook.values
    return (
        *(t.Envelope(zone.code, zone.name, values.zone_envelope_cents) for zone in zones),
        t.Envelope(t.CITY_WIDE, "Toute la ville", values.city_envelope_cents),
    )


def _proposal(row: Row) -> t.Proposal:
    refusal = row.get("refusal")
    return t.Proposal(**{**row, "refusal": t.Refusal(**refusal) if refusal else None})


def _delivery(row: Row) -> t.Delivery:
    return t.Delivery(
        proposal=row["proposal"],
        status=row["status"],
        spent_cents=row["spent_cents"],
        reason=row.get("reason", ""),
        milestones=tuple(
            t.Milestone(
                title=item["title"],
                announced_in=item["announced_in"],
                expected_in=item.get("expected_in", item["announced_in"]),
                reached_in=item.get("reached_in"),
            )
            for item in row["milestone"]
        ),
        updates=tuple(t.Update(**item) for item in row.get("update", [])),
    )
