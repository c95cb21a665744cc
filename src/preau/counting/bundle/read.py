"""Open a bundle: its parts as bytes, and the contest they describe."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from preau.counting.ballots import RawBallot
from preau.counting.bundle import parts
from preau.counting.engine import count
from preau.counting.model import Candidate, CountError
from preau.counting.outcome import Outcome
from preau.counting.profile import Profile
from preau.counting.rulebook import RuleDocument


class BundleError(CountError):
    """The bundle cannot be opened or read at all."""


@dataclass(frozen=True)
class Bundle:
    path: Path
    contents: Mapping[str, bytes]
    manifest: Mapping[str, Any]

    @property
    def lines(self) -> list[bytes]:
        """The ballots, one canonical line each."""
        return self.contents[parts.BALLOTS].splitlines(keepends=True)

    def ballots(self) -> list[RawBallot]:
        found: list[RawBallot] = []
        for number, line in enumerate(self.lines, 1):
            try:
                found.append(parts.read_ballot_line(line))
            except ValueError as error:
                raise self.error(parts.BALLOTS, f"line {number}: {error}") from None
        return found

    def rule(self) -> RuleDocument:
        return RuleDocument.from_json(self.contents[parts.RULEBOOK])

    def candidates(self) -> list[Candidate]:
        try:
            return parts.read_options(self.contents[parts.OPTIONS])
        except (ValueError, KeyError, TypeError) as error:
            raise self.error(parts.OPTIONS, str(error)) from None

    def recount(self, rule: RuleDocument | None = None) -> Outcome:
        """Count the published ballots again, from zero, by the published rule (or another one)."""
        rule, candidates = rule or self.rule(), self.candidates()
        try:
            record = parts.read_record(self.contents[parts.RECORD])
        except (ValueError, KeyError, TypeError) as error:
            raise self.error(parts.RECORD, f"cannot be read ({error!r})") from None
        profile = Profile.from_ballots(rule.ballot, self.ballots(), candidates)
        return count(candidates, profile, rule, **record)

    def error(self, part: str, message: str) -> BundleError:
        return BundleError(f"{self.path}: {part}: {message}")


def is_bundle(path: Path) -> bool:
    return path.is_file() and zipfile.is_zipfile(path)


def read_bundle(path: Path) -> Bundle:
    """Raises BundleError when the file is no bundle, or lacks a part."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            contents = {name: archive.read(name) for name in names}
    except OSError as error:
        raise BundleError(f"{path}: {error.strerror or error}") from None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise BundleError(f"{path}: is not a readable bundle ({error})") from None
    if len(set(names)) != len(names):
        raise BundleError(f"{path}: a part is there twice")
    missing = [name for name in (parts.MANIFEST, *parts.PARTS) if name not in contents]
    if missing:
        raise BundleError(f"{path}: the bundle has no {', '.join(missing)}")
    return Bundle(path, contents, _manifest(path, contents[parts.MANIFEST]))


def _manifest(path: Path, content: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(content)
        version = (manifest["format"], manifest["version"])
        units = manifest["minor_units"]
        texts = (*manifest["contest"].items(), *manifest["parts"].items())
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BundleError(f"{path}: {parts.MANIFEST}: cannot be read") from None
    if version != (parts.FORMAT, parts.VERSION):
        raise BundleError(f"{path}: {parts.MANIFEST}: unknown format {version}")
    if type(units) is not int or units < 1 or not all(type(v) is str for _, v in texts):
        raise BundleError(f"{path}: {parts.MANIFEST}: holds values of the wrong type")
    found: dict[str, Any] = manifest
    return found
