# SPDX-License-Identifier: EUPL-1.2
"""Routes of sources of events, below /can-bo/nguon-su-kien/."""

from django.urls import URLPattern, path

from tinhso.faces.desk.security import sources

urlpatterns: list[URLPattern] = [
    path("", sources.source_list, name="event_sources"),
    path("moi/<uuid:source_id>/", sources.new, name="event_source_new"),
    path("<uuid:source_id>/", sources.source, name="event_source"),
    path("<uuid:source_id>/cau-hinh/<slug:program>/", sources.configuration, name="event_source_configuration"),
]
