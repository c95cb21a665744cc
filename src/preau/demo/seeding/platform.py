"""Who keeps the installation of the demonstration, and what the console first shows."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from preau.operator.models import Operator, Plan
from preau.operator.usage import measure_all
from preau.tenancy.models import Site
from preau.tenancy.scope import use_site


def keep_platform() -> bool:
    """Samir, who enters by a button of the demonstration; False when he is there already."""
    with use_site(None):
        if Operator.objects.exists():
            return False
        Operator.objects.create(
            email="samir@plateforme.example", name="Samir Haddad", password=make_password(None)
        )
        for site in Site.objects.all():
            Plan.objects.create(site=site, name="Ville", most_agents=500)
        measure_all()
    return True
