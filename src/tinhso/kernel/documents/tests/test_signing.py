# SPDX-License-Identifier: EUPL-1.2
"""Signing: person first, then agency, each an incremental update; an authority that is down costs nothing."""

import io
import stat
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from tinhso.config import env
from tinhso.kernel.documents.errors import SigningImpossible, SigningUnavailable
from tinhso.kernel.documents.signing import Place, install_demo_trust, make_signature, sign_pdf
from tinhso.kernel.documents.signing.keys import FileKeys
from tinhso.kernel.documents.tests import samples
from tinhso.kernel.documents.tests.conftest import AGENCY, LEADER
from tinhso.kernel.documents.types import SignatureRole, SignerKind, SigningIdentity


def signed(pdf: bytes, keys: FileKeys, identity: SigningIdentity, role: SignatureRole, **more) -> bytes:
    return sign_pdf(pdf, key=identity, role=role, reason="Ban hành", now=timezone.now(), keys=keys, **more)


def test_person_then_agency_sign_as_incremental_updates(keys):
    paper = samples.decision()

    once = signed(paper, keys, LEADER, SignatureRole.PERSON, place="Bến Tre")
    twice = signed(once, keys, AGENCY, SignatureRole.AGENCY)

    assert once.startswith(paper)
    assert twice.startswith(once)
    names = [one.field_name for one in PdfFileReader(io.BytesIO(twice)).embedded_signatures]
    assert names == ["person", "agency"]


def test_a_signature_carries_time_stamp_and_revocation_answers(keys):
    once = signed(samples.decision(), keys, LEADER, SignatureRole.PERSON)

    reader = PdfFileReader(io.BytesIO(once))
    [one] = reader.embedded_signatures
    assert one.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert "signature_time_stamp_token" in [kind["type"].native for kind in one.signer_info["unsigned_attrs"]]
    assert reader.root["/DSS"]["/OCSPs"]
    assert reader.root["/DSS"]["/CRLs"]


def test_a_paper_without_fields_gets_them_where_the_caller_or_the_role_says(keys):
    once = signed(samples.pdf(), keys, LEADER, SignatureRole.PERSON)
    twice = signed(once, keys, LEADER, SignatureRole.PERSON, at=Place(0, (50, 60, 200, 120)))

    fields = PdfFileReader(io.BytesIO(twice)).root["/AcroForm"]["/Fields"]
    boxes = {str(one.get_object()["/T"]): [int(edge) for edge in one.get_object()["/Rect"]] for one in fields}
    assert set(boxes) == {"person", "person_2"}
    assert boxes["person_2"] == [50, 60, 200, 120]


def test_the_mark_says_who_signed_with_what(keys):
    now = timezone.now()

    made = make_signature(samples.decision(), key=LEADER, role=SignatureRole.PERSON, reason="", now=now, keys=keys)

    certificate = keys.certificates_of(LEADER, now=timezone.now())[0]
    assert made.mark.signer == "officer:018f-leader"
    assert made.mark.certificate == f"{certificate.serial_number:X}"
    assert (made.mark.level, made.mark.signed_at) == ("B-LT", now)


def test_keys_are_enrolled_once_and_kept_private(keys, key_folder):
    first = keys.certificates_of(LEADER, now=timezone.now())[0].dump()
    again = FileKeys(key_folder).certificates_of(LEADER, now=timezone.now())

    path = key_folder / "person" / "018f-leader.pem"
    assert again[0].dump() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_pem_private_key(path.read_bytes(), None).curve.name == "secp256r1"
    subject = again[0].subject.native
    assert (subject["common_name"], subject["organization_name"]) == ("Trần Thị Ngọc Ánh", "Sở Tư pháp")
    assert keys.certificates_of(AGENCY, now=timezone.now())[0].dump() != first


def test_a_certificate_about_to_end_is_renewed_before_it_is_used(keys):
    first = keys.certificates_of(LEADER, now=timezone.now())[0]

    later = keys.certificates_of(LEADER, now=first.not_valid_after - timedelta(days=29))[0]

    assert later.serial_number != first.serial_number


def test_a_renewal_that_fails_keeps_the_certificate_while_it_counts(authority, keys):
    first = keys.certificates_of(LEADER, now=timezone.now())[0]
    authority.behave("down")

    kept = keys.certificates_of(LEADER, now=first.not_valid_after - timedelta(days=1))[0]

    assert kept.serial_number == first.serial_number
    with pytest.raises(SigningUnavailable):
        keys.certificates_of(LEADER, now=first.not_valid_after + timedelta(days=1))


def test_a_refused_enrolment_says_whom_to_ask(authority, tmp_path, monkeypatch):
    monkeypatch.setattr(env, "PKI_ENROL_PASSWORD", "sai")

    with pytest.raises(SigningImpossible, match="quản trị"):
        FileKeys(tmp_path).certificates_of(LEADER, now=timezone.now())

    assert not list((tmp_path / "person").glob("*"))


@pytest.mark.parametrize("bad", ["../../etc", "", "a/b", "x" * 65])
def test_an_identity_cannot_leave_the_key_folder(tmp_path, bad):
    with pytest.raises(ValueError):
        FileKeys(tmp_path).certificates_of(SigningIdentity(SignerKind.PERSON, bad, "A"), now=timezone.now())


@pytest.mark.parametrize(
    ("word", "how", "code"),
    [
        ("wrong", "tsa-reject", "tsa_down"),
        ("wrong", "bad-time", "tsa_clock"),
        ("down", "", None),
    ],
)
def test_an_authority_that_fails_is_a_wait_not_a_wrong_signature(authority, keys, word, how, code):
    paper = samples.decision()
    signed(paper, keys, LEADER, SignatureRole.PERSON)
    authority.behave(word, how)

    with pytest.raises(SigningUnavailable) as caught:
        signed(paper, keys, LEADER, SignatureRole.PERSON)

    assert code is None or caught.value.code == code
    assert "chưa được ký" in caught.value.sentence
    authority.behave("ok")
    assert signed(paper, keys, LEADER, SignatureRole.PERSON)


def test_an_ocsp_that_knows_nothing_is_replaced_by_the_crl(authority, keys):
    authority.behave("wrong", "ocsp-unknown")

    once = signed(samples.decision(), keys, LEADER, SignatureRole.PERSON)

    assert len(PdfFileReader(io.BytesIO(once)).root["/DSS"]["/CRLs"]) == 2


def test_nothing_is_signed_for_a_root_nobody_trusts(keys, monkeypatch, tmp_path):
    monkeypatch.setattr(env, "TRUST_FOLDER", tmp_path / "nothing")

    with pytest.raises(SigningImpossible):
        signed(samples.decision(), keys, LEADER, SignatureRole.PERSON)


def test_production_never_trusts_the_demonstration(authority, monkeypatch):
    monkeypatch.setattr(env, "MODE", "production")

    with pytest.raises(RuntimeError):
        install_demo_trust()


def test_a_broken_pdf_is_not_signed(keys):
    with pytest.raises(SigningImpossible, match="hỏng"):
        signed(b"%PDF-1.7\nnothing", keys, LEADER, SignatureRole.PERSON)
