from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OperatorConfig(AppConfig):
    name = "preau.operator"

    def ready(self) -> None:
        from preau.processes.desk import desk_banners, desk_sections, first_steps
        from preau.tenancy.quotas import limits

        from .desk.platform import own_address, section
        from .keys import spread_keys
        from .notices import banners
        from .plans import most, most_bytes

        post_migrate.connect(spread_keys, sender=self)
        desk_banners.add("operator", banners)
        desk_sections.add("platform", section)
        first_steps.add("platform", own_address)
        for what in ("agents", "processes"):
            limits.add(what, most(what))
        limits.add("bytes", most_bytes)
