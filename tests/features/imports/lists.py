"""Lists as offices keep them, and the road by which they are brought."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

import openpyxl

from server.features.imports.columns import COLUMNS
from server.platform.acts import NOBODY, Act
from server.platform.changes import Write
from server.platform.ids import new_id
from server.sheets import heading
from tests.cast import Cast, Member
from tests.factories import id_of

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Line = Sequence[Any]


def book(*lines: Line, title: str = "Sổ 2024") -> Any:
    """A workbook with one page of these lines."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = title
    for line in lines:
        page.append(list(line))
    return made


def data_of(workbook: Any) -> bytes:
    """The file of a workbook."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sheet(*rows: dict[str, Any], kind: str = "feedback") -> bytes:
    """A filled-in template; each row by the names of its columns."""
    columns = COLUMNS[kind]
    head = [heading(column, "vi") for column in columns]
    return data_of(book(head, *([row.get(column.name) for column in columns] for row in rows)))


def bring(by: Member, data: bytes, *, kind: str = "feedback", name: str = "Sổ 2024") -> Any:
    """Upload a list to be checked."""
    path = f"/api/lists/{kind}?name={name}"
    return by.phone().ask("POST", path, data=data, content_type=XLSX)


def checked(by: Member, data: bytes, *, kind: str = "feedback") -> dict[str, Any]:
    """What became of a list's rows."""
    answer = bring(by, data, kind=kind)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json
    return body


def verdict(by: Member, row: dict[str, Any], *, kind: str = "feedback") -> tuple[str, str | None]:
    """What becomes of one row, and the code of why not; the number it names is in the sentence."""
    [one] = checked(by, sheet(row, kind=kind), kind=kind)["rows"]
    assert bool(one["message"]) == (one["verdict"] in ("ask", "bad"))
    return one["verdict"], one["code"]


def confirm(by: Member, token: str, *, kind: str = "feedback", after: int = 0) -> Any:
    """Take the next rows of a checked list."""
    return by.phone().post(f"/api/lists/{kind}/confirm", {"token": token, "after": after})


def take(by: Member, data: bytes, *, kind: str = "feedback") -> dict[str, Any]:
    """Bring a list and confirm it to its end: its check, with what was `taken` and `refused`."""
    told = {**checked(by, data, kind=kind), "taken": 0, "refused": []}
    after: int | None = 0
    while after is not None:
        step = confirm(by, told["token"], kind=kind, after=after).json
        told["taken"] += step["taken"]
        told["refused"] += step["refused"]
        after = step["next"]
    return told


def with_themes(cast: Cast) -> None:
    """The office's themes."""
    here = cast.here
    with here.store.write() as tx:
        act = Act(tx, NOBODY, here.clock.now_ms(), here.today, new_id)
        for at, (vi, en) in enumerate((("Thủy lợi", "Irrigation"), ("Giao thông", "Roads"))):
            act.append(Write("theme", id_of(vi), {"name_vi": vi, "name_en": en, "order": at}, {"all"}))
