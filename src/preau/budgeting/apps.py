from django.apps import AppConfig


class BudgetingConfig(AppConfig):
    name = "preau.budgeting"

    def ready(self) -> None:
        from preau.processes.desk import desk_tasks
        from preau.processes.kinds import step_kinds
        from preau.processes.mine import MinePanel, mine_panels
        from preau.processes.outline import outline_parts
        from preau.processes.panels import process_panels
        from preau.proposals.desk.catalogue import catalogue_words
        from preau.proposals.panels import panels

        from . import outline
        from .at_vote import at_vote_panel
        from .ballot_texts import agreed_words
        from .kind import ResultsKind
        from .panel import winners_panel
        from .public.ballot_text import to_agree
        from .queries import desk_tasks_of

        outline_parts.add("budgeting", outline.PART)
        mine_panels.add("ballot_texts", MinePanel(3, to_agree, "budgeting/mine_texts.html"))
        step_kinds.add(ResultsKind.code, ResultsKind())
        catalogue_words.add("ballot", agreed_words)
        process_panels.add("winners", winners_panel)
        panels.add("at_vote", at_vote_panel)
        desk_tasks.add("budgeting", desk_tasks_of)
