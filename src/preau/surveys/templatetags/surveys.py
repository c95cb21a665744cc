"""Addresses of a questionnaire in templates."""

from __future__ import annotations

from django import template

from preau.surveys.models import Survey

register = template.Library()


@register.filter
def survey_sheet(survey: Survey) -> str:
    """The paper twin."""
    return survey.url("sheet")
