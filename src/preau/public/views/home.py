from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from preau.kernel import clock
from preau.processes.models import Process
from preau.processes.queries import acts_of_the_moment


def home(request: HttpRequest) -> HttpResponse:
    processes = list(Process.objects.published().with_steps())
    acts = acts_of_the_moment(processes, request.user, clock.now())
    return render(request, "public/home.html", {"processes": processes, "acts": acts})


def mine(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        then = urlencode({"suite": request.get_full_path()})
        return redirect(f"{reverse('public:sign_in')}?{then}")
    return render(request, "public/mine.html")
