from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "preau.tenancy"

    def ready(self) -> None:
        from .wording import listen

        listen()
