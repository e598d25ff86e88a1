# SPDX-License-Identifier: EUPL-1.2
"""WSGI entry of the door for administrators: operations pages, sign-in and nothing else (see `faces.ui.doors`)."""

import os

from django.core.wsgi import get_wsgi_application

from tinhso.config.draining import drain_before_ending

os.environ["TINHSO_DOOR"] = "ops"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings")
application = get_wsgi_application()
drain_before_ending()
