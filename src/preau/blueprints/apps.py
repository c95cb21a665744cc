from django.apps import AppConfig


class BlueprintsConfig(AppConfig):
    name = "preau.blueprints"

    def ready(self) -> None:
        from . import consultation, participatory_budget, questionnaire, votation
        from .registry import blueprints, shelves
        from .shelf import MODELS, PROCESSES

        for application in (participatory_budget, questionnaire, consultation, votation):
            blueprints.add(application.BLUEPRINT.code, application.BLUEPRINT)
        shelves.add("modele", MODELS)
        shelves.add("demarche", PROCESSES)
