# SPDX-License-Identifier: EUPL-1.2
"""The e-ID against an OpenID Connect client that we did not write (Authlib, joserfc)."""

import json
import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from tinhso_counterparts.idp.citizens import load_citizens

REDIRECT = "http://127.0.0.1:8000/dang-nhap/tro-lai"
VERIFIER = "v" * 48
ALL_SCOPES = "openid profile phone email address"
ANH = "083193001207"


@pytest.fixture(scope="module")
def running(start) -> Iterator:
    yield from start("idp")


@pytest.fixture
def idp(running):
    yield running
    running.behave("ok")


def secret_of(idp) -> str:
    return json.loads((idp.folder / "clients.json").read_text("utf-8"))["tinhso"]["secret"]


def client_of(idp, *, scope: str = ALL_SCOPES, auth: str = "client_secret_basic") -> OAuth2Session:
    return OAuth2Session(
        "tinhso",
        secret_of(idp),
        scope=scope,
        redirect_uri=REDIRECT,
        code_challenge_method="S256",
        token_endpoint_auth_method=auth,
    )


def metadata_of(idp) -> dict:
    return requests.get(f"{idp.url}/.well-known/openid-configuration", timeout=5).json()


def ticket_in(html: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', html)
    assert found, html
    return found[1]


def sign_in(idp, client: OAuth2Session, person: dict[str, str] | None = None) -> str:
    """Walk through login and consent as a browser would and return the address that the client is sent to."""
    url, _ = client.create_authorization_url(
        metadata_of(idp)["authorization_endpoint"], code_verifier=VERIFIER, nonce="n-1", state="s-1"
    )
    browser = requests.Session()
    login = browser.get(url, timeout=5)
    consent = browser.post(
        f"{idp.url}/login", {"ticket": ticket_in(login.text)} | (person or {"citizen": ANH}), timeout=5
    )
    answer = browser.post(
        f"{idp.url}/consent",
        {"ticket": ticket_in(consent.text), "answer": "allow"},
        allow_redirects=False,
        timeout=5,
    )
    return answer.headers["Location"]


def redeem(idp, client: OAuth2Session, back: str, verifier: str = VERIFIER) -> dict:
    return client.fetch_token(
        metadata_of(idp)["token_endpoint"], authorization_response=back, code_verifier=verifier, state="s-1"
    )


def claims_in(idp, id_token: str, *, nonce: str = "n-1") -> dict:
    keys = KeySet.import_key_set(requests.get(f"{idp.url}/jwks", timeout=5).json())
    token = jwt.decode(id_token, keys, algorithms=["RS256"])
    rules = {
        "iss": {"essential": True, "value": idp.url},
        "aud": {"essential": True, "value": "tinhso"},
        "nonce": {"essential": True, "value": nonce},
        "exp": {"essential": True},
    }
    JWTClaimsRegistry(now=int(time.time()), **rules).validate(token.claims)
    return token.claims


@pytest.mark.parametrize("auth", ["client_secret_basic", "client_secret_post"])
def test_code_flow_says_who_the_citizen_is(idp, auth):
    client = client_of(idp, auth=auth)

    token = redeem(idp, client, sign_in(idp, client))
    claims = claims_in(idp, token["id_token"])
    info = client.get(metadata_of(idp)["userinfo_endpoint"], timeout=5).json()

    assert claims["personal_number"] == ANH
    assert info["name"] == "Nguyễn Thị Hồng Ánh"
    assert info["sub"] == claims["sub"]
    assert info["residence_commune_code"] == "28777"
    assert info["loa"] == "2"
    assert info["address"]["region"] == "Tỉnh Bến Tre"


def test_number_and_passcode_sign_in(idp):
    client = client_of(idp)

    back = sign_in(idp, client, {"personal_number": "083 193 001 207", "passcode": "123456"})

    assert claims_in(idp, redeem(idp, client, back)["id_token"])["given_name"] == "Ánh"


def test_wrong_passcode_shows_an_error_and_keeps_the_number(idp):
    url, _ = client_of(idp).create_authorization_url(f"{idp.url}/authorize", code_verifier=VERIFIER)
    browser = requests.Session()
    login = browser.get(url, timeout=5)

    form = {"ticket": ticket_in(login.text), "personal_number": ANH, "passcode": "000000"}
    answer = browser.post(f"{idp.url}/login", form, timeout=5)

    assert answer.status_code == 422
    assert "không đúng" in answer.text
    assert f'value="{ANH}"' in answer.text


def test_scopes_limit_what_is_shared(idp):
    client = client_of(idp, scope="openid")

    token = redeem(idp, client, sign_in(idp, client))
    info = client.get(f"{idp.url}/userinfo", timeout=5).json()

    assert set(info) == {"sub", "personal_number", "loa"}
    assert "name" not in claims_in(idp, token["id_token"])


@pytest.mark.parametrize(
    "uri",
    [
        "https://evil.example/",
        "http://127.0.0.1:8000.evil.example/",
        "http://127.0.0.1:8000@evil.example/",
        "http://127.0.0.1:8000/../x",
        "http://127.0.0.1:8000/%2e%2e/x",
        "http://127.0.0.1:8000/a#b",
        "http://127.0.0.1:8001/",
        "",
    ],
)
def test_foreign_redirect_gets_a_page_and_no_redirect(idp, uri):
    query = {"client_id": "tinhso", "response_type": "code", "scope": "openid", "redirect_uri": uri}

    answer = requests.get(f"{idp.url}/authorize", query, allow_redirects=False, timeout=5)

    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert "Không thể đăng nhập" in answer.text


def test_code_used_twice_is_refused_and_its_token_withdrawn(idp):
    client = client_of(idp)
    back = sign_in(idp, client)
    redeem(idp, client, back)

    with pytest.raises(OAuthError, match="invalid_grant"):
        redeem(idp, client_of(idp), back)

    assert client.get(f"{idp.url}/userinfo", timeout=5).status_code == 401


def test_wrong_verifier_is_refused(idp):
    client = client_of(idp)
    back = sign_in(idp, client)

    with pytest.raises(OAuthError, match="invalid_grant"):
        redeem(idp, client, back, verifier="w" * 48)


def test_wrong_secret_is_refused(idp):
    client = OAuth2Session("tinhso", "wrong", redirect_uri=REDIRECT)

    with pytest.raises(OAuthError, match="invalid_client"):
        client.fetch_token(f"{idp.url}/token", code="any", grant_type="authorization_code")


def test_public_client_must_use_pkce(idp):
    path = idp.folder / "clients.json"
    clients = json.loads(path.read_text("utf-8"))
    clients["app"] = {"name": "Ứng dụng di động", "redirect_uris": ["vn.tinhso.app:/back"]}
    path.write_text(json.dumps(clients), "utf-8")
    query = {
        "client_id": "app",
        "response_type": "code",
        "scope": "openid",
        "redirect_uri": "vn.tinhso.app:/back",
    }

    bare = requests.get(f"{idp.url}/authorize", query, allow_redirects=False, timeout=5)
    plain = query | {"code_challenge": "c" * 43, "code_challenge_method": "plain"}
    weak = requests.get(f"{idp.url}/authorize", plain, allow_redirects=False, timeout=5)

    for answer in (bare, weak):
        assert parse_qs(urlsplit(answer.headers["Location"]).query)["error"] == ["invalid_request"]


def test_second_sign_in_needs_no_page_and_prompt_none_works(idp):
    client = client_of(idp)
    url, _ = client.create_authorization_url(f"{idp.url}/authorize", code_verifier=VERIFIER, nonce="n")
    browser = requests.Session()
    stranger = requests.get(f"{url}&prompt=none", allow_redirects=False, timeout=5)
    login = browser.get(url, timeout=5)
    consent = browser.post(f"{idp.url}/login", {"ticket": ticket_in(login.text), "citizen": ANH}, timeout=5)
    form = {"ticket": ticket_in(consent.text), "answer": "allow"}
    browser.post(f"{idp.url}/consent", form, allow_redirects=False, timeout=5)

    silent = browser.get(f"{url}&prompt=none", allow_redirects=False, timeout=5)
    forced = browser.get(f"{url}&prompt=login", timeout=5)

    assert "error=login_required" in stranger.headers["Location"]
    assert "code=" in silent.headers["Location"]
    assert "Mật mã" in forced.text


def test_ticket_of_another_browser_is_refused(idp):
    url, _ = client_of(idp).create_authorization_url(f"{idp.url}/authorize", code_verifier=VERIFIER)
    ticket = ticket_in(requests.get(url, timeout=5).text)

    answer = requests.post(f"{idp.url}/login", {"ticket": ticket, "citizen": ANH}, timeout=5)

    assert answer.status_code == 400


def test_declining_goes_back_with_access_denied(idp):
    url, _ = client_of(idp).create_authorization_url(f"{idp.url}/authorize", state="s", code_verifier=VERIFIER)
    browser = requests.Session()
    ticket = ticket_in(browser.get(url, timeout=5).text)

    answer = browser.post(f"{idp.url}/login", {"ticket": ticket, "cancel": "1"}, allow_redirects=False, timeout=5)

    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert query["error"] == ["access_denied"]
    assert query["state"] == ["s"]


def test_logout_returns_to_the_client_only_with_a_token_of_ours(idp):
    client = client_of(idp)
    token = redeem(idp, client, sign_in(idp, client))
    home = {"post_logout_redirect_uri": "http://127.0.0.1:8000/", "state": "z"}

    known = requests.get(
        f"{idp.url}/logout", home | {"id_token_hint": token["id_token"]}, allow_redirects=False, timeout=5
    )
    unknown = requests.get(f"{idp.url}/logout", home, allow_redirects=False, timeout=5)

    assert known.headers["Location"] == "http://127.0.0.1:8000/?state=z"
    assert unknown.status_code == 200


@pytest.mark.parametrize(
    ("how", "error"),
    [("", BadSignatureError), ("bad-nonce", JoseError), ("bad-audience", JoseError), ("expired", JoseError)],
)
def test_wrong_makes_a_token_that_a_client_refuses(idp, how, error):
    client = client_of(idp)
    back = sign_in(idp, client)
    idp.behave("wrong", how=how)

    token = redeem(idp, client, back)

    with pytest.raises(error):
        claims_in(idp, token["id_token"])


def test_slow_answers_late(idp):
    idp.behave("slow")
    begun = time.monotonic()

    assert metadata_of(idp)["issuer"] == idp.url

    assert time.monotonic() - begun >= 0.7


def test_down_refuses_and_comes_back(idp):
    idp.behave("down")
    with pytest.raises(requests.ConnectionError, match="refused"):
        metadata_of(idp)

    idp.behave("ok")

    assert metadata_of(idp)["issuer"] == idp.url


def test_citizens_have_well_formed_numbers():
    people = load_citizens().values()

    assert len(people) == 24
    for person in people:
        century_and_sex = {
            ("19", "male"): "0",
            ("19", "female"): "1",
            ("20", "male"): "2",
            ("20", "female"): "3",
        }
        digit = century_and_sex[person.birthdate[:2], person.gender]
        assert re.fullmatch(f"083{digit}{person.birthdate[2:4]}[0-9]{{6}}", person.personal_number)
        assert re.fullmatch("2[89][0-9]{3}", person.commune_code)
    assert len({person.subject for person in people}) == len(people)
