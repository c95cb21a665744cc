from django.apps import AppConfig


class BudgetingConfig(AppConfig):
    name = "preau.budgeting"

    def ready(self) -> None:
        from preau.processes.kinds import step_kinds

        from .kind import ResultsKind

        step_kinds.add(ResultsKind.code, ResultsKind())
