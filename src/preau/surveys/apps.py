from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "preau.surveys"

    def ready(self) -> None:
        from preau.processes.kinds import step_kinds

        from .kind import SurveyKind

        step_kinds.add(SurveyKind.code, SurveyKind())
