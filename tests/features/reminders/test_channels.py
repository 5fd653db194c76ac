"""How a reminder travels: to the phone, then to the mail, then to the gateway, until it was seen."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import trustme

from server.config import Config
from server.features.people.actions import do_put_assignments
from server.features.reminders.means import MeansError, check_settings, do_keep_key, shown
from server.features.reminders.model import push_key, reminders, sendings
from server.features.reminders.rules import PATIENCE_MS, RETRY_MS, TRIES_MAX
from server.platform.acts import NOBODY, Act
from server.platform.channels import mail
from server.platform.channels.addresses import Outside
from server.platform.channels.push import PushKey, new_push_key
from server.platform.clock import SetClock
from server.platform.ids import new_id
from server.reminding import Reminding
from tests.cast import PROVINCE, Cast
from tests.factories import assignment, id_of
from tests.features.feedback.stories import raised
from tests.features.reminders.test_roads import give, roads, subscribe
from tests.features.reminders.test_watch import DAY_MS
from tests.features.reminders.test_wishes import WISH
from tests.hand import Hands
from tests.mail_server import Box, mail_server
from tests.push_service import HOST, Browser, PushService, push_service
from tests.webhook import Webhook, webhook

# The gateway's library reads all that it can send by, and one of these leans on a module that leaves Python.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
MAIL, NUMBER = "ong.ba@example.vn", "+84912345678"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PushService]:
    with push_service(tmp_path_factory.mktemp("push")) as made:
        yield made


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with mail_server(authority) as made:
        yield made


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as made:
        yield made


@pytest.fixture
def config(config: Config, tmp_path: Path, box: Box, hook: Webhook) -> Config:
    """An office with every road."""
    gateway = tmp_path / "gateway"
    gateway.write_text(hook.template, encoding="utf-8")
    gateway.chmod(0o600)
    return replace(
        config, push_hosts=(HOST,), mail_url=f"smtp://127.0.0.1:{box.port}", mail_from="diaban@example.vn",
        gateway_url_file=gateway, public_origin="https://diaban.example.vn",
    )  # fmt: skip


class Office:
    """The leader's process, and the clerk, who is told of an item without an owner."""

    def __init__(self, cast: Cast, hands: Hands, clock: SetClock, service: PushService) -> None:
        self.cast, self.clock, self.service, self.hands = cast, clock, service, hands
        self.browser = Browser()
        self.make_key()
        self.reminding = Reminding(cast.here, outside=service.outside())
        self.reminding.look()
        service.taken.clear()
        service.ordered.clear()

    def make_key(self) -> PushKey:
        """As `diaban keys` does it, in another process."""
        key = new_push_key()
        with self.cast.here.store.write() as tx:
            do_keep_key(tx.connection, key, now=self.clock.now_ms())
        return key

    def subscribe(self) -> None:
        subscribe(self.cast.clerk.phone(), "clerk", self.browser)

    def fall_due(self) -> str:
        """An item that nobody owns by the next morning; returns its id."""
        item = raised(self.hands.owner)
        self.clock.move(DAY_MS)
        self.reminding.look()
        return item

    def after(self, ms: int = 0) -> int:
        """Let time go by, and send what is due. Returns how many messages were tried."""
        self.clock.move(ms)
        return self.reminding.send()

    def pushed(self) -> list[dict[str, Any]]:
        """What arrived at the clerk's browser."""
        return [json.loads(self.browser.open(taken.body)) for taken in self.service.taken]

    def rows(self, *columns: sa.Column[Any], of: str = "clerk") -> list[tuple[Any, ...]]:
        """What the outbox holds of one person."""
        query = sa.select(*columns).where(reminders.c.person == id_of(of))
        with self.cast.here.store.read() as reader:
            return [tuple(row) for row in reader.connection.execute(query)]

    def tried(self) -> list[tuple[str, str, int]]:
        """Every try, in order: the road, what became of it, and the status."""
        query = sa.select(sendings.c.road, sendings.c.outcome, sendings.c.status).order_by(sendings.c.at)
        with self.cast.here.store.read() as reader:
            return [tuple(row) for row in reader.connection.execute(query)]


@pytest.fixture
def office(cast: Cast, hands: Hands, clock: SetClock, service: PushService) -> Office:
    return Office(cast, hands, clock, service)


def test_a_push_says_nothing_on_the_lock_screen_unless_its_person_allows_it(office: Office) -> None:
    office.subscribe()
    item = office.fall_due()
    assert office.after() == 1
    [pushed] = office.pushed()
    [(id,)] = office.rows(reminders.c.id)
    about = {"id": id, "url": f"/feedback/{item}"}
    assert pushed == {**about, "title": "Có việc mới trong Địa Bàn", "body": "", "unread": 1}
    [taken] = office.service.taken
    assert (taken.headers["TTL"], taken.headers["Urgency"]) == ("86400", "normal")


def test_a_push_says_what_it_is_about_in_the_language_of_who_allows_it(office: Office) -> None:
    office.subscribe()
    office.hands.clerk.do("preference.set", id_of("wish"), **{**WISH, "show_text": True, "language": "en"})
    office.fall_due()
    office.after()
    [pushed] = office.pushed()
    assert "Xã An" in pushed["title"]
    assert pushed["title"] != "Có việc mới trong Địa Bàn"


def test_what_was_shown_goes_no_further(office: Office, box: Box) -> None:
    office.subscribe()
    give(office.cast.clerk, mail=MAIL)
    office.fall_due()
    office.after()
    [pushed] = office.pushed()
    stranger = office.cast.stranger.phone().post("/api/reminders/shown", {"id": pushed["id"]})
    assert (stranger.status_code, office.rows(reminders.c.state)) == (204, [("waiting",)])
    assert office.cast.clerk.phone().post("/api/reminders/shown", {"id": pushed["id"]}).status_code == 204
    assert office.rows(reminders.c.state, reminders.c.why) == [("done", "shown")]
    assert office.after(PATIENCE_MS["push"]) == 0
    assert box.taken == []


def test_what_nobody_saw_goes_to_the_mail_and_then_to_the_gateway(office: Office, box: Box, hook: Webhook) -> None:
    office.subscribe()
    give(office.cast.clerk, MAIL, NUMBER)
    office.hands.clerk.do("preference.set", id_of("wish"), **{**WISH, "gateway": True})
    item = office.fall_due()
    office.after()
    assert office.after(PATIENCE_MS["push"] - 1000) == 0
    assert office.after(1000) == 1
    [letter] = box.taken
    plain, page = letter.get_body(["plain"]), letter.get_body(["html"])
    assert plain is not None
    assert page is not None
    assert letter["To"] == MAIL
    assert "chưa có cơ quan xử lý" in letter["Subject"]
    assert f"https://diaban.example.vn/feedback/{item}" in plain.get_content()
    assert f'href="https://diaban.example.vn/feedback/{item}"' in page.get_content()
    assert office.after(PATIENCE_MS["mail"]) == 1
    [(_path, sent)] = hook.taken
    assert sent["message"] == f"Có việc mới trong Địa Bàn\nhttps://diaban.example.vn/feedback/{item}"
    assert office.rows(reminders.c.state) == [("done",)]


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_its_service_knows_no_more_is_retired_and_the_mail_goes_at_once(
    office: Office, box: Box, status: int
) -> None:
    office.subscribe()
    give(office.cast.clerk, mail=MAIL)
    office.fall_due()
    office.service.order(status)
    office.after()
    assert office.tried() == [("push", "gone", status), ("mail", "taken", 250)]
    assert len(box.taken) == 1
    [phone] = roads(office.cast.clerk.phone())["phones"]
    assert (phone["open"], phone["retired"]) == (False, office.cast.here.clock.now_ms())


@pytest.mark.parametrize(("status", "headers", "wait_ms", "outcome"), [
    (429, {"Retry_After": "600"}, 600_000, "later"),
    (500, {}, RETRY_MS, "later"),
    (0, {}, RETRY_MS, "silent"),
])  # fmt: skip
def test_a_service_that_says_later_is_asked_again_when_it_said(
    office: Office, status: int, headers: dict[str, str], wait_ms: int, outcome: str
) -> None:
    office.subscribe()
    office.fall_due()
    office.service.order(status, **headers)
    assert office.after() == 1
    assert office.after(wait_ms - 1000) == 0
    assert office.after(1000) == 1
    assert office.tried() == [("push", outcome, status), ("push", "taken", 201)]
    # The same name: a phone that was handed both shows one.
    assert len({taken.headers["Topic"] for taken in office.service.taken}) == 1


def test_who_has_no_way_to_be_reached_is_named_and_the_rest_goes_out(office: Office, cast: Cast) -> None:
    """Two clerks are told of one item; one of them has a phone."""
    with cast.here.store.write() as tx:
        act = Act(tx, NOBODY, 0, cast.here.today, new_id)
        do_put_assignments(act, [assignment("colleague", "clerk", PROVINCE)])
    subscribe(cast.colleague.phone(), "colleague", office.browser)
    office.fall_due()
    assert office.rows(reminders.c.state, reminders.c.why) == [("failed", "unreached")]
    assert office.after() == 1
    assert len(office.pushed()) == 1
    assert office.rows(reminders.c.state, of="colleague") == [("done",)]
    # In the app he is told all the same.
    [notice] = office.hands.clerk.all("notice")
    assert notice["occasion"] == "item_unowned"


def test_a_phone_that_fails_does_not_keep_the_other_one_from_ringing(office: Office, cast: Cast) -> None:
    subscribe(cast.clerk.phone("desk"), "desk")
    office.subscribe()
    office.fall_due()
    office.service.order(410)
    office.after()
    assert office.tried() == [("push", "taken", 201)]
    assert [phone["open"] for phone in roads(cast.clerk.phone())["phones"]] == [False, True]


def test_a_mail_server_that_hangs_holds_nobody_elses_phone_up(
    office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "ANSWER_S_MAX", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        here = replace(cast.here, config=replace(cast.here.config, mail_url=f"smtp://127.0.0.1:{port}"))
        office.reminding = Reminding(here, outside=office.service.outside())
        with cast.here.store.write() as tx:
            act = Act(tx, NOBODY, 0, cast.here.today, new_id)
            do_put_assignments(act, [assignment("colleague", "clerk", PROVINCE)])
        give(cast.clerk, mail=MAIL)
        subscribe(cast.colleague.phone(), "colleague", office.browser)
        office.fall_due()
        assert office.after() == 2
    assert sorted(office.tried()) == [("mail", "silent", 0), ("push", "taken", 201)]
    assert office.rows(reminders.c.state, reminders.c.road) == [("waiting", "mail")]


def test_a_key_made_or_replaced_beside_the_running_office_is_what_it_signs_with(office: Office, cast: Cast) -> None:
    with cast.here.store.write() as tx:
        tx.connection.execute(push_key.delete())
    office.subscribe()
    office.fall_due()
    assert office.rows(reminders.c.state, reminders.c.why) == [("failed", "unreached")]
    made = office.make_key()
    office.subscribe()
    office.fall_due()
    assert office.after() == 1
    office.fall_due()
    replaced = office.make_key()
    office.subscribe()
    # That item, and the latest turn of the one that nobody could be told of.
    assert office.after() == 2
    signed = [taken.headers["Authorization"].partition("k=")[2] for taken in office.service.taken]
    assert signed == [shown(made), shown(replaced), shown(replaced)]


def test_a_name_that_leads_inside_is_named_and_the_mail_goes_at_once(office: Office, box: Box) -> None:
    inside = Outside(resolve=lambda _host: ["10.0.0.5"], port=office.service.port, authority=office.service.authority)
    office.reminding = Reminding(office.cast.here, outside=inside)
    office.subscribe()
    give(office.cast.clerk, mail=MAIL)
    office.fall_due()
    office.after()
    assert office.tried() == [("push", "endpoint_private", 0), ("mail", "taken", 250)]
    assert office.service.taken == []


def test_a_service_that_is_on_the_list_no_more_is_named(office: Office) -> None:
    office.subscribe()
    here = replace(office.cast.here, config=replace(office.cast.here.config, push_hosts=()))
    office.reminding = Reminding(here, outside=office.service.outside())
    office.fall_due()
    office.after()
    assert office.rows(reminders.c.state, reminders.c.why) == [("failed", "endpoint_unknown_host")]
    assert office.service.taken == []
    seen = office.cast.admin.phone().get("/api/reminders/outbox", query_string={"state": "failed"}).json
    assert [row["why"] for row in (seen or {})["rows"]] == ["endpoint_unknown_host"]


def test_nothing_personal_is_logged_when_every_road_fails(
    office: Office, box: Box, hook: Webhook, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    office.subscribe()
    give(office.cast.clerk, MAIL, NUMBER)
    office.hands.clerk.do("preference.set", id_of("wish"), **{**WISH, "gateway": True, "show_text": True})
    item = office.fall_due()
    office.service.order(403)
    box.to_recipient, hook.status = f"550 <{MAIL}> is unknown here", 500
    for _ in range(TRIES_MAX):
        office.after(RETRY_MS << TRIES_MAX)
    [(args, state)] = office.rows(reminders.c.args, reminders.c.state)
    assert [outcome for _road, outcome, _status in office.tried()] == ["refused", "refused", *["silent"] * TRIES_MAX]
    assert state == "failed"
    said = "".join(capfd.readouterr()) + caplog.text
    named = json.loads(args)["number"]
    words = (MAIL, NUMBER, "912345678", "secret", "clerk", "Xã An", item, office.browser.auth, named)
    assert [word for word in words if word in said] == []


def test_a_fault_of_a_road_is_logged_without_its_words(
    office: Office, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError(f"cannot push to {MAIL} of Xã An")

    office.subscribe()
    monkeypatch.setattr("server.features.reminders.roads.read_endpoint", fail)
    office.fall_due()
    office.after()
    said = "".join(capfd.readouterr())
    assert "reminder_fault" in said
    assert "RuntimeError" in said
    assert [word for word in (MAIL, "Xã An", "cannot push") if word in said] == []


@pytest.mark.parametrize(("code", "changed"), [
    ("mail_url", {"mail_url": "http://mail.example.vn"}),
    ("mail_from", {"mail_from": None}),
    ("mail_from", {"mail_from": "Văn phòng\nBcc: x@example.vn"}),
    ("push_host", {"push_hosts": ("https://push.example",)}),
    ("push_host", {"push_hosts": ("*",)}),
    ("gateway_file", {"gateway_url_file": Path("/nowhere/gateway")}),
    ("origin", {"public_origin": None}),
])  # fmt: skip
def test_a_setting_that_cannot_be_meant_ends_the_start_by_name(
    config: Config, code: str, changed: dict[str, Any]
) -> None:
    check_settings(config)
    with pytest.raises(MeansError, match=code):
        check_settings(replace(config, **changed))
