from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "preau.surveys"

    def ready(self) -> None:
        from preau.processes.kinds import step_kinds
        from preau.processes.mine import MinePanel, mine_panels
        from preau.processes.outline import outline_parts

        from . import outline
        from .kind import SurveyKind
        from .public.panels import begun

        outline_parts.add("surveys", outline.PART)
        step_kinds.add(SurveyKind.code, SurveyKind())
        mine_panels.add("surveys", MinePanel(3, begun, "surveys/panels/begun.html"))
