# SPDX-License-Identifier: EUPL-1.2
"""Routes of the TAXII server, below /taxii2/."""

from django.urls import path

from tinhso.faces.api.taxii import views

app_name = "taxii"
ONE = "tinh/collections/<str:collection_id>/"
urlpatterns = [
    path("", views.discovery, name="discovery"),
    path("tinh/", views.api_root, name="root"),
    path("tinh/status/<str:status_id>/", views.status, name="status"),
    path("tinh/status/<str:status_id>", views.status),
    path("tinh/collections/", views.collections, name="collections"),
    path(ONE, views.collection, name="collection"),
    path(f"{ONE}manifest/", views.manifest, name="manifest"),
    path(f"{ONE}objects/", views.objects_of, name="objects"),
    path(f"{ONE}objects/<str:object_id>/", views.object_, name="object"),
    path(f"{ONE}objects/<str:object_id>/versions/", views.versions, name="versions"),
]
