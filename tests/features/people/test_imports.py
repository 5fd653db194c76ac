"""Spreadsheets: checked row by row before anything is written; a bad row never keeps a good one out."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.features.people.imports import COLUMNS, KINDS, PREVIEW_LIFE_MS
from server.features.people.queries import load_directory
from server.platform.clock import SetClock
from server.platform.spreadsheets import ROWS_MAX, write_sheet
from server.words import say
from tests.cast import HOME, NEAR, PROVINCE, Cast
from tests.refusals import refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(kind: str, *rows: tuple[str, ...], language: str = "vi") -> bytes:
    """A filled-in template."""
    headings = [say(f"sheet-column-{column.word}", language) for column in COLUMNS[kind]]
    return write_sheet("x", headings, rows, [])


def upload(cast: Cast, kind: str, data: bytes, *, language: str = "vi", mimetype: str = XLSX) -> Any:
    headers = {"Accept-Language": language}
    return cast.admin.phone().ask(
        "POST", f"/api/admin/import/{kind}", data=data, content_type=mimetype, headers=headers
    )


def confirm(cast: Cast, kind: str, token: str, *, codes: bool = False) -> Any:
    return cast.admin.phone().post(f"/api/admin/import/{kind}/confirm", {"token": token, "codes": codes})


def take(cast: Cast, kind: str, data: bytes) -> Any:
    preview = upload(cast, kind, data)
    assert preview.status_code == 200, preview.text
    return confirm(cast, kind, preview.json["token"]).json


UNITS = (
    ("900", "Huyện Ba", "huyện", PROVINCE, "", ""),
    ("901", "Vĩnh Mới", "Xã", "900", "01/01/2024", ""),
    ("902", "Diêu Mới", "thị trấn", "Huyện Ba", "", ""),
)
PEOPLE = (
    ("Trần Thị Chín", "chin", "Chuyên viên"),
    ("Ngô Văn Mười", "", ""),
)
ASSIGNMENTS = (
    ("chin", "cán bộ phụ trách", f"huyện {NEAR}", "", "", "01/06/2024", "", "5-QĐ", "", ""),
    ("stranger", "đầu mối xã", HOME, NEAR, "", "2024-06-01", "2024-12-31", "", "", ""),
    ("chin", "cơ quan xử lý", "", "", "Sở Nước", "1/6/2024", "", "", "", ""),
)
FILES = {"units": UNITS, "people": PEOPLE, "assignments": ASSIGNMENTS}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_template_is_headed_in_ones_language_and_comes_back_empty(cast: Cast, kind: str, language: str) -> None:
    path = f"/api/admin/import/{kind}/template.xlsx"
    answer = cast.admin.phone().get(path, headers={"Accept-Language": language})
    assert answer.mimetype == XLSX
    assert f'filename="{kind}.xlsx"' in answer.headers["Content-Disposition"]
    first = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [cell.value for cell in first[1]] == [say(f"sheet-column-{c.word}", language) for c in COLUMNS[kind]]
    assert upload(cast, kind, answer.data).json["rows"] == []


def test_nothing_is_written_before_it_is_confirmed(cast: Cast) -> None:
    preview = upload(cast, "units", sheet("units", *UNITS)).json
    assert preview["counts"] == {"new": 3, "changed": 0, "same": 0, "bad": 0}
    with cast.here.store.read() as reader:
        assert "Huyện Ba" not in {unit.name for unit in load_directory(reader).units.values()}


def test_units_people_and_assignments_are_taken_in_turn(cast: Cast) -> None:
    for kind, rows in FILES.items():
        taken = take(cast, kind, sheet(kind, *rows))
        assert (taken["new"], taken["bad"]) == (len(rows), 0), taken
    with cast.here.store.read() as reader:
        found = load_directory(reader)
    by_name = {unit.name: unit for unit in found.units.values()}
    assert by_name["Vĩnh Mới"].parent == by_name["Diêu Mới"].parent == by_name["Huyện Ba"].id
    assert (by_name["Vĩnh Mới"].type, by_name["Vĩnh Mới"].valid_from) == ("commune", "2024-01-01")
    chin = next(person.id for person in found.persons.values() if person.name == "Trần Thị Chín")
    assert found.holds(chin, "leader", by_name[HOME].id, "2024-06-25")
    assert found.owns(chin, None, "2024-06-25")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_file_twice_changes_nothing(cast: Cast, kind: str) -> None:
    for earlier in KINDS[: KINDS.index(kind) + 1]:
        take(cast, earlier, sheet(earlier, *FILES[earlier]))
    with cast.here.store.read() as reader:
        before = reader.head().pos
    again = take(cast, kind, sheet(kind, *FILES[kind]))
    assert (again["new"], again["same"], again["bad"]) == (0, len(FILES[kind]), 0)
    with cast.here.store.read() as reader:
        assert reader.head().pos == before


def test_english_headings_and_words_are_understood_too(cast: Cast) -> None:
    rows = (("900", "Huyện Ba", "district", PROVINCE, "", ""), ("901", "Vĩnh Mới", "commune", "900", "", ""))
    assert take(cast, "units", sheet("units", *rows, language="en"))["new"] == 2


BAD: dict[str, list[tuple[tuple[str, ...], str]]] = {
    "units": [
        (("9", "", "xã", NEAR, "", ""), "name_missing"),
        (("9", "Một", "làng chài", NEAR, "", ""), "level_unknown"),
        (("9", "Một", "xã", "Không Đâu", "", ""), "parent_unknown"),
        (("9", "Một", "xã", HOME, "", ""), "parent_loop"),
        (("9", "Một", "xã", NEAR, "31/02/2024", ""), "bad_day"),
        (("9", "Một", "xã", NEAR, "02/01/2024", "01/01/2024"), "end_before_start"),
    ],
    "people": [
        (("", "ai", ""), "name_missing"),
        (("Ai", "Ai Đó", ""), "username_bad"),
        (("Ai", "owner", ""), "username_taken"),
    ],
    "assignments": [
        (("nobody", "đầu mối xã", HOME, "", "", "01/06/2024", "", "", "", ""), "person_unknown"),
        (("owner", "vua", HOME, "", "", "01/06/2024", "", "", "", ""), "role_unknown"),
        (("owner", "đầu mối xã", "Không Đâu", "", "", "01/06/2024", "", "", "", ""), "unit_unknown"),
        (("owner", "đầu mối xã", HOME, "", "", "", "", "", "", ""), "bad_day"),
        (("owner", "đầu mối xã", HOME, "", "", "02/06/2024", "01/06/2024", "", "", ""), "end_before_start"),
        (("stranger", "cán bộ theo dõi", HOME, "", "", "01/06/2024", "", "", "", ""), "second_monitor"),
        (("owner", "cơ quan xử lý", "", "", "Sở Lạ", "01/06/2024", "", "", "", ""), "agency_unknown"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("kind", "row", "code"), [(kind, *each) for kind, rows in BAD.items() for each in rows])
def test_bad_row_is_told_by_its_number_and_the_good_one_goes_in(
    cast: Cast, kind: str, row: tuple[str, ...], code: str, language: str
) -> None:
    take(cast, "people", sheet("people", *PEOPLE)) if kind == "assignments" else None
    preview = upload(cast, kind, sheet(kind, row, FILES[kind][0]), language=language).json
    bad, good = preview["rows"]
    assert (bad["row"], bad["verdict"], bad["code"]) == (2, "bad", code), bad
    assert bad["message"] == say(f"error-{code.replace('_', '-')}", language, bad["details"])
    assert bad["text"] == " · ".join(cell for cell in row if cell)
    assert good["verdict"] == "new"
    taken = confirm(cast, kind, preview["token"]).json
    assert (taken["new"], taken["bad"]) == (1, 1)


def test_name_that_has_another_code_is_not_given_twice(cast: Cast) -> None:
    take(cast, "units", sheet("units", *UNITS))
    rows = upload(cast, "units", sheet("units", ("903", "Vĩnh Mới", "xã", "900", "", ""))).json["rows"]
    assert rows[0]["code"] == "unit_twice"


def test_later_sheet_changes_what_it_names_and_takes_nothing_away(cast: Cast) -> None:
    for kind, rows in FILES.items():
        take(cast, kind, sheet(kind, *rows))
    unit = ("901", "Vĩnh Mới Hai", "xã", "", "", "")
    person = ("Trần Thị Chín", "chin", "Phó phòng")
    held = ("stranger", "đầu mối xã", HOME, NEAR, "", "01/06/2024", "30/09/2024", "", "", "")
    assert take(cast, "units", sheet("units", unit))["changed"] == 1
    assert take(cast, "people", sheet("people", person))["changed"] == 1
    assert take(cast, "assignments", sheet("assignments", held))["changed"] == 1
    with cast.here.store.read() as reader:
        found = load_directory(reader)
    renamed = next(unit for unit in found.units.values() if unit.code == "901")
    assert (renamed.name, renamed.valid_from) == ("Vĩnh Mới Hai", "2024-01-01")
    assert found.units[renamed.parent or ""].name == "Huyện Ba"
    assert "Phó phòng" in {person.title for person in found.persons.values()}
    assert "2024-09-30" in {a.ends for a in found.assignments.values()}


def test_a_sheet_names_who_stands_in_and_a_later_one_another_decision(cast: Cast) -> None:
    held = ("owner", "cán bộ theo dõi", HOME, NEAR, "", "2024-01-01", "", "", "", "")
    unknown, named = (*held, "nobody"), (*held[:7], "12-QĐ/TU", "", "", "stranger")
    preview = upload(cast, "assignments", sheet("assignments", unknown, named)).json
    assert [row["verdict"] for row in preview["rows"]] == ["bad", "changed"]
    assert preview["rows"][0]["code"] == "substitute_unknown"
    assert confirm(cast, "assignments", preview["token"]).json["changed"] == 1
    assert take(cast, "assignments", sheet("assignments", named, held))["same"] == 2
    with cast.here.store.read() as reader:
        found = load_directory(reader)
    kept = next(a for a in found.assignments_of(cast.owner.id) if a.role == "cadre")
    assert (kept.substitute, kept.decision) == (cast.stranger.id, "12-QĐ/TU")
    assert found.holds(cast.stranger.id, "cadre", kept.unit, "2024-06-25")


def test_two_places_of_one_name_need_the_code_or_the_unit_above(cast: Cast) -> None:
    take(cast, "units", sheet("units", ("77", HOME, "xã", "Huyện Hai", "", "")))
    unclear = ("clerk", "đầu mối xã", HOME, "", "", "01/06/2024", "", "", "", "")
    clear = ("clerk", "đầu mối xã", HOME, "Huyện Hai", "", "01/06/2024", "", "", "", "")
    coded = ("leader", "đầu mối xã", "77", "", "", "01/06/2024", "", "", "", "")
    rows = upload(cast, "assignments", sheet("assignments", unclear, clear, coded)).json["rows"]
    assert [row["verdict"] for row in rows] == ["bad", "new", "new"]
    assert rows[0]["code"] == "unit_unclear"


def test_two_monitors_are_taken_when_the_sheet_says_so(cast: Cast) -> None:
    row = ("stranger", "cán bộ theo dõi", HOME, "", "", "01/06/2024", "", "", "", "x")
    assert take(cast, "assignments", sheet("assignments", row))["new"] == 1


def test_second_row_may_not_repeat_the_monitor_of_the_first(cast: Cast) -> None:
    take(cast, "units", sheet("units", *UNITS))
    rows = [(name, "cán bộ theo dõi", "901", "", "", "01/06/2024", "", "", "", "") for name in ("clerk", "leader")]
    verdicts = upload(cast, "assignments", sheet("assignments", *rows)).json["rows"]
    assert [row.get("code") for row in verdicts] == [None, "second_monitor"]


def test_new_people_get_their_codes_at_once_if_asked(cast: Cast) -> None:
    preview = upload(cast, "people", sheet("people", *PEOPLE)).json
    taken = confirm(cast, "people", preview["token"], codes=True).json
    (issued,) = taken["codes"]
    assert (issued["username"], issued["name"]) == ("chin", "Trần Thị Chín")
    phone = cast.visitor()
    body = {
        "username": "chin",
        "code": issued["code"],
        "new_password": "mot hai ba bon",
        "device": {"id": phone.device},
    }
    assert phone.post("/api/session/code", body).status_code == 200


def test_what_changed_since_the_check_counts(cast: Cast) -> None:
    preview = upload(cast, "people", sheet("people", *PEOPLE)).json
    cast.admin.phone().post("/api/admin/people", {"name": "Kẻ Khác", "username": "chin"})
    taken = confirm(cast, "people", preview["token"]).json
    assert [row.get("code") for row in taken["rows"]] == ["username_taken", None]


def test_check_is_taken_once_by_its_own_administrator_within_an_hour(cast: Cast, clock: SetClock) -> None:
    token = upload(cast, "people", sheet("people", *PEOPLE)).json["token"]
    refused(cast.other_admin.phone().post("/api/admin/import/people/confirm", {"token": token}), "import_gone")
    refused(confirm(cast, "units", token), "import_gone")
    assert confirm(cast, "people", token).status_code == 200
    refused(confirm(cast, "people", token), "import_gone")
    late = upload(cast, "people", sheet("people", *PEOPLE)).json["token"]
    clock.move(PREVIEW_LIFE_MS + 1)
    refused(confirm(cast, "people", late), "import_gone")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sheet_without_a_column_is_told_which(cast: Cast, language: str) -> None:
    answer = upload(cast, "units", write_sheet("x", ["Tên", "Loại"], [], []), language=language)
    refused(answer, "columns_missing", columns=say("sheet-column-parent", language))


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            archive.writestr(name, b" " * 30_000_000)
    return stream.getvalue()


def tampered(kind: str, member: str, text: bytes) -> bytes:
    """A sheet in which one member was replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(kind))) as honest, zipfile.ZipFile(stream, "w") as archive:
        for info in honest.infolist():
            archive.writestr(info.filename, text if info.filename == member else honest.read(info))
    return stream.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<si><t>&c;</t></si></sst>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "secret.txt">]>'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&a;</t></si></sst>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_spreadsheet"),
        (b"code,name\n1,A", "not_a_spreadsheet"),
        (b"PK\x03\x04broken", "not_a_spreadsheet"),
        (sheet("units")[:400], "not_a_spreadsheet"),
        (tampered("units", "xl/sharedStrings.xml", LAUGHS), "not_a_spreadsheet"),
        (tampered("units", "xl/sharedStrings.xml", OUTSIDE), "not_a_spreadsheet"),
        (tampered("units", "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='x'>"), "not_a_spreadsheet"),
        (bomb(), "sheet_too_large"),
        (b"\0" * (2 * 1024 * 1024 + 1), "too_large"),
    ],
    ids=["empty", "csv", "cut zip", "half", "laughs", "entity", "broken xml", "bomb", "too many bytes"],
)
def test_what_is_no_honest_spreadsheet_is_refused_in_a_sentence(cast: Cast, data: bytes, code: str) -> None:
    refused(upload(cast, "units", data), code)


def test_more_rows_than_a_province_has_are_refused(cast: Cast) -> None:
    rows = [(f"{count}", f"Xã {count}", "xã", NEAR, "", "") for count in range(ROWS_MAX + 1)]
    refused(upload(cast, "units", sheet("units", *rows)), "sheet_too_large", limit=ROWS_MAX)


def test_file_of_another_kind_is_refused_by_its_label(cast: Cast) -> None:
    refused(upload(cast, "units", b"{}", mimetype="application/json"), "unsupported_type")
    refused(cast.admin.phone().get("/api/admin/import/galaxies/template.xlsx"), "not_found")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["owner", "colleague", "stranger"])
def test_nobody_else_imports(cast: Cast, kind: str, who: str) -> None:
    phone = getattr(cast, who).phone()
    refused(phone.get(f"/api/admin/import/{kind}/template.xlsx"), "not_found")
    refused(phone.ask("POST", f"/api/admin/import/{kind}", data=sheet(kind), content_type=XLSX), "not_found")
    refused(phone.post(f"/api/admin/import/{kind}/confirm", {"token": "x"}), "not_found")


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("=+-@\t\r"), max_size=30))
def test_no_cell_of_ours_is_ever_a_formula(text: str) -> None:
    data = write_sheet("x", ["A"], [[text]], ["help", text])
    book = openpyxl.load_workbook(io.BytesIO(data))
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr"), cell.value
                assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t", "\r"))
