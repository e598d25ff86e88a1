# SPDX-License-Identifier: EUPL-1.2
"""WSGI entry of the door for administrators: operations pages, sign-in and nothing else (see `faces.ui.doors`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["TINHSO_DOOR"] = "ops"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings")
application = get_wsgi_application()
