# SPDX-License-Identifier: EUPL-1.2
"""Offers before anyone asks, and filing for another, as an elder and the daughter's friend meet them."""

import re
import time
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.people import NARROW, WIDE, open_context, press, sign_in_citizen
from tests.journeys.test_dossier_life import check

pytestmark = [pytest.mark.journey, pytest.mark.slow]
ELDER, FRIEND = "083051001829", "083195005561"
ELDER_MAIL = "duc.levan@congdan.example"
SERVICE = "1.001776"
TITLE = "Trợ cấp hưu trí xã hội khi đủ tuổi"


def citizen(browser: Browser, house: House, size: Mapping[str, int], number: str) -> Page:
    page = open_context(browser, size).new_page()
    page.goto(f"{house.base}/dang-nhap/")
    sign_in_citizen(page, number)
    return page


def button(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=re.compile(words)).first.click()
    page.wait_for_load_state()


def test_an_offer_is_refused_then_filed_by_consent_and_put_back(browser: Browser, house: House) -> None:
    """The elder finds a prepared offer with its reason, refuses it, takes it back up, puts the draft back; agrees that
    the house may ask and file; the page of a narrow telephone shows the same."""
    elder = citizen(browser, house, WIDE, ELDER)
    elder.goto(f"{house.base}/toi/de-nghi/")
    main = elder.get_by_role("main")
    expect(main).to_contain_text("Bạn đủ 75 tuổi vào ngày 20/02/2026")
    expect(main).to_contain_text("Định danh điện tử của bạn")
    check(elder)
    button(elder, "^Từ chối")
    expect(main).to_contain_text("Bạn đã từ chối")
    button(elder, "^Lấy lại đề nghị")
    button(elder, "^Xem và điền tiếp")
    expect(elder).to_have_url(re.compile("/nhap/"))
    elder.goto(f"{house.base}/toi/de-nghi/")
    button(elder, "^Khôi phục như trước")
    expect(main).to_contain_text("bằng đúng trạng thái trước")
    button(elder, r"^Đồng ý\s*: Tra cứu")
    button(elder, r"^Đồng ý\s*: Tự động nộp")
    expect(main).to_contain_text("Không khôi phục được: Khi cơ quan đã ký quyết định")
    check(elder)
    narrow = citizen(browser, house, NARROW, ELDER)
    narrow.goto(f"{house.base}/toi/de-nghi/")
    check(narrow)
    narrow.goto(f"{house.base}/toi/thong-bao/")
    check(narrow)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
def test_a_friend_fills_in_with_a_code(browser: Browser, house: House, size: Mapping[str, int]) -> None:
    """A friend asks, the elder reads the code out of his mail, the friend fills in; the elder takes it back."""
    friend = citizen(browser, house, size, FRIEND)
    friend.goto(f"{house.base}/dich-vu-cong/{SERVICE}/")
    press(friend, "Nộp giúp người khác")
    check(friend)
    friend.get_by_label("Tôi nộp giúp người khác, người ấy đồng ý bằng mã").check(force=True)
    friend.get_by_label("Số định danh cá nhân của chủ hồ sơ").fill(ELDER)
    friend.get_by_label("Họ, chữ đệm và tên của chủ hồ sơ").fill("le van duc")
    before = len(house.mails_to(ELDER_MAIL))
    press(friend, "Tiếp tục")
    check(friend)
    friend.get_by_label("Mã gồm 6 chữ số").fill(code_of(house, before))
    press(friend, "Tiếp tục")
    check(friend)
    friend.locator("main select").first.select_option("28810")
    press(friend, "Bắt đầu điền")
    draft = friend.url
    check(friend)

    elder = citizen(browser, house, size, ELDER)
    elder.goto(f"{house.base}/toi/nop-ho/")
    expect(elder.get_by_role("main")).to_contain_text("Đang được nộp giúp")
    check(elder)
    button(elder, "^Rút lại")
    assert friend.goto(draft).status == 403  # type: ignore[union-attr]
    friend.goto(f"{house.base}/toi/nop-ho/")
    expect(friend.get_by_role("main")).to_contain_text("Đã rút lại")
    check(friend)


def code_of(house: House, before: int) -> str:
    """Return the code of the newest letter, as the elder reads it out."""
    for _ in range(60):
        letters = house.mails_to(ELDER_MAIL)
        codes = [re.search(r"Mã đồng ý: (\d{6})", str(one)) for one in letters]
        found = [one[1] for one in codes if one]
        if found and len(letters) > before:
            return found[0]
        time.sleep(1)
    raise AssertionError("the letter with the code did not come")
