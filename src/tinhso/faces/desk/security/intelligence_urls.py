# SPDX-License-Identifier: EUPL-1.2
"""Routes of threat intelligence and of the national centre, below /can-bo/tin-nguy-co/."""

from django.urls import URLPattern, path

from tinhso.faces.desk.security import intelligence as indicators
from tinhso.faces.desk.security import intelligence_centre as centre
from tinhso.faces.desk.security import intelligence_feeds as feeds
from tinhso.faces.desk.security import intelligence_machines as machines
from tinhso.faces.desk.security import intelligence_partners as partners
from tinhso.faces.desk.security import intelligence_trends as trends

urlpatterns: list[URLPattern] = [
    path("", indicators.indicator_list, name="indicators"),
    path("ghi/", indicators.new_indicator, name="indicator_new"),
    path("thiet-lap/", indicators.settings, name="indicator_settings"),
    path("<int:indicator_id>/", indicators.indicator, name="indicator"),
    path("xu-huong/", trends.trends, name="indicator_trends"),
    path("nguon/", feeds.feed_list, name="feeds"),
    path("nguon/moi/<uuid:feed_id>/", feeds.new_feed, name="feed_new"),
    path("nguon/<uuid:feed_id>/ngung/", feeds.stop_feed, name="feed_stop"),
    path("doi-tac/", partners.partner_list, name="sharing"),
    path("doi-tac/moi/<uuid:partner_id>/", partners.new_partner, name="sharing_partner_new"),
    path("doi-tac/<uuid:partner_id>/", partners.partner, name="sharing_partner"),
    path("bo-suu-tap/moi/<uuid:collection_id>/", partners.new_collection, name="collection_new"),
    path("may-nhiem/", machines.machine_list, name="infected_machines"),
    path("may-nhiem/danh-sach/", machines.take_list, name="blacklist_take"),
    path("may-nhiem/<uuid:case_id>/", machines.machine, name="infected_machine"),
    path("trung-tam/", centre.centre, name="national_centre"),
    path("trung-tam/ket-noi/", centre.connect, name="national_centre_connect"),
    path("trung-tam/chia-se/", centre.share, name="share_indicators"),
]
