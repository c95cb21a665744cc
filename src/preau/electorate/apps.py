from django.apps import AppConfig


class ElectorateConfig(AppConfig):
    name = "preau.electorate"

    def ready(self) -> None:
        from preau.processes.desk import desk_pages
        from preau.processes.outline import outline_parts
        from preau.processes.requirements import requirement_kinds
        from preau.processes.screens import identity_screens

        from . import outline
        from .desk.access import menu_line
        from .kinds import KINDS
        from .screens import SCREENS

        outline_parts.add("electorate", outline.PART)
        desk_pages.add("electorate", menu_line)
        for kind in KINDS:
            requirement_kinds.add(kind.code, kind)
        for code, screen in SCREENS.items():
            identity_screens.add(code, screen)
