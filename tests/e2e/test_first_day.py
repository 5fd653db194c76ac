"""An office's first day: it starts empty, and its first administrator leads it to a cadre who can report."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Devices
from tests.e2e.phone import DESK, PHONE, Device
from tests.e2e.served import Served

CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+\b")
PASSWORD = "kênh mương sạch 2026"


def first_code(office: Served) -> str:
    """`diaban user add quang --admin`, as the operator types it; the code it prints."""
    command = [
        sys.executable,
        "-m",
        "server.cli",
        "user",
        "add",
        "quang",
        "--admin",
        "--data-dir",
        str(office.data_dir),
    ]
    said = subprocess.run(command, capture_output=True, text=True, timeout=180, check=True).stdout
    found = CODE.search(said)
    assert found, said
    return found.group()


def sign_in_by_code(page: Page, username: str, code: str) -> None:
    page.get_by_role("button", name="I have a one-time code").click()
    page.get_by_label("User name").fill(username)
    page.get_by_label("One-time code").fill(code)
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Set password and sign in").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def sheet_of_units(folder: Path) -> Path:
    """Two good rows and one whose unit above is nowhere."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (
        ("Code", "Name", "Type", "Above", "Valid from", "Valid to"),
        ("52", "Bình Định", "tỉnh", "", "", ""),
        ("21690", "Ân Hảo Tây", "xã", "Bình Định", "", ""),
        ("99999", "Không Đâu", "xã", "Nơi không có", "", ""),
    ):
        page.append(row)
    book.save(folder / "units.xlsx")
    return folder / "units.xlsx"


def import_units(page: Page, office: Served, folder: Path) -> None:
    page.goto(f"{office.url}/admin/import?sheet=units")
    page.locator("input[type=file]").set_input_files(sheet_of_units(folder))
    expect(page.get_by_text("2 new, 0 changed, 0 already there, 1 not right")).to_be_visible()
    page.get_by_role("button", name="Write 2 rows").click()
    expect(page.get_by_text("2 rows were written.")).to_be_visible()


def add_cadre(page: Page, office: Served) -> str:
    """A person typed in, assigned to the commune; the person's code."""
    page.goto(f"{office.url}/admin/people/new")
    page.get_by_label("Full name").fill("Trần Thị Mỹ Duyên")
    expect(page.get_by_label("User name")).to_have_value("duyen.tran")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Give a one-time code").click()
    code = CODE.search(page.get_by_text(CODE).inner_text())
    assert code
    page.get_by_role("link", name="Assign", exact=True).click()
    page.get_by_label("Role").select_option("cadre")
    page.get_by_label("Unit").fill("an hao tay")
    page.get_by_role("option", name="Ân Hảo Tây").first.click()
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("Assigned.")).to_be_visible()
    return code.group()


def test_an_empty_office_comes_to_its_first_report(served_empty: Served, devices: Devices, tmp_path: Path) -> None:
    code = first_code(served_empty)
    desk: Device = devices(DESK, "en-GB")
    page = desk.open(f"{served_empty.url}/?lang=en")
    sign_in_by_code(page, "quang", code)
    page.goto(f"{served_empty.url}/admin")
    expect(page.get_by_text("This office is still empty")).to_be_visible()
    import_units(page, served_empty, tmp_path)
    cadres_code = add_cadre(page, served_empty)

    phone: Device = devices(PHONE, "en-GB")
    page = phone.open(f"{served_empty.url}/?lang=en")
    sign_in_by_code(page, "duyen.tran", cadres_code)
    page.goto(f"{served_empty.url}/visits")
    page.get_by_role("button", name="New visit").click()
    expect(page.get_by_label("Unit")).to_have_value(re.compile("Ân Hảo Tây"))
    assert desk.console + phone.console == []
