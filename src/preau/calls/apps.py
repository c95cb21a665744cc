from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "preau.calls"

    def ready(self) -> None:
        from preau.processes.desk import desk_tasks
        from preau.processes.kinds import step_kinds
        from preau.processes.mine import MinePanel, mine_panels
        from preau.processes.outline import outline_parts
        from preau.proposals.panels import Panel, panels
        from preau.proposals.readings import readers

        from . import outline
        from .inbox import call_tasks
        from .kind import CallKind
        from .public.panels import my_applications, of_proposal
        from .reading import ApplicationReader

        step_kinds.add(CallKind.code, CallKind())
        outline_parts.add("calls", outline.PART)
        readers.add("calls", ApplicationReader())
        desk_tasks.add("calls", call_tasks)
        panels.add("calls", Panel(6, of_proposal, "calls/panels/proposal.html"))
        mine_panels.add("applications", MinePanel(2, my_applications, "calls/panels/mine.html"))
