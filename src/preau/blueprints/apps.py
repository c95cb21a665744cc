from django.apps import AppConfig


class BlueprintsConfig(AppConfig):
    name = "preau.blueprints"

    def ready(self) -> None:
        from .participatory_budget import BLUEPRINT
        from .registry import blueprints

        blueprints.add(BLUEPRINT.code, BLUEPRINT)
