from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "preau.voting"

    def ready(self) -> None:
        from preau.processes.desk import desk_tasks
        from preau.processes.kinds import step_kinds
        from preau.processes.mine import MinePanel, mine_panels

        from .desk.inbox import aside_tasks, sealed_tasks
        from .kind import VoteKind
        from .public.panels import to_attach, to_confirm

        step_kinds.add(VoteKind.code, VoteKind())
        mine_panels.add("ballots", MinePanel(2, to_confirm, "voting/panels/to_confirm.html"))
        mine_panels.add("guest_votes", MinePanel(1, to_attach, "voting/panels/to_attach.html"))
        desk_tasks.add("sealed_boxes", sealed_tasks)
        desk_tasks.add("set_asides", aside_tasks)
