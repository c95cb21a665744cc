from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "preau.reviews"

    def ready(self) -> None:
        from preau.processes.desk import desk_tasks
        from preau.processes.kinds import step_kinds
        from preau.processes.mine import MinePanel, mine_panels
        from preau.processes.outline import outline_parts
        from preau.proposals.panels import panels
        from preau.services.desk.figures import workload

        from . import outline
        from .inbox import review_tasks
        from .inbox_opinions import opinion_tasks
        from .inbox_rounds import round_tasks
        from .kind import ReviewKind
        from .panel import ANSWER_PANEL
        from .progress import service_workload
        from .public.views import to_make_clear

        outline_parts.add("reviews", outline.PART)
        step_kinds.add(ReviewKind.code, ReviewKind())
        panels.add("reviews", ANSWER_PANEL)
        desk_tasks.add("reviews", review_tasks)
        desk_tasks.add("opinions", opinion_tasks)
        desk_tasks.add("rounds", round_tasks)
        mine_panels.add("precisions", MinePanel(0, to_make_clear, "reviews/mine_precisions.html"))
        workload.add("reviews", service_workload)
        _fill_sheet()
        _fill_table()


def _fill_sheet() -> None:
    from preau.proposals.desk.boxes import sheet_boxes, sheet_styles

    from .desk import boxes, opinion_boxes, precision_views, study_boxes, thread_views

    sheet_boxes.add("reviews", boxes.DECISION_BOX)
    sheet_boxes.add("reviews_opinions", opinion_boxes.OPINIONS_BOX)
    sheet_boxes.add("reviews_fiche", study_boxes.FICHE_BOX)
    sheet_boxes.add("reviews_synthesis", study_boxes.SYNTHESIS_BOX)
    sheet_boxes.add("reviews_reading", study_boxes.READING_BOX)
    sheet_boxes.add("reviews_precisions", precision_views.PRECISION_BOX)
    sheet_boxes.add("reviews_presence", thread_views.PRESENCE_BOX)
    sheet_boxes.add("reviews_thread", thread_views.THREAD_BOX)
    sheet_styles.add("questions", "questions/questions.css")
    sheet_styles.add("reviews", "reviews/reviews.css")


def _fill_table() -> None:
    from preau.proposals.desk.acts import bulk_acts
    from preau.proposals.desk.exports import export_columns
    from preau.proposals.desk.files import export_files
    from preau.proposals.desk.sight import sights
    from preau.proposals.desk.state import more_state

    from .columns import DECISION_COLUMNS
    from .desk import acts, asking_acts
    from .files import DECISIONS, OPINIONS
    from .sight import seen_by

    sights.add("reviews", seen_by)
    export_columns.add("reviews", DECISION_COLUMNS)
    more_state.add("opinions", asking_acts.OPINIONS_STATE)
    for act in (*acts.ACTS, *asking_acts.ACTS):
        bulk_acts.add(act.code, act)
    for file in (OPINIONS, DECISIONS):
        export_files.add(file.code, file)
