import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
_django = get_wsgi_application()

from preau.public.cache import PageCache  # noqa: E402 (once settings are known)
from preau.public.routes import remember_routes  # noqa: E402
from preau.public.waiting import WaitingRoom  # noqa: E402
from preau.voting.public.short_way import ShortWay  # noqa: E402

application = PageCache(WaitingRoom(ShortWay(_django)))
remember_routes()
