from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "preau.news"

    def ready(self) -> None:
        from preau.processes.desk import desk_sections

        from .desk.views import section

        desk_sections.add("news", section)
