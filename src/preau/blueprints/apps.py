from django.apps import AppConfig


class BlueprintsConfig(AppConfig):
    name = "preau.blueprints"

    def ready(self) -> None:
        from . import participatory_budget, questionnaire
        from .registry import blueprints

        for application in (participatory_budget, questionnaire):
            blueprints.add(application.BLUEPRINT.code, application.BLUEPRINT)
