# SPDX-License-Identifier: EUPL-1.2
"""The component page, the province's colours, sign-in pages of the library in the house's look."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tinhso.faces import ui
from tinhso.faces.ui.build import LIMIT_PACKED_BYTES, TARGET

STATIC = Path(ui.__file__).parent / "static" / "ui"


@pytest.mark.django_db
def test_the_component_page_shows_all_in_demo_mode(client: Client):
    response = client.get(reverse("ui:components"))

    assert response.status_code == 200
    assert "Quá hạn 3 ngày" in response.content.decode()


@pytest.mark.django_db
def test_production_has_no_component_page(client: Client, settings: Any):
    settings.DEMO = False

    assert client.get(reverse("ui:components")).status_code == 404


def test_the_colours_of_the_province_are_a_file_of_our_own(client: Client):
    response = client.get(reverse("ui:brand"))

    assert response["Content-Type"].startswith("text/css")
    assert "--house-brand:#0b5d66" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("account_login", "Cán bộ đăng nhập"),
        ("account_signup", "Không cần đăng ký tài khoản"),
        ("account_reset_password", "Quên mật khẩu"),
        ("socialaccount_login_cancelled", "Bạn đã hủy đăng nhập"),
        ("socialaccount_login_error", "Chưa đăng nhập được"),
    ],
)
def test_sign_in_pages_speak_vietnamese(client: Client, name: str, words: str):
    html = client.get(reverse(name)).content.decode()

    assert words in html
    assert "Sign In" not in html


def test_what_a_first_visit_fetches_stays_below_200_kb():
    """Style, script and six font files as they travel; the page itself is below 40 kB."""
    texts = [TARGET, STATIC / "house.js", STATIC / "htmx.min.js", STATIC / "emblem.svg"]

    travelling = sum(len(gzip.compress(path.read_bytes())) for path in texts)
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))

    assert travelling + fonts < 160_000
    assert len(gzip.compress(TARGET.read_bytes())) <= LIMIT_PACKED_BYTES
