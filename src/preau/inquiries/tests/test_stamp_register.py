"""Hashes signed by a third party: the one of these tests is ``openssl ts``, not our own code."""

from __future__ import annotations

import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from preau.inquiries import proof
from preau.inquiries.archive import seal_register, write_archive
from preau.inquiries.models import Inquiry, Link, Timestamp
from preau.inquiries.stamps import NotStamped, ask, stamp, stamp_all
from preau.kernel import clock

from .world import CLOSES, commissioner, say

OPENSSL = shutil.which("openssl")
CONFIG = """
[req]
distinguished_name=dn
prompt=no
[dn]
CN=Tiers
[ca]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign
subjectKeyIdentifier=hash
[tsa_cert]
basicConstraints=CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[tsa]
default_tsa=here
[here]
serial={folder}/serial
signer_cert={folder}/tsa.pem
signer_key={folder}/tsa.key
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256
accuracy=secs:1
ess_cert_id_alg=sha256
"""


def openssl(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own words
        [str(OPENSSL), *words], cwd=folder, capture_output=True, check=False
    )


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root and a timestamping certificate."""
    if OPENSSL is None:
        pytest.skip("openssl, which plays the timestamping authority, is not installed")
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "c.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    key = ("-newkey", "rsa:2048", "-nodes", "-config", "c.cnf")
    issue = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30")
    sign = ("-extfile", "c.cnf", "-extensions", "tsa_cert")
    for words in (
        ("req", "-x509", *key, "-extensions", "ca", "-keyout", "ca.key", "-out", "ca.pem"),
        ("req", *key, "-subj", "/CN=Horloge", "-keyout", "tsa.key", "-out", "tsa.csr"),
        ("x509", "-req", "-in", "tsa.csr", *issue, *sign, "-out", "tsa.pem"),
    ):
        done = openssl(folder, *words)
        assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture
def tsa(authority: Path, settings: Any) -> Iterator[Path]:
    """The authority, answering over HTTP; ``broken`` in its folder makes it answer nonsense."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (authority / "q.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            words = ("ts", "-reply", "-config", "c.cnf", "-queryfile", "q.tsq", "-out", "r.tsr")
            openssl(authority, *words)
            is_broken = (authority / "broken").exists()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"no" if is_broken else (authority / "r.tsr").read_bytes())

        def log_message(self, *said: Any) -> None:
            """Nothing on the screen of the tests."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.PREAU_TIMESTAMP = {
        "url": f"http://127.0.0.1:{server.server_port}/",
        "roots": str(authority / "ca.pem"),
    }
    yield authority
    server.shutdown()
    server.server_close()
    (authority / "broken").unlink(missing_ok=True)


@pytest.fixture
def sealed(inquiry: Inquiry) -> Inquiry:
    say(inquiry, "Le talus glisse.")
    with clock.stopped(CLOSES + timedelta(hours=1)):
        seal_register(inquiry=inquiry, actor=commissioner())
    return inquiry


def test_stamp_the_seal(sealed: Inquiry, tsa: Path, client: Any, tmp_path: Path) -> None:
    with clock.stopped(CLOSES + timedelta(hours=2)):
        assert stamp_all() == 1
        assert stamp_all() == 0
        made = Timestamp.objects.get()
        seal = Link.objects.get(inquiry=sealed, kind="sealed")
        assert (made.place, made.root) == (seal.place, seal.hash)
        journal = client.get("/demarches/plu/enquete/enquete/journal/").content.decode()
        assert f"horodatage-{made.place}.tsr" in journal
    path = tmp_path / "preuve.zip"
    with write_archive(sealed, is_sealed_text=True) as file:
        path.write_bytes(file.read())
    assert proof.verify(str(path)).faults == []
    with zipfile.ZipFile(path) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith(".tsr")]
        (tmp_path / "r.tsr").write_bytes(archive.read(name))
        assert made.root in archive.read("horodatages.txt").decode()
    for words, expected in ((made.root, 0), (made.root[::-1], 1)):
        (tmp_path / "e.txt").write_text(words)
        check = ("-data", "e.txt", "-in", "r.tsr", "-CAfile", str(tsa / "ca.pem"))
        assert openssl(tmp_path, "ts", "-verify", *check).returncode == expected
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE inquiries_timestamp SET root = repeat('a', 64)")


def test_refuse_another_root(sealed: Inquiry, tsa: Path, settings: Any, tmp_path: Path) -> None:
    """A signature that the named root does not vouch for is no timestamp; it is asked again."""
    key = ("-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Autre")
    done = openssl(tmp_path, "req", "-x509", *key, "-keyout", "k.pem", "-out", "other.pem")
    assert done.returncode == 0
    good = settings.PREAU_TIMESTAMP
    settings.PREAU_TIMESTAMP = {**good, "roots": str(tmp_path / "other.pem")}
    with pytest.raises(NotStamped):
        stamp(sealed)
    (tsa / "broken").touch()
    settings.PREAU_TIMESTAMP = good
    assert stamp_all() == 0
    with pytest.raises(NotStamped):
        ask("mots")
    assert not Timestamp.objects.exists()
    (tsa / "broken").unlink()
    assert stamp_all() == 1


def test_stamp_nothing_unset(sealed: Inquiry, settings: Any) -> None:
    settings.PREAU_TIMESTAMP = {}
    assert stamp_all() == 0
