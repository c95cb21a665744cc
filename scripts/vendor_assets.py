"""Bring the front-end assets into the repository, from npm packages, with their licences.

``python scripts/vendor_assets.py`` checks each package against ``scripts/vendor.lock.json`` and
copies the few files that the product serves; ``--update`` takes the newest versions and rewrites
the lock. Nobody needs Node to run the product: what is copied is committed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "scripts" / "vendor.lock.json"
SERVED = ROOT / "src" / "preau" / "ui" / "static" / "vendor"
TESTS = ROOT / "tests" / "vendor"

#: package → (folder, {file in the package: name here})
ASSETS: dict[str, tuple[Path, dict[str, str]]] = {
    "@fontsource-variable/bricolage-grotesque": (
        SERVED / "bricolage",
        {
            "files/bricolage-grotesque-latin-wght-normal.woff2": "bricolage.woff2",
            "LICENSE": "LICENSE",
        },
    ),
    "@fontsource-variable/atkinson-hyperlegible-next": (
        SERVED / "atkinson",
        {
            "files/atkinson-hyperlegible-next-latin-wght-normal.woff2": "atkinson.woff2",
            "LICENSE": "LICENSE",
        },
    ),
    "leaflet": (
        SERVED / "leaflet",
        {
            "dist/leaflet.js": "leaflet.js",
            "dist/leaflet.css": "leaflet.css",
            "dist/images/layers.png": "images/layers.png",
            "dist/images/layers-2x.png": "images/layers-2x.png",
            "dist/images/marker-icon.png": "images/marker-icon.png",
            "LICENSE": "LICENSE",
        },
    ),
    "axe-core": (TESTS / "axe", {"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"}),
}


def fetch(package: str, version: str, into: Path) -> tuple[str, Path]:
    """Download ``package`` with npm; its integrity (SHA-512, base64) and the archive."""
    wanted = f"{package}@{version}" if version else package
    answer = subprocess.run(  # noqa: S603
        ["npm", "pack", "--json", "--pack-destination", str(into), wanted],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    )
    name = json.loads(answer.stdout)[0]["filename"].replace("@", "").replace("/", "-")
    archive = into / name
    digest = hashlib.sha512(archive.read_bytes()).digest()
    return "sha512-" + base64.b64encode(digest).decode(), archive


def copy(archive: Path, folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        for source, name in files.items():
            member = tar.extractfile(f"package/{source}")
            if member is None:
                raise SystemExit(f"{archive.name} has no {source}")
            body = member.read()
            if name == "leaflet.js":
                body = body.replace(b"//# sourceMappingURL=leaflet.js.map", b"")
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(body)


def main() -> None:
    update = "--update" in sys.argv[1:]
    lock = json.loads(LOCK.read_text()) if LOCK.exists() else {}
    with tempfile.TemporaryDirectory() as scratch:
        for package, (folder, files) in ASSETS.items():
            known = {} if update else lock.get(package, {})
            integrity, archive = fetch(package, known.get("version", ""), Path(scratch))
            if known and known["integrity"] != integrity:
                raise SystemExit(f"{package}: the archive is not the one that was locked")
            with tarfile.open(archive) as tar:
                manifest = tar.extractfile("package/package.json")
                assert manifest is not None  # every npm package has one
                about = json.loads(manifest.read())
            copy(archive, folder, files)
            lock[package] = {
                "version": about["version"],
                "licence": about.get("license", ""),
                "integrity": integrity,
            }
    LOCK.write_text(json.dumps(lock, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
