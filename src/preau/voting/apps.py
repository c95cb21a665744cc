from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "preau.voting"

    def ready(self) -> None:
        from preau.processes.kinds import step_kinds

        from .kind import VoteKind

        step_kinds.add(VoteKind.code, VoteKind())
