from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "preau.inquiries"

    def ready(self) -> None:
        from preau.processes.kinds import step_kinds

        from .kind import InquiryKind

        step_kinds.add(InquiryKind.code, InquiryKind())
