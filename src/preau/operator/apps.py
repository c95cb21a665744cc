from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OperatorConfig(AppConfig):
    name = "preau.operator"

    def ready(self) -> None:
        from preau.processes.desk import desk_banners
        from preau.tenancy.quotas import limits

        from .keys import spread_keys
        from .notices import banners
        from .plans import most

        post_migrate.connect(spread_keys, sender=self)
        desk_banners.add("operator", banners)
        for what in ("agents", "processes"):
            limits.add(what, most(what))
