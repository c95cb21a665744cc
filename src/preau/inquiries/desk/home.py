"""The dashboard: delays with their article, figures, what is still missing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from preau.kernel import clock
from preau.processes.desk_access import for_agents

from ..dossier import downloads
from ..kind import missing_pieces
from ..models import Channel, IncomingMail
from ..procedure import delays, missing_to_open
from ..queries import figures, progress, root_of
from .access import frame, load_desk_inquiry


@for_agents
def home(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Where the inquiry stands, against what the text asks."""
    inquiry = load_desk_inquiry(request, process, step)
    today = timezone.localdate(clock.now())
    names = dict(Channel.choices)
    cut, everything = progress(inquiry)
    counted = figures(inquiry)
    context = frame(
        request,
        inquiry,
        "home",
        delays=[(one, one.is_late_on(today)) for one in delays(inquiry)],
        missing=missing_to_open(inquiry),
        missing_pieces=missing_pieces(inquiry),
        figures=counted,
        channels=[(names[code], n) for code, n in counted.channels],
        cut=cut,
        everything=everything,
        downloads=sum(downloads(inquiry).values()),
        waiting_mails=IncomingMail.objects.filter(
            inquiry=inquiry, state=IncomingMail.State.WAITING
        ).count(),
        root=root_of(inquiry),
    )
    return render(request, "inquiries/desk/home.html", context)
