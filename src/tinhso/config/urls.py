# SPDX-License-Identifier: EUPL-1.2
"""Where each face is mounted."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("tinhso.faces.ui.closed_urls")),
    path("can-bo/", include("tinhso.faces.desk.urls")),
    path("van-hanh/", include("tinhso.faces.ops.urls")),
    path("api/", include("tinhso.faces.api.urls")),
    path("taxii2/", include("tinhso.faces.api.taxii.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("tinhso.faces.ui.urls")),
    path("", include("tinhso.faces.portal.urls")),
]
handler400 = "tinhso.faces.ui.errors.bad_request"
handler403 = "tinhso.faces.ui.errors.forbidden"
handler404 = "tinhso.faces.ui.errors.not_found"
handler500 = "tinhso.faces.ui.errors.server_error"
