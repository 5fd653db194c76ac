"""A phone says whether its browser keeps the store, and the office reminds of one that does not."""

from __future__ import annotations

from server.features.devices.queries import WorkingDevice, list_working
from server.platform.clock import SetClock
from tests.cast import Cast, Phone


def working(cast: Cast) -> dict[tuple[str, str], WorkingDevice]:
    with cast.here.store.read() as reader:
        found = list_working(reader.connection, cast.here.clock.now_ms())
    return {(device.person, device.id): device for device in found}


def says(phone: Phone, kept: str | None) -> int:
    """The phone asks who is signed in, as it does at every start."""
    asked = {} if kept is None else {"kept": kept}
    return phone.get("/api/session", query_string=asked).status_code


def test_office_knows_since_when_a_browser_may_empty_the_store(cast: Cast, clock: SetClock) -> None:
    owner, key = cast.owner, (cast.owner.id, cast.owner.device())
    assert says(owner.phone(), None) == 200
    assert working(cast)[key].unkept_since is None
    assert says(owner.phone(), "false") == 200
    first = clock.now_ms()
    assert working(cast)[key].unkept_since == first
    # Said again, it is the same matter; what cannot be said says nothing.
    clock.move(86_400_000)
    for said in ("false", None):
        assert says(owner.phone(), said) == 200
        assert working(cast)[key].unkept_since == first
    assert says(owner.phone(), "true") == 200
    assert working(cast)[key].unkept_since is None


def test_a_phone_speaks_for_itself_alone(cast: Cast) -> None:
    cast.owner.phone("tablet")
    cast.colleague.phone()
    assert says(cast.owner.phone(), "false") == 200
    unkept = {key for key, device in working(cast).items() if device.unkept_since is not None}
    assert unkept == {(cast.owner.id, cast.owner.device())}
    assert says(cast.visitor(), "false") == 401


def test_a_device_that_was_taken_away_or_signed_out_is_not_at_work(cast: Cast) -> None:
    owner = cast.owner
    owner.phone()
    lost = f"/api/admin/people/{owner.id}/devices/{owner.device()}"
    assert cast.admin.phone().patch(lost, {"state": "lost"}).status_code == 200
    assert (owner.id, owner.device()) not in working(cast)
    assert cast.colleague.phone().delete("/api/session").status_code == 204
    assert (cast.colleague.id, cast.colleague.device()) not in working(cast)


def test_nonsense_is_refused(cast: Cast) -> None:
    assert says(cast.owner.phone(), "maybe") in (400, 422)
