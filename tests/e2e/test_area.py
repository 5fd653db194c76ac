"""All that is known of an area, read without network; and every unit of the office, under every name."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from server.demo.ids import record_id
from tests.e2e.conftest import Devices
from tests.e2e.person import installed, loaded, place, sign_in, sync_words
from tests.e2e.phone import PHONE
from tests.e2e.served import Served

POST = record_id("assignment", "CB01:cadre:21690")


def test_a_leader_reads_his_district_and_a_commune_without_network(served: Served, devices: Devices) -> None:
    phone = devices(PHONE).open()
    sign_in(phone, served.url, "leader")
    installed(phone)
    ledger: list[dict[str, Any]] = phone.request.get(f"{served.url}/api/duty/ledger").json()
    account = next(each for each in ledger if each["assignment"] == POST)
    served.stop()
    phone.reload()
    loaded(phone)
    place(phone, "My area")
    rows = phone.get_by_role("list", name=re.compile("^Communes")).get_by_role("link")
    expect(rows).to_have_count(15)
    expect(rows.first).to_contain_text("6 periods missed")
    expect(rows.last).to_contain_text(re.compile("xã Ân Hảo Tây.*1 open item.*3 periods missed", re.DOTALL))
    phone.get_by_label("Find a commune").fill("an hao tay")
    expect(rows).to_have_count(1)
    rows.first.click()
    expect(phone.get_by_role("heading", name="xã Ân Hảo Tây, huyện Hoài Ân")).to_be_visible()
    said = f"this year {account['due']} due, {account['done']} done"
    expect(phone.get_by_role("link", name=re.compile(said))).to_be_visible()
    for section in ("1 open item", "Commitments (3)", "Indicators", "Visits (2)"):
        expect(phone.get_by_role("heading", name=section)).to_be_visible()
    expect(phone.get_by_text("Nguyễn Văn Dũng")).to_be_visible()
    expect(phone.get_by_role("list", name="Commitments (3)").get_by_role("link").first).to_contain_text("169 days")
    phone.get_by_role("list", name="Visits (2)").get_by_role("link").last.click()
    expect(phone.get_by_role("button", name="Copy text")).to_be_visible()
    expect(sync_words(phone)).to_have_text("Offline")
