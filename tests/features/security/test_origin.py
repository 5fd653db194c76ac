"""A page of another site cannot make a signed-in browser do anything."""

from __future__ import annotations

import pytest

from server.config import Config
from tests.cast import Cast, OpenOffice, Phone
from tests.factories import id_of
from tests.features.security.test_headers import addresses_of
from tests.refusals import refused

OWN = {"X-Diaban": "1", "Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}


@pytest.mark.parametrize(
    ("change", "passes"),
    [
        ({}, True),
        ({"Origin": None}, True),
        ({"Sec-Fetch-Site": None}, True),
        ({"Sec-Fetch-Site": None, "Origin": None}, True),
        ({"X-Diaban": None}, False),
        ({"X-Diaban": "2"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://localhost:81"}, False),
        ({"Origin": "https://localhost"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
    ],
)
def test_only_our_own_page_may_write(cast: Cast, change: dict[str, str | None], *, passes: bool) -> None:
    headers = {name: value for name, value in (OWN | change).items() if value is not None}
    answer = cast.owner.phone().client.delete("/api/session", headers=headers)
    if passes:
        assert answer.status_code == 204
    else:
        refused(answer, "forbidden_origin")
        assert cast.owner.phone().get("/api/session").status_code == 200


def test_every_write_of_every_route_is_checked(cast: Cast) -> None:
    for method, address in addresses_of(cast.app):
        if method != "GET":
            answer = cast.admin.phone().client.open(address, method=method, headers={"Origin": "https://evil.example"})
            refused(answer, "forbidden_origin")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"])
def test_a_form_is_no_body_of_ours(cast: Cast, kind: str) -> None:
    answer = cast.visitor().client.post("/api/session", data=b"username=owner", content_type=kind, headers=OWN)
    refused(answer, "unsupported_type")


def test_reading_needs_no_header(cast: Cast) -> None:
    assert cast.owner.phone().client.get("/api/session").status_code == 200


def test_behind_a_proxy_the_public_address_is_our_own(config: Config, open_office: OpenOffice) -> None:
    public = Config(
        config.data_dir,
        config.database_url,
        public_origin="https://office.example",
        trust_proxy=1,
        password_memory_kib=8,
    )
    phone = Phone(open_office(public), id_of("v"))
    outside = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "office.example"}
    ours = phone.delete("/api/session", headers={**outside, "Origin": "https://office.example"})
    theirs = phone.delete("/api/session", headers={**outside, "Origin": "https://office.example.evil"})
    assert ours.status_code == 204
    assert "max-age" in ours.headers["Strict-Transport-Security"]
    refused(theirs, "forbidden_origin")


def test_another_name_for_this_machine_is_no_office(config: Config, open_office: OpenOffice) -> None:
    """A page of another site that lets its own name point at this machine."""
    named = Config(config.data_dir, config.database_url, hosts=("localhost",), password_memory_kib=8)
    answer = Phone(open_office(named), id_of("v")).get("/api/session", base_url="http://rebound.example")
    refused(answer, "bad_host")
