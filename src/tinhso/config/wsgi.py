# SPDX-License-Identifier: EUPL-1.2
"""WSGI entry of the web processes."""

import os

from django.core.wsgi import get_wsgi_application

from tinhso.config.draining import drain_before_ending
from tinhso.config.stacks import tell_when_asked

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings")
application = get_wsgi_application()
drain_before_ending()
tell_when_asked()
