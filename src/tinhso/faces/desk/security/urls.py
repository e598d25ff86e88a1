# SPDX-License-Identifier: EUPL-1.2
"""Routes of information security at the desk: sources of events, the events, alerts, rules of detection."""

from django.urls import URLPattern, path

from tinhso.faces.desk.security import (
    alerts,
    events,
    incident_papers,
    incidents,
    keeping,
    lookups,
    playbooks,
    rules,
    sources,
    trying,
    watch,
)

urlpatterns: list[URLPattern] = [
    path("nguon-su-kien/", sources.source_list, name="event_sources"),
    path("nguon-su-kien/moi/<uuid:source_id>/", sources.new, name="event_source_new"),
    path("nguon-su-kien/<uuid:source_id>/", sources.source, name="event_source"),
    path(
        "nguon-su-kien/<uuid:source_id>/cau-hinh/<slug:program>/",
        sources.configuration,
        name="event_source_configuration",
    ),
    path("canh-bao/", alerts.alert_list, name="alerts"),
    path("canh-bao/<uuid:alert_id>/", alerts.alert, name="alert"),
    path("canh-bao/tam-an/<uuid:suppression_id>/thoi/", alerts.end_hiding, name="alert_end_hiding"),
    path("su-co/", incidents.incident_list, name="incidents"),
    path("su-co/giam-sat/", incident_papers.monitoring, name="monitoring"),
    path("su-co/moi/<uuid:incident_id>/", incidents.new, name="incident_new"),
    path("su-co/<uuid:incident_id>/", incidents.incident, name="incident"),
    path("su-co/<uuid:incident_id>/van-ban/<slug:kind>/", incident_papers.draft, name="incident_paper"),
    path("su-co/<uuid:incident_id>/van-ban/<slug:kind>/ky/", incident_papers.sign, name="incident_paper_sign"),
    path("su-co/chung-cu/<uuid:evidence_id>/", incidents.evidence_file, name="incident_evidence"),
    path("kich-ban-ung-cuu/", playbooks.playbooks, name="playbooks"),
    path("luat-phat-hien/", rules.rule_list, name="detection_rules"),
    path("luat-phat-hien/thu/", trying.try_rule, name="try_rule"),
    path("luat-phat-hien/luat/", rules.rule, name="detection_rule"),
    path("nhat-ky-tra-cuu/", lookups.lookup_list, name="log_lookups"),
    path("luu-nhat-ky/", keeping.keeping, name="log_keeping"),
    path("luu-nhat-ky/giu/", keeping.holds, name="log_holds"),
    path("suc-khoe-giam-sat/", watch.watch, name="security_watch"),
    path("su-kien/", events.search, name="events"),
    path("su-kien/<slug:name>/", events.event, name="event"),
]
