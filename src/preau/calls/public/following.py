"""After the decision, for the people of a project: agreement, payments, reports to hand in."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refusal
from preau.processes.access import refused
from preau.questions.answers import Faulty
from preau.questions.files import check_upload
from preau.ui.forms import PlainForm

from ..following import give_report
from ..models import Agreement, Application, Editor, Report
from ..policies import editor_of
from .access import for_people, frame, load_application, person_of


class ReportForm(PlainForm):
    words = forms.CharField(
        label=gettext_lazy("Ce qui a été fait"), max_length=8000, widget=forms.Textarea
    )
    file = forms.FileField(label=gettext_lazy("Document"), required=False)

    def clean_file(self) -> object:
        found = self.cleaned_data["file"]
        if found:
            try:
                check_upload(found)
            except Faulty as fault:
                raise forms.ValidationError(fault.message) from fault
        return found


def load_agreement(application: Application) -> Agreement:
    found = Agreement.objects.filter(application=application).first()
    if found is None:
        raise Http404
    found.application = application
    return found


@for_people
def following(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    application = load_application(request, process, step, pk)
    agreement = load_agreement(application)
    editor = editor_of(request.user, application)
    context = frame(
        application,
        agreement=agreement,
        instalments=list(agreement.instalments.all()),
        reports=list(agreement.reports.all()),
        may_write=editor is not None and editor.role != Editor.Role.READER,
    )
    return render(request, "calls/apply/following.html", context)


@for_people
def report(request: HttpRequest, process: str, step: str, pk: int, report: int) -> HttpResponse:
    """Hand a report in, or correct the one that was."""
    application = load_application(request, process, step, pk)
    agreement = load_agreement(application)
    one = get_object_or_404(Report, agreement=agreement, pk=report)
    one.agreement = agreement
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReportForm(*data, initial={"words": one.words})
    if form.is_bound and form.is_valid():
        answer = give_report(
            report=one,
            words=form.cleaned_data["words"],
            upload=form.cleaned_data["file"] or None,
            person=person_of(request),
        )
        if isinstance(answer, Refusal):
            return refused(request, answer, back=application.url("following"))
        messages.success(request, _("Le bilan est rendu. Merci."))
        return redirect(application.url("following"))
    context = frame(application, report=one, form=form)
    status = 422 if form.errors else 200
    return render(request, "calls/apply/report.html", context, status=status)
