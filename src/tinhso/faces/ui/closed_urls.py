# SPDX-License-Identifier: EUPL-1.2
"""Pages of the sign-in library that this house does not offer; mounted before its own routes, which only give names.

Nobody signs up, keeps an e-mail account here or joins a second identity to an account.
"""

from django.urls import path

from tinhso.faces.ui.signin import closed

NOT_OFFERED = (
    "email/",
    "password/set/",
    "3rdparty/",
    "3rdparty/signup/",
    "social/signup/",
    "social/connections/",
)

urlpatterns = [path(page, closed) for page in NOT_OFFERED]
