import os

from django.core.wsgi import get_wsgi_application

from preau.public.cache import PageCache
from preau.public.routes import remember_routes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = PageCache(get_wsgi_application())
remember_routes()
