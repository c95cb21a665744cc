"""Verify the evidence of an inquiry, with the standard library alone.

    python -m preau.inquiries.proof ARCHIVE

The archive holds ``chain.jsonl`` (the lines, as they were hashed), ``observations.jsonl`` (the
sealed register) and ``manifest.json`` (hash of each file). A line changed, taken out or added is
told with its place. Imports nothing of the product, so that a judge's expert can read it whole.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

#: What the first line is bound to.
START = "0" * 64
#: File of the archive that tells it is one of an inquiry.
MARK = "inquiry.json"
_BLOCK = 1 << 20


def written(content: Any) -> str:
    """``content`` as it is hashed: JSON, keys sorted, no spaces, no escape."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(content: Any) -> str:
    """SHA-256 of ``content`` as it is written."""
    return hashlib.sha256(written(content).encode()).hexdigest()


def link_hash(previous: str, content: str) -> str:
    """Hash of a line: the hash before it, a line feed, its content."""
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


@dataclass
class Verdict:
    """What was read, and every fault found."""

    links: int = 0
    observations: int = 0
    files: int = 0
    root: str = START
    faults: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.faults


def check_chain(links: Iterable[dict[str, Any]], verdict: Verdict) -> dict[tuple[bool, int], str]:
    """Walk the lines; answers the digest that they hold of each observation."""
    digests: dict[tuple[bool, int], str] = {}
    last_at = ""
    for place, link in enumerate(links, start=1):
        content, verdict.links = link["content"], place
        if link["previous"] != verdict.root:
            verdict.faults.append(f"line {place}: not bound to the line before it")
        if link_hash(link["previous"], content) != link["hash"]:
            verdict.faults.append(f"line {place}: its content was changed")
        said = json.loads(content)
        if said["place"] != place:
            verdict.faults.append(f"line {place}: says it is line {said['place']}")
        if said["at"] < last_at:
            verdict.faults.append(f"line {place}: earlier than the line before it")
        last_at, verdict.root = said["at"], link["hash"]
        if said["kind"] == "observation":
            digests[(said["is_late"], said["number"])] = said["digest"]
    return digests


def check_observations(
    rows: Iterable[dict[str, Any]], digests: dict[tuple[bool, int], str], verdict: Verdict
) -> None:
    """Each observation against the digest of its line, and none missing."""
    waiting = dict(digests)
    for row in rows:
        verdict.observations += 1
        key = (row["is_late"], row["number"])
        name = f"observation {'late ' if row['is_late'] else ''}{row['number']}"
        expected = waiting.pop(key, None)
        if expected is None:
            verdict.faults.append(f"{name}: no line of the chain tells of it")
        elif digest_of(row) != expected:
            verdict.faults.append(f"{name}: it was changed")
    for is_late, number in waiting:
        verdict.faults.append(f"observation {'late ' if is_late else ''}{number}: it was removed")


def check_files(archive: zipfile.ZipFile, verdict: Verdict) -> None:
    """Each file of the archive against the manifest, and the manifest against the files."""
    manifest = json.loads(archive.read("manifest.json"))["files"]
    present = {name for name in archive.namelist() if name != "manifest.json"}
    for name in sorted(present - manifest.keys()):
        verdict.faults.append(f"{name}: not in the manifest")
    for name in sorted(manifest.keys() - present):
        verdict.faults.append(f"{name}: missing")
    for name in sorted(present & manifest.keys()):
        verdict.files += 1
        digest = hashlib.sha256()
        with archive.open(name) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
        if digest.hexdigest() != manifest[name]["sha256"]:
            verdict.faults.append(f"{name}: it was changed")


def verify(path: str) -> Verdict:
    """Everything that an archive can be asked."""
    verdict = Verdict()
    with zipfile.ZipFile(path) as archive:
        check_files(archive, verdict)
        digests = check_chain(_lines(archive, "chain.jsonl"), verdict)
        if "observations.jsonl" in archive.namelist():
            check_observations(_lines(archive, "observations.jsonl"), digests, verdict)
        sealed = json.loads(archive.read(MARK))
    if sealed["root"] != verdict.root:
        verdict.faults.append("the last hash is not the one that the archive was sealed with")
    return verdict


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with archive.open(name) as file:
        for line in file:
            yield json.loads(line)


def main(arguments: list[str]) -> int:
    """Say what was found; 0 when all is sound."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m preau.inquiries.proof ARCHIVE\n")
        return 2
    try:
        verdict = verify(arguments[0])
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"{arguments[0]}: not the archive of an inquiry ({error})\n")
        return 2
    say = sys.stdout.write
    say(f"{verdict.links} lines, {verdict.observations} observations, {verdict.files} files\n")
    say(f"root {verdict.root}\n")
    for fault in verdict.faults:
        say(f"FAULT {fault}\n")
    say("all is sound\n" if verdict.is_sound else f"{len(verdict.faults)} faults\n")
    return 0 if verdict.is_sound else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
