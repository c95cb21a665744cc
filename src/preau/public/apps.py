from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "preau.public"

    def ready(self) -> None:
        from preau.processes.screens import identity_screens

        from .screens import SCREENS

        for code, screen in SCREENS.items():
            identity_screens.add(code, screen)
