# SPDX-License-Identifier: EUPL-1.2
"""Routes of the design system."""

from django.urls import path

from tinhso.faces.ui import views, way_in

app_name = "ui"
urlpatterns = [
    path("thuong-hieu.css", views.brand_style, name="brand"),
    path("co-chu/", views.type_size, name="type_size"),
    path("thanh-phan/", views.component_page, name="components"),
    path("tai-khoan/mat-khau-moi/<str:account>/<str:token>/", way_in.way_in, name="way_in"),
]
