from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OperatorConfig(AppConfig):
    name = "preau.operator"

    def ready(self) -> None:
        from .keys import spread_keys

        post_migrate.connect(spread_keys, sender=self)
