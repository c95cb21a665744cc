from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "preau.tenancy"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from .scope import speak_again

        connection_created.connect(speak_again, dispatch_uid="preau.tenancy")
