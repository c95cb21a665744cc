"""Real elections, when they are at hand: `../shared/data` beside the project, or $PREAU_DATA."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no defect of the count: examples are not timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

PROJECT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = Path(os.environ.get("PREAU_DATA", PROJECT.parent / "shared" / "data"))
    if not (folder / "pb").is_dir():
        pytest.skip(f"no real elections in {folder}: set PREAU_DATA to the folder that holds pb/")
    return folder


@pytest.fixture(scope="session")
def open_elections(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every real election: the open archive, unpacked once, and the files beside it."""
    archive = real_data / "pabulib_open.tar.zst"
    zstd = shutil.which("zstd")
    if zstd is None or not archive.exists():
        pytest.skip(f"needs the command zstd and {archive.name}")
    folder = tmp_path_factory.mktemp("elections")
    plain = folder / "elections.tar"
    subprocess.run([zstd, "-dq", "--long=27", archive, "-o", plain], check=True)  # noqa: S603
    with tarfile.open(plain) as tar:
        tar.extractall(folder, filter="data")
    plain.unlink()
    inside = {path.name: path for path in folder.rglob("*.pb")}
    beside = {path.name.removesuffix(".gz"): path for path in (real_data / "pb").iterdir()}
    return [path for _, path in sorted((beside | inside).items())]
