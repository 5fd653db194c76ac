"""An office goes over from Excel and Word: its old list comes into the books, and what is pasted is text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Devices
from tests.e2e.person import brought, new_visit, place, saved, sign_in
from tests.e2e.phone import DESK, PHONE
from tests.e2e.served import Served
from tests.features.imports.lists import book

HEAD: Final = ("STT", "Số hiệu", "Xã/phường", "Huyện", "Ngày phản ánh", "Nội dung phản ánh", "Loại", "Lĩnh vực")
ROWS: Final = (
    (1, "KN-12/2023", "An Hòa", "An Lão", "15/03/2024", "Đường vào thôn 3 sụt 12 m.", "Kiến nghị", "Giao thông"),
    (2, "KN-13/2023", "Ngô Mây", "", "16/03/2024", "Chợ dột.", "Phản ánh", "Giao thông"),
)
WORD: Final = (
    "<p class=MsoNormal><b style='font-size:14.0pt'>Tình hình chung</b><o:p></o:p></p>"
    "<ul><li>Kênh N3 bồi lấp</li><li>38 hộ thiếu nước</li></ul>"
    "<table><tr><td><p>Chi bộ thôn 1</p></td><td><p>38/42</p></td></tr></table>"
)
TEXT: Final = "Tình hình chung\n- Kênh N3 bồi lấp\n- 38 hộ thiếu nước\nChi bộ thôn 1\n38/42"
COPY: Final = """([html, plain]) => navigator.clipboard.write([new ClipboardItem({
  'text/html': new Blob([html], { type: 'text/html' }),
  'text/plain': new Blob([plain], { type: 'text/plain' }),
})])"""


def paste(page: Page, field: Locator) -> None:
    """Copy what Word copies, and paste it as a hand does."""
    with page.expect_response(re.compile("/assets/pasting-")) as fetched:
        field.click()
    # It has come; until it has also been read, a paste is plain.
    assert page.evaluate("(url) => import(url).then(() => true)", fetched.value.url)
    page.evaluate(COPY, [WORD, "Tình hình chung"])
    field.press("Control+v")
    expect(field).to_have_value(TEXT)


def test_a_clerk_brings_the_list_of_open_items_and_looks_before_she_confirms(
    served: Served, devices: Devices, tmp_path: Path
) -> None:
    file = tmp_path / "Sổ kiến nghị 2023.xlsx"
    book(("UBND TỈNH", *[None] * 7), ("SỔ KIẾN NGHỊ NĂM 2023",), (), HEAD, *ROWS).save(file)
    clerk = devices(DESK).open()
    sign_in(clerk, served.url, "clerk")
    place(clerk, "More")
    clerk.get_by_role("link", name="Old lists").click()
    clerk.locator("input[type=file]").set_input_files(file)
    expect(clerk.get_by_text("1 new, 0 corrected, 0 there already, 0 to decide, 1 not right")).to_be_visible()
    expect(clerk.get_by_text("Several units have this name")).to_be_visible()
    clerk.get_by_role("button", name="Take one row").click()
    expect(clerk.get_by_text("One row is taken.")).to_be_visible()
    place(clerk, "Feedback")
    row = clerk.get_by_role("link").filter(has_text="An Hòa").filter(has_text="Đường vào thôn 3")
    brought(clerk, row)
    row.click()
    expect(clerk.get_by_text("From the office's list “Sổ kiến nghị 2023 · KN-12/2023”")).to_be_visible()


def test_what_is_pasted_from_word_is_text_with_its_paragraphs_and_undo_takes_it_back(
    served: Served, devices: Devices
) -> None:
    phone = devices(PHONE).open()
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(phone, served.url, "cadre2")
    new_visit(phone)
    findings = phone.get_by_label("Findings", exact=True)
    paste(phone, findings)
    saved(phone, "38 hộ thiếu nước")
    findings.press("Control+z")
    expect(findings).to_have_value("")
    findings.press("Control+y")
    expect(findings).to_have_value(TEXT)
    phone.goto(f"{served.url}/feedback/new")
    paste(phone, phone.get_by_label("Matter", exact=True))
