from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "preau.tenancy"

    def ready(self) -> None:
        from . import mounts, wording

        wording.listen()
        mounts.listen()
