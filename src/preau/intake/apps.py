from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "preau.intake"

    def ready(self) -> None:
        from preau.processes.desk import desk_pages

        from .desk.views import menu_line

        desk_pages.add("intake", menu_line)
