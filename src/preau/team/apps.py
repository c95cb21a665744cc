from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "preau.team"

    def ready(self) -> None:
        from preau.processes.desk import desk_sections, first_steps

        from .desk.menu import first, section

        desk_sections.add("team", section)
        first_steps.add("team", first)
