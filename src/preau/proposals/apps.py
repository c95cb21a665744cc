from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "preau.proposals"

    def ready(self) -> None:
        from preau.processes.kinds import step_kinds

        from .desk.acts import bulk_acts
        from .desk.own_acts import ACTS
        from .kind import Collection

        step_kinds.add(Collection.code, Collection())
        for act in ACTS:
            bulk_acts.add(act.code, act)
