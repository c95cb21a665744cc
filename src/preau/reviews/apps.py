from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "preau.reviews"

    def ready(self) -> None:
        from preau.processes.desk import desk_tasks
        from preau.processes.kinds import step_kinds
        from preau.proposals.desk.acts import bulk_acts
        from preau.proposals.desk.boxes import sheet_boxes
        from preau.proposals.desk.exports import export_columns
        from preau.proposals.panels import panels

        from .columns import DECISION_COLUMNS
        from .desk import acts, boxes
        from .inbox import review_tasks
        from .kind import ReviewKind
        from .panel import ANSWER_PANEL

        step_kinds.add(ReviewKind.code, ReviewKind())
        panels.add("reviews", ANSWER_PANEL)
        desk_tasks.add("reviews", review_tasks)
        sheet_boxes.add("reviews", boxes.DECISION_BOX)
        export_columns.add("reviews", DECISION_COLUMNS)
        for act in acts.ACTS:
            bulk_acts.add(act.code, act)
