"""Public pages with 10,000 proposals, each as a ratio to a bare Django page in the same run.

    ./preau bench pages

The floor runs in a process of its own, just before and just after; its mean is taken. Pages are
asked in this process, without a network: what is measured is what a worker's processor does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import town  # noqa: E402
from loop import rate  # noqa: E402

FLOOR = "from floor_hello import application; from loop import rate; import json; print(json.dumps(rate(application, '/')))"


def floor() -> float:
    answer = subprocess.run(
        [sys.executable, "-c", FLOOR], cwd=HERE, check=True, capture_output=True, text=True
    )
    return float(json.loads(answer.stdout)["per_second"])


def main() -> None:
    town.start()
    site = town.open_town()
    from config.wsgi import application
    from preau.proposals.models import Proposal
    from preau.tenancy.scope import use_site

    with use_site(site):
        proposal = Proposal.objects.select_related("process").get(number=87)
        page = proposal.get_absolute_url()
    before = floor()
    pages = {
        "home, cached": "/",
        "list, cached": "/demarches/mesure/projets/",
        "proposal, cached": page,
    }
    measured = {name: rate(application, path) for name, path in pages.items()}
    signed = {"cookies": f"sessionid={session(site)}"}
    for name, path in pages.items():
        measured[name.replace("cached", "uncached")] = rate(application, path, **signed)
    measured["list by words, uncached"] = rate(
        application, "/demarches/mesure/projets/?q=jardin", **signed
    )
    hello = (before + floor()) / 2
    print(f"{'':28}{'pages/s':>10}{'CPU ms':>9}{'of floor':>10}")
    print(f"{'floor: bare Django page':28}{hello:10.0f}")
    for name, found in measured.items():
        share = 100 * found["per_second"] / hello
        print(f"{name:28}{found['per_second']:10.0f}{found['cpu_ms']:9.2f}{share:9.0f} %")


def session(site: object) -> str:
    """A signed-in resident, whose pages no cache may serve."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from preau.accounts.models import User
    from preau.tenancy.scope import use_site

    with use_site(site):
        person, _ = User.objects.get_or_create(email="nadia@example.org")
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store[SESSION_KEY] = str(person.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = person.get_session_auth_hash()
        store.create()
        return str(store.session_key)


if __name__ == "__main__":
    main()
