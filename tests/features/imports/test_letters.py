"""Text in the fonts of before Unicode is read as what it shows, and said to be; Unicode is never taken for it.

The charts: TCVN 5712:1993 (VN3), and what VNI-Windows writes for each letter.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font

from server.features.imports.columns import COLUMNS
from server.platform.letters import TCVN3, VNI, code_of_font, code_of_page, is_syllable, read_in_code, read_in_font
from server.sheets import heading
from tests.cast import HOME, Cast
from tests.factories import id_of
from tests.features.imports.lists import XLSX, bring, checked, data_of, take, with_themes
from tests.hand import Hands
from tests.tidy.sources import ROOT

# Letters by their place in the upper half; – where the code has none, or a sign.
CHART: Final = {
    0xA0: "–ĂÂÊÔƠƯĐăâêôơưđ–",
    0xB0: "–––––àảãáạ–ằẳẵắ–",
    0xC0: "––––––ặầẩẫấậè–ẻẽ",
    0xD0: "éẹềểễếệìỉ–––ĩíịò",
    0xE0: "–ỏõóọồổỗốộờởỡớợù",
    0xF0: "–ủũúụừửữứựỳỷỹýỵ–",
}
# Letter by letter: without a tone, then sắc, huyền, hỏi, ngã, nặng.
VNI_CHART: Final = {
    "aáàảãạ": "a aù aø aû aõ aï", "âấầẩẫậ": "aâ aá aà aå aã aä", "ăắằẳẵặ": "aê aé aè aú aü aë",
    "eéèẻẽẹ": "e eù eø eû eõ eï", "êếềểễệ": "eâ eá eà eå eã eä", "iíìỉĩị": "i í ì æ ó ò",
    "oóòỏõọ": "o où oø oû oõ oï", "ôốồổỗộ": "oâ oá oà oå oã oä", "ơớờởỡợ": "ô ôù ôø ôû ôõ ôï",
    "uúùủũụ": "u uù uø uû uõ uï", "ưứừửữự": "ö öù öø öû öõ öï", "yýỳỷỹỵ": "y yù yø yû yõ î", "đ": "ñ",
}  # fmt: skip
MOTTO: Final = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập – Tự do – Hạnh phúc"
OLD_MOTTOS: Final = {
    TCVN3: "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp – Tù do – H¹nh phóc",
    VNI: "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp – Töï do – Haïnh phuùc",
}
FONTS: Final = {TCVN3: ".VnTime", VNI: "VNI-Times"}
WORDS: Final = sorted(
    {
        word
        for path in (ROOT / "server" / "words" / "vi").glob("*.ftl")
        for word in re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8"))
        if not word.isascii() and is_syllable(word)
    }
)
# Vietnamese that needs no letter beyond Latin-1: what an old code is most easily mistaken for.
LATIN_1: Final = [word for word in WORDS if max(word) < "\u0100"]


# --- Letters ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", CHART)
def test_each_sign_of_tcvn3_is_the_letter_of_the_chart(row: int) -> None:
    for at, letter in enumerate(CHART[row]):
        if letter != "–":
            assert read_in_font(f"{chr(row + at)} ", ".VnTime") == f"{letter} "


@pytest.mark.parametrize("letters", VNI_CHART)
def test_each_letter_of_vni_is_read_small_and_capital(letters: str) -> None:
    for letter, signs in zip(letters, VNI_CHART[letters].split(), strict=True):
        assert read_in_font(f"{signs}\u00a7", "VNI-Times") == f"{letter}\u00a7"
        assert read_in_font(f"{signs.upper()}\u00a7", "VNI-Times") == f"{letter.upper()}\u00a7"


@pytest.mark.parametrize("code", [TCVN3, VNI])
def test_a_text_in_an_old_font_is_read_as_composed_unicode(code: str) -> None:
    read = read_in_font(OLD_MOTTOS[code], FONTS[code])
    assert read == MOTTO == unicodedata.normalize("NFC", MOTTO)


def test_the_fonts_of_capitals_show_capitals() -> None:
    assert read_in_font("ñy ban nh©n d©n", ".VnTimeH") == "ỦY BAN NHÂN DÂN"


@pytest.mark.parametrize(
    ("font", "code"),
    [
        (".VnTime", TCVN3), (".vnArialH", TCVN3), ("VNI-Times", VNI), ("vni-Helve", VNI), ("VNI Times", VNI),
        ("Times New Roman", None), ("Vnology", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_an_old_font_is_known_by_its_name(font: str | None, code: str | None) -> None:
    assert code_of_font(font) == code


@pytest.mark.parametrize("font", FONTS.values())
def test_unicode_that_was_pasted_under_an_old_font_stays_as_it_is(font: str) -> None:
    for text in (MOTTO, "An Hoa", "", "45468"):
        assert read_in_font(text, font) is None


# --- Pages whose fonts say nothing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [TCVN3, VNI])
def test_a_page_in_an_old_code_is_known_by_its_letters(code: str) -> None:
    page = [OLD_MOTTOS[code], "2024", "plain"]
    assert code_of_page(page) == (code, True)
    assert read_in_code(page[0], code, whole=True) == MOTTO


@pytest.mark.parametrize("code", [TCVN3, VNI])
def test_in_a_page_of_both_only_what_tells_itself_is_read(code: str) -> None:
    page = [OLD_MOTTOS[code], "Kênh N3 bồi lấp", "Lý do"]
    assert code_of_page(page) == (code, False)
    assert [read_in_code(cell, code, whole=False) for cell in page] == [MOTTO, None, None]


def test_names_and_shortened_words_from_elsewhere_keep_no_page_from_being_read() -> None:
    assert code_of_page(["QÑ 12 cuûa HÑND xaõ An Hoøa veà thuûy lôïi"]) == (VNI, True)
    assert read_in_code("Soá QÑ", VNI, whole=True) == "Số QĐ"


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), max_size=30))
def test_vietnamese_in_unicode_is_never_taken_for_an_old_code(page: list[str]) -> None:
    assert code_of_page(page) == (None, False)


@given(st.lists(st.lists(st.sampled_from(LATIN_1), max_size=8).map(" ".join), max_size=30))
def test_not_even_where_it_needs_no_letter_of_its_own(page: list[str]) -> None:
    assert code_of_page(page) == (None, False)


def test_no_sentence_of_the_product_is_taken_for_an_old_code() -> None:
    for path in (ROOT / "server" / "words" / "vi").glob("*.ftl"):
        assert code_of_page(path.read_text(encoding="utf-8").splitlines()) == (None, False)


@pytest.mark.parametrize(
    "page",
    [
        ["Müller, Zürich", "señor Muñoz", "naïve Noël", "Citroën", "François à Besançon"],
        ["25°C", "½ «Kênh»", "§ 5 · 7"], ["Plei Ñơm", "Ñen", "Kñak"], ["maïs", "laïc"], [],
    ],
)  # fmt: skip
def test_other_languages_and_signs_are_left_alone(page: list[str]) -> None:
    assert code_of_page(page) == (None, False)


# --- Files -----------------------------------------------------------------------------------------------------------

ITEM: Final[dict[str, str]] = {
    "ref": "KN-1", "unit": HOME, "raised": "15/03/2024", "matter": "Kênh bồi lấp, thiếu nước", "kind": "Kiến nghị",
    "theme": "Thủy lợi",
}  # fmt: skip
OLD_HEADS: Final = {
    TCVN3: ("Sè trong sæ", "X·, ph\u00adêng", "Ngµy nªu", "Néi dung", "Lo¹i", "LÜnh vùc"),
    VNI: ("Soá trong soå", "Xaõ, phöôøng", "Ngaøy neâu", "Noäi dung", "Loaïi", "Lónh vöïc"),
}
OLD_ROWS: Final = {
    TCVN3: ("KN-1", "X· An", "15/03/2024", "Kªnh båi lÊp, thiÕu n\u00adíc", "KiÕn nghÞ", "Thñy lîi"),
    VNI: ("KN-1", "Xaõ An", "15/03/2024", "Keânh boài laáp, thieáu nöôùc", "Kieán nghò", "Thuûy lôïi"),
}


def old_list(code: str, *, font: str | None, head: tuple[str, ...] | None = None) -> bytes:
    """A list of one item in an old code, in a font of its own where one is named."""
    made = openpyxl.Workbook()
    page: Any = made.active
    page.append(head or OLD_HEADS[code])
    page.append(OLD_ROWS[code])
    for line in page.iter_rows(min_row=2 if head else 1):
        for cell in line:
            cell.font = Font(name=font or "Calibri")
    return data_of(made)


@pytest.mark.parametrize("named", [True, False], ids=["by the font", "by the letters"])
@pytest.mark.parametrize("code", [TCVN3, VNI])
def test_a_list_in_an_old_font_is_taken_and_each_row_says_that_it_was_converted(
    cast: Cast, hands: Hands, code: str, named: bool
) -> None:
    with_themes(cast)
    told = take(cast.clerk, old_list(code, font=FONTS[code] if named else None))
    assert (told["counts"]["new"], told["converted"], told["taken"]) == (1, 1, 1)
    [row] = told["rows"]
    assert row["letters"] == code
    assert ITEM["matter"] in row["text"]
    [item] = hands.clerk.all("feedback")
    assert (item["matter"], item["unit"], item["theme"]) == (ITEM["matter"], id_of(HOME), id_of("Thủy lợi"))


@pytest.mark.parametrize("code", [TCVN3, VNI])
def test_under_headings_of_today_rows_in_an_old_font_are_read_too(cast: Cast, code: str) -> None:
    with_themes(cast)
    headings = {column.name: heading(column, "vi") for column in COLUMNS["feedback"]}
    head = tuple(headings[name] for name in ITEM)
    assert checked(cast.clerk, old_list(code, font=FONTS[code], head=head))["counts"]["new"] == 1
    assert checked(cast.clerk, old_list(code, font=None, head=head))["converted"] == 1


def test_a_list_in_unicode_says_that_nothing_was_converted(cast: Cast) -> None:
    with_themes(cast)
    made = openpyxl.Workbook()
    page: Any = made.active
    page.append([heading(column, "vi") for column in COLUMNS["feedback"]])
    page.append([ITEM.get(column.name) for column in COLUMNS["feedback"]])
    # An empty cell of an old font makes the file's cells be asked one by one, and changes none.
    page["A9"].font = Font(name="VNI-Times")
    told = checked(cast.clerk, data_of(made))
    assert (told["converted"], [row["letters"] for row in told["rows"]]) == (0, [""])


def test_an_administrators_sheet_says_it_too(cast: Cast) -> None:
    made = openpyxl.Workbook()
    page: Any = made.active
    for line in (("Hoï vaø teân", "Teân ñaêng nhaäp", "Chöùc vuï"), ("Nguyeãn Thò Hoàng", "hong.nt", "Phoù phoøng")):
        page.append(line)
    told = cast.admin.phone().ask("POST", "/api/admin/import/people", data=data_of(made), content_type=XLSX).get_json()
    [row] = told["rows"]
    assert (row["verdict"], row["letters"]) == ("new", VNI)
    assert row["text"] == "Nguyễn Thị Hồng · hong.nt · Phó phòng"
    assert bring(cast.owner, data_of(made)).status_code == 404
