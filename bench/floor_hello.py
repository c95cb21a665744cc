"""The floor of pages: the smallest Django that answers, and nothing else."""

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Bonjour</title><h1>Bonjour</h1>")


urlpatterns = [path("", hello)]

settings.configure(
    SECRET_KEY="floor", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[], DEBUG=False
)
django.setup()
application = get_wsgi_application()
