from django.apps import AppConfig


class ElectorateConfig(AppConfig):
    name = "preau.electorate"

    def ready(self) -> None:
        from preau.processes.requirements import requirement_kinds
        from preau.processes.screens import identity_screens

        from .kinds import KINDS
        from .screens import SCREENS

        for kind in KINDS:
            requirement_kinds.add(kind.code, kind)
        for code, screen in SCREENS.items():
            identity_screens.add(code, screen)
