from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "preau.delivery"

    def ready(self) -> None:
        from preau.processes.desk import desk_tasks
        from preau.processes.kinds import step_kinds
        from preau.proposals.panels import panels

        from .inbox import delivery_tasks
        from .kind import DeliveryKind
        from .panel import delivery_panel

        step_kinds.add(DeliveryKind.code, DeliveryKind())
        panels.add("delivery", delivery_panel)
        desk_tasks.add("delivery", delivery_tasks)
