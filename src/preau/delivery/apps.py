from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "preau.delivery"

    def ready(self) -> None:
        from preau.processes.kinds import step_kinds
        from preau.proposals.panels import panels

        from .kind import DeliveryKind
        from .panel import delivery_panel

        step_kinds.add(DeliveryKind.code, DeliveryKind())
        panels.add("delivery", delivery_panel)
