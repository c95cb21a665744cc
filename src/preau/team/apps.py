from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "preau.team"

    def ready(self) -> None:
        from preau.processes.desk import desk_sections

        from .desk.menu import section

        desk_sections.add("team", section)
