# SPDX-License-Identifier: EUPL-1.2
"""Version 1 of the public API. It reads public facts, and takes in signed messages of partners of the exchange.

A breaking change becomes version 2 beside it.
"""

from django.urls import URLPattern
from ninja import NinjaAPI

from tinhso.faces.api import problems
from tinhso.faces.api.endpoints import breakdowns, dossiers, exchange, figures, health, ledger, procedures
from tinhso.faces.ui.signin import public

PREFIX = "/api/v1/"
api = NinjaAPI(
    title="Tỉnh Số API",
    version="1",
    description=(
        "Dữ liệu công khai của bộ phận Một cửa: chỉ đọc, không có dữ liệu cá nhân, không cần khóa. "
        "Số liệu theo cán bộ (/breakdowns/officers) chỉ trả lời phiên đăng nhập của lãnh đạo, kiểm soát, kiểm tra. "
        "Riêng /exchange nhận bản tin có chữ ký của đối tác liên thông."
    ),
    urls_namespace="v1",
    openapi_url=None,
    docs_url=None,
)
problems.install(api)
api.add_router("/health", health.router)
api.add_router("/dossiers", dossiers.router)
api.add_router("/procedures", procedures.router)
api.add_router("/figures", figures.router)
api.add_router("/breakdowns", breakdowns.router)
api.add_router("/ledger", ledger.router)
api.add_router("/exchange", exchange.router)


def routes() -> list[URLPattern]:
    """Return the routes, each marked as open to everyone."""
    found = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    for one in found:
        public(one.callback)
    return found
