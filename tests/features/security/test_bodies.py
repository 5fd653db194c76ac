"""A body that some reader behind the door would choke on is refused at the door, whoever sends it."""

from __future__ import annotations

import pytest

from server.security import BODY_VALUES_MAX
from tests.cast import PROVINCE, Cast, Phone
from tests.factories import id_of
from tests.refusals import refused

pytestmark = [pytest.mark.invariant("work-is-bounded"), pytest.mark.either_store]
JSON = "application/json"
DEVICE = f'"device":{{"id":"{id_of("phone")}","label":""}}'
HALF = r"\ud800"
NUL = r"\u0000"
BODIES = {
    "half a pair as user name": f'{{"username":"{HALF}","password":"x",{DEVICE}}}',
    "half a pair as password": f'{{"username":"owner","password":"{HALF}",{DEVICE}}}',
    "no number": '{"username":NaN}',
    "a number of five thousand digits": f'{{"username":{"9" * 5_000}}}',
    "a number beyond all": '{"username":1e999}',
    "too deep": "[" * 100_000,
    "too deep, and closed": "[" * 50_000 + "]" * 50_000,
    "half": "{",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_that_is_no_text_is_refused_at_the_door(client: Phone, body: str) -> None:
    for path in ("/api/session", "/api/session/code", "/api/admin/people", "/api/lists/feedback/confirm"):
        refused(client.ask("POST", path, data=body.encode(), content_type=JSON), "bad_body")


def test_a_text_that_no_database_takes(client: Phone) -> None:
    for body in (f'{{"username":"{NUL}","password":"x",{DEVICE}}}', f'{{"{NUL}":1}}'):
        for path in ("/api/session", "/api/session/code", "/api/admin/people", "/api/lists/feedback/confirm"):
            refused(client.ask("POST", path, data=body.encode(), content_type=JSON), "invalid")


def test_a_token_that_is_no_text(cast: Cast) -> None:
    for member, path in ((cast.clerk, "/api/lists/feedback/confirm"), (cast.admin, "/api/admin/import/units/confirm")):
        answer = member.phone().ask("POST", path, data=f'{{"token":"{HALF}"}}'.encode(), content_type=JSON)
        refused(answer, "bad_body")


def test_a_body_of_very_many_values(client: Phone) -> None:
    body = b"[" + b"[]," * BODY_VALUES_MAX + b"[]]"
    refused(client.ask("POST", "/api/session", data=body, content_type=JSON), "too_large", limit=BODY_VALUES_MAX)


def test_whole_pairs_and_escapes_are_text(client: Phone) -> None:
    body = f'{{"username":"\\ud83d\\ude00\\n","password":"mật khẩu",{DEVICE}}}'
    refused(client.ask("POST", "/api/session", data=body.encode(), content_type=JSON), "wrong_credentials")


def test_a_search_for_what_cannot_be_written(cast: Cast) -> None:
    refused(cast.admin.phone().get("/api/admin/erasures/find?what=%00"), "invalid", fields="what")


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "2024-02-30", "0000-01-01"])
def test_a_day_that_nothing_can_be_counted_from(cast: Cast, day: str) -> None:
    clerk, admin = cast.clerk.phone(), cast.admin.phone()
    for path in ("/api/feedback/figures?", "/api/feedback/accounts?by=unit&", "/api/duty/ledger?", "/api/tasks?"):
        refused(clerk.get(f"{path}as_of={day}"), "bad_day", field="as_of")
    refused(clerk.get(f"/api/invitations/figures?last={day}"), "bad_day", field="last")
    refused(admin.post("/api/admin/changes", {"day": day, "title": "Sáp nhập"}), "bad_day", field="day")


def test_the_first_and_the_last_day_that_may_be_asked_for(cast: Cast) -> None:
    clerk = cast.clerk.phone()
    for day in ("1900-01-01", "2199-12-31"):
        for path in ("/api/feedback/figures?", "/api/feedback/accounts?by=unit&", "/api/duty/ledger?", "/api/tasks?"):
            assert clerk.get(f"{path}as_of={day}").status_code == 200, (path, day)
        assert clerk.get(f"/api/invitations/figures?last={day}").status_code == 200
    unit = f"/api/indicators/table?unit={id_of(PROVINCE)}&starts=1900-01-01&ends=2199-12-31"
    assert clerk.get(unit).status_code == 200


def test_an_assignment_since_the_beginning_of_time(cast: Cast) -> None:
    said = {"person": cast.stranger.id, "role": "leader", "unit": id_of(PROVINCE), "starts": "0001-01-01"}
    assert cast.admin.phone().post("/api/admin/assignments", said).status_code == 201
