# SPDX-License-Identifier: EUPL-1.2
"""An organisation files, supplements and withdraws on the portal; somebody files in its name, nobody else goes on."""

from datetime import timedelta

import pytest

from tinhso.kernel.identity.actions import register_organisation
from tinhso.kernel.identity.models import Organisation
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Dossier, PortalFiling
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.national.filing_there import RECORD

TAX_CODE, NAME = "0101243150", "Hợp tác xã Dừa Bến Tre"
GROUND_WATER = "1.001662"  # Đăng ký khai thác nước dưới đất: persons and organisations, a form and no paper
LATER = timedelta(minutes=30)
FIRM = {
    "MaTTHC": GROUND_WATER,
    "LoaiDoiTuong": "2",
    "MaDoiTuong": TAX_CODE,
    "ChuHoSo": NAME,
    "TenNguoiNop": RECORD["ChuHoSo"],
    "SoDinhDanh": RECORD["MaDoiTuong"],
    "ToKhai": {
        "nyc_ho_ten": "Nguyễn Thị Bưởi",
        "nyc_so_dinh_danh": "083190000123",
        "nyc_dien_thoai": "+84912345678",
        "nyc_noi_cu_tru_ma_tinh": "83",
        "nyc_noi_cu_tru_ma_xa": world.COMMUNE,
        "tc_ten": NAME,
        "tc_ma_so": TAX_CODE,
        "noi_dung_de_nghi": "Đăng ký khai thác nước dưới đất cho tưới tiêu.",
        "tra_ket_qua": "dien_tu",
        "cam_doan": True,
    },
}
WHO = {"LoaiDoiTuong": "2", "MaDoiTuong": TAX_CODE}


def dossier_of(number: str) -> Dossier:
    return PortalFiling.objects.get(number=number).dossier


def work_up_to_processing(dossier: Dossier, people: world.Staff) -> None:
    at, holder = world.START + timedelta(hours=5, minutes=1), people.specialist.officer_id
    assert holder is not None
    actions.receive(dossier.case_id, viewer=people.reception, now=at)
    actions.assign(dossier.case_id, holder_id=holder, viewer=people.head, now=at + timedelta(minutes=1))
    actions.start_work(dossier.case_id, viewer=people.specialist, now=at + timedelta(minutes=2))


def test_a_dossier_of_an_organisation_comes_in_and_is_told_back_as_one(portal, citizen_there):
    number = citizen_there.file(**FIRM)
    citizen_there.work()
    portal.tell()

    dossier, told = dossier_of(number), portal.held()[number]["body"]
    assert citizen_there.results(number) == ["ok"]
    assert (dossier.organisation.tax_code, dossier.organisation.name) == (TAX_CODE, NAME)
    assert dossier.applicant.personal_number == RECORD["MaDoiTuong"]  # who filed in its name
    assert (told["LoaiDoiTuong"], told["MaDoiTuong"], told["ChuHoSo"]) == ("2", TAX_CODE, NAME)


def test_an_organisation_known_here_is_matched_and_not_renamed(portal, citizen_there):
    known = register_organisation(tax_code=TAX_CODE, name=NAME.upper(), now=world.START, by=world.SETUP)
    number = citizen_there.file(**FIRM)
    citizen_there.work()

    assert dossier_of(number).organisation == known
    assert Organisation.objects.get().name == NAME.upper()


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"ChuHoSo": "Công ty Khác"}, "OtherOrganisation"),
        ({"MaTTHC": world.MARRIAGE_STATUS, "ToKhai": world.ANSWERS}, "NotForOrganisations"),
        ({"TenNguoiNop": ""}, "Unreadable"),
    ],
    ids=["another name", "a procedure of persons", "nobody named"],
)
def test_what_is_not_an_organisations_is_refused_back(portal, citizen_there, other, code):
    register_organisation(tax_code=TAX_CODE, name=NAME, now=world.START, by=world.SETUP)
    number = citizen_there.file(**(FIRM | other))
    citizen_there.work()

    assert citizen_there.results(number) == [code]
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    ("who", "result"),
    [
        (WHO, "ok"),
        ({"LoaiDoiTuong": "1", "MaDoiTuong": RECORD["MaDoiTuong"]}, "NoSuchFiling"),
        ({"LoaiDoiTuong": "2", "MaDoiTuong": "0100112437"}, "NoSuchFiling"),
    ],
    ids=["the organisation", "its helper as a person", "another organisation"],
)
def test_only_the_organisation_withdraws_what_it_filed(portal, citizen_there, who, result):
    number = citizen_there.file(**FIRM)
    citizen_there.work()
    citizen_there.about(number, "RutHoSo", **who)
    citizen_there.work(LATER)

    assert citizen_there.results(number) == ["ok", result]
    assert (dossier_of(number).case.state == "withdraw_requested") == (result == "ok")


def test_a_supplement_asked_after_reception_is_answered_on_the_portal(portal, people, citizen_there):
    number = citizen_there.file()
    citizen_there.work()
    work_up_to_processing(dossier_of(number), people)
    actions.request_supplement(
        dossier_of(number).case_id,
        viewer=people.specialist,
        items=["Quyết định ly hôn"],
        ground="thieu_thanh_phan",
        reason="Hồ sơ thiếu quyết định ly hôn đã có hiệu lực.",
        now=world.START + timedelta(hours=5, minutes=10),
    )
    portal.tell()
    assert portal.held()[number]["state"] == "5"

    citizen_there.about(number, "BoSungHoSo", {"tp02": world.PDF})
    citizen_there.work(LATER)
    portal.tell(LATER)

    dossier = dossier_of(number)
    assert citizen_there.results(number) == ["ok", "ok"]
    assert dossier.case.state == "supplement_received"
    assert dossier.supplements.get().answered_at is not None
    assert portal.held()[number]["state"] == "4"
