import os

from django.core.wsgi import get_wsgi_application

from preau.public.cache import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = PageCache(get_wsgi_application())
