from django.apps import AppConfig


class BlueprintsConfig(AppConfig):
    name = "preau.blueprints"

    def ready(self) -> None:
        from . import (
            appel_a_projets,
            boite_a_idees,
            consultation,
            enquete_publique,
            participatory_budget,
            petition,
            questionnaire,
            votation,
        )
        from .registry import blueprints, shelves
        from .shelf import MODELS, PROCESSES

        applications = (
            participatory_budget,
            questionnaire,
            consultation,
            votation,
            petition,
            enquete_publique,
            appel_a_projets,
            boite_a_idees,
        )
        for application in applications:
            blueprints.add(application.BLUEPRINT.code, application.BLUEPRINT)
        shelves.add("modele", MODELS)
        shelves.add("demarche", PROCESSES)
