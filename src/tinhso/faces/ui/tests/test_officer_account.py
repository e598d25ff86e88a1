# SPDX-License-Identifier: EUPL-1.2
"""An officer's way in: password, second factor set up, the library's pages in the house's look and language."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

PASSWORD = "mat-khau-du-dai-2026"


@pytest.fixture
def officer(client: Client, db: None) -> Client:
    """Sign somebody in by password, as the library remembers it."""
    account = get_user_model().objects.create(username="lan.le", kind="officer")
    account.set_password(PASSWORD)
    account.save()
    client.post(reverse("account_login"), {"login": "lan.le", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mfa_index", "Hai lớp bảo vệ tài khoản"),
        ("mfa_activate_totp", "Mở ứng dụng xác thực trên điện thoại"),
        ("mfa_list_webauthn", "Chưa có khóa nào"),
        ("mfa_add_webauthn", "Trình duyệt sẽ hỏi vân tay"),
        ("account_change_password", "Nhập lại mật khẩu mới"),
        ("account_logout", "Bạn muốn đăng xuất?"),
        ("account_reauthenticate", "Xác nhận lại đó là bạn"),
    ],
)
def test_pages_of_the_account_speak_vietnamese(officer: Client, name: str, words: str):
    response = officer.get(reverse(name))

    assert response.status_code == 200, response.get("Location")
    assert words in response.content.decode()


def test_a_wrong_password_is_refused_in_vietnamese(client: Client, db: None):
    html = client.post(reverse("account_login"), {"login": "lan.le", "password": "sai"}).content.decode()

    assert "Tên đăng nhập hoặc mật khẩu không đúng." in html


def test_a_wrong_code_is_refused_in_vietnamese(officer: Client):
    html = officer.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()

    assert "Mã không đúng" in html
    assert "Incorrect" not in html
