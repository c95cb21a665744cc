from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "preau.moderation"

    def ready(self) -> None:
        from preau.processes.desk import desk_tasks

        from .desk.tasks import moderation_tasks

        desk_tasks.add("moderation", moderation_tasks)
