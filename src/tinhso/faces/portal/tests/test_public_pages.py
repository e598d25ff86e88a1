# SPDX-License-Identifier: EUPL-1.2
"""Pages everybody may open: they answer, in Vietnamese and in English, within a fixed number of queries."""

import re

import pytest
from django.urls import reverse

from tinhso.faces.portal.sitemap import addresses, tree

pytestmark = pytest.mark.usefixtures("province")


def test_every_page_of_the_site_map_answers(client):
    for address in addresses(tree()):
        assert client.get(address).status_code == 200, address


def test_text_and_xml_maps_list_the_same_pages(client, settings):
    text = client.get(reverse("portal:sitemap")).content.decode()
    xml = client.get(reverse("portal:sitemap_xml")).content.decode()

    listed = [address.removeprefix(settings.BASE_URL) for address in re.findall("<loc>(.*?)</loc>", xml)]
    assert listed == addresses(tree())
    assert all(f'href="{address}"' in text for address in listed)


def test_robots_name_the_map_and_keep_personal_pages_out(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /ho-so/" in text
    assert "sitemap.xml" in text


def test_the_first_page_asks_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        client.get("/")


def test_a_first_page_is_light(client):
    assert len(client.get("/").content) < 40_000


def test_the_page_says_it_is_a_demonstration(client, settings):
    assert "Bản trình diễn" in client.get("/").content.decode()


def test_pages_speak_english_when_asked(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    html = client.get("/").content.decode()

    assert '<html lang="en"' in html
    assert "What do you need to do?" in html


def test_an_english_browser_sees_vietnamese_until_asked(client):
    html = client.get("/", headers={"Accept-Language": "en-US,en;q=0.9"}).content.decode()

    assert '<html lang="vi"' in html


def test_an_unknown_address_is_said_in_words(client):
    response = client.get("/khong-co-trang-nay/")

    assert response.status_code == 404
    assert "Không tìm thấy trang" in response.content.decode()


@pytest.mark.parametrize("name", ["my_dossiers", "my_data"])
def test_personal_pages_lead_to_sign_in_and_back(client, name):
    address = reverse(f"portal:{name}")

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('portal:sign_in')}?next={address}"


def test_sign_in_never_leads_to_another_site(client):
    html = client.get(reverse("portal:sign_in"), {"next": "https://evil.example/"}).content.decode()

    assert "evil.example" not in html.partition("<main")[2]


@pytest.mark.parametrize(
    "address",
    [
        "/dich-vu-cong/?q=%00&linh-vuc=%00&trang=%00",
        "/dich-vu-cong/%00/",
        "/dich-vu-cong/?linh-vuc=%ED%A0%80",
        "/tra-cuu/?ma=%00%00",
        "/so-lieu/?den-day=%00&den-month=99999999999999999999&den-year=-1",
        "/so-lieu/%00/",
        "/xac-minh/giay?p=TS1.%00",
        "/dich-vu-cong/?q=" + "a%20" * 3000,
    ],
)
def test_hostile_addresses_are_answered_without_breaking(client, address):
    assert client.get(address).status_code in {200, 400, 404, 422}


def test_large_type_is_remembered_until_taken_back(client):
    first = client.post(reverse("ui:type_size"), {"co": "lon", "next": "/so-lieu/"})
    large = client.get("/so-lieu/").content.decode()
    client.post(reverse("ui:type_size"), {"co": "thuong", "next": "/"})

    assert first.headers["Location"] == "/so-lieu/"
    assert "house-large" in large
    assert "Cỡ chữ thường" in large
    assert "house-large" not in client.get("/").content.decode()


@pytest.mark.parametrize("back", ["https://xau.example/", "//xau.example", "", "javascript:alert(1)"])
def test_the_size_of_type_never_leads_to_another_site(client, back):
    assert client.post(reverse("ui:type_size"), {"co": "lon", "next": back}).headers["Location"] == "/"
