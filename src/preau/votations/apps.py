from django.apps import AppConfig


class VotationsConfig(AppConfig):
    name = "preau.votations"

    def ready(self) -> None:
        from preau.processes.desk import desk_tasks
        from preau.processes.kinds import step_kinds
        from preau.processes.outline import outline_parts
        from preau.processes.panels import process_panels
        from preau.voting.leads import leads

        from . import outline
        from .kind import OutcomeKind
        from .panel import to_read, votation_panel
        from .queries import desk_tasks_of

        outline_parts.add("votations", outline.PART)
        step_kinds.add(OutcomeKind.code, OutcomeKind())
        process_panels.add("votation", votation_panel)
        leads.add("votation", to_read)
        desk_tasks.add("votations", desk_tasks_of)
