"""The web server's door: `gunicorn exportprogram.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exportprogram.settings")

application = get_wsgi_application()

from django.db import connection  # noqa: E402 (Django must be set up first)

from companies.common.boot import check_time  # noqa: E402

check_time()
connection.close()
