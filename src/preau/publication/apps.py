from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "preau.publication"

    def ready(self) -> None:
        from preau.processes.desk import desk_tasks
        from preau.proposals.desk.acts import bulk_acts
        from preau.reviews.later import later

        from .desk.acts import ACTS
        from .inbox import publication_tasks
        from .keeping import KEEP

        for act in ACTS:
            bulk_acts.add(act.code, act)
        later.add("publication", KEEP)
        desk_tasks.add("publication", publication_tasks)
