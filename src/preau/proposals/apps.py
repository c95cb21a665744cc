from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "preau.proposals"

    def ready(self) -> None:
        from preau.processes.kinds import step_kinds

        from .kind import Collection

        step_kinds.add(Collection.code, Collection())
