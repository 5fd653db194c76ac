"""Photos that come with an answer: named at once, sent later, read by whoever reads the item and by nobody else."""

from __future__ import annotations

import pytest

from tests.cast import ROADS
from tests.factories import id_of
from tests.features.attachments.stories import Photo, begin, code_of, far, photo, piece, send, submit_with
from tests.features.feedback.stories import of, owned, say
from tests.hand import Hands, Outcome


def answer(hands: Hands, item: str, *photos: Photo) -> Outcome:
    """The water agency's answer with these photos."""
    said = {"round": 1, "outcome": "settled", "text": "Đã nạo vét 340/340 m."}
    return say(hands.agency, "answer", item, photos=[each.row for each in photos], **said)


def answered(hands: Hands, *photos: Photo) -> str:
    """An item that the water agency has answered with these photos."""
    item = owned(hands)
    assert answer(hands, item, *photos) == "applied"
    return item


def state_of(seen: dict[str, object] | None) -> object:
    return seen and seen["state"]


@pytest.mark.invariant("photo-whole")
def test_an_answer_names_its_photos_and_never_waits_for_them(hands: Hands) -> None:
    one = photo()
    item = answered(hands, one)
    seen = of(hands.contact, item)
    assert (seen["status"], seen["photos"]) == ("answered", [[*one.row, seen["thread"][-1][0]]])
    assert state_of(hands.contact.sees("attachment", one.id)) == "waiting"
    assert send(hands.agency, item, one).status_code == 204
    assert state_of(hands.contact.sees("attachment", one.id)) == "stored"
    assert hands.contact.phone.get(f"/api/files/{one.id}").status_code == 200


def test_its_upload_goes_on_where_it_was_cut(hands: Hands) -> None:
    one = photo()
    item = answered(hands, one)
    assert begin(hands.agency, item, one).status_code == 201
    assert piece(hands.agency, one, 0).status_code == 204
    offset = int(far(hands.agency, one).headers["Upload-Offset"])
    assert 0 < offset < len(one.data)
    while offset < len(one.data):
        offset = int(piece(hands.agency, one, offset).headers["Upload-Offset"])
    assert state_of(hands.agency.sees("attachment", one.id)) == "stored"


def test_readers_of_the_item_read_them_and_who_answered_sends_them(hands: Hands) -> None:
    one = photo()
    item = answered(hands, one)
    assert code_of(send(hands.contact, item, one)) == (404, "not_found")
    send(hands.agency, item, one)
    assert hands.clerk.phone.get(f"/api/files/{one.id}").status_code == 200
    assert hands.stranger.phone.get(f"/api/files/{one.id}").status_code == 404
    assert hands.stranger.sees("attachment", one.id) is None


def test_they_follow_the_item_to_another_agency(hands: Hands) -> None:
    one = photo()
    item = answered(hands, one)
    send(hands.agency, item, one)
    assert say(hands.contact, "reopen", item, round=1, text="Nước vẫn chưa về.") == "applied"
    assert hands.agency.sees("attachment", one.id) is not None
    assert say(hands.agency, "own", item, owner=id_of(ROADS), text="Việc của giao thông.") == "applied"
    assert hands.agency.sees("attachment", one.id) is None
    assert hands.agency.phone.get(f"/api/files/{one.id}").status_code == 404
    assert state_of(hands.contact.sees("attachment", one.id)) == "stored"


def test_a_photo_of_another_matter_is_not_taken_for_evidence(hands: Hands) -> None:
    one = photo()
    submit_with(hands.owner, one)
    item = owned(hands)
    assert answer(hands, item, one) == ("quarantined", "id_taken")
    assert of(hands.contact, item)["status"] == "owned"


def test_an_album_is_no_evidence(hands: Hands) -> None:
    item = owned(hands)
    assert answer(hands, item, *[photo(b"x")] * 7).name != "applied"
    assert of(hands.contact, item)["status"] == "owned"


def test_the_photos_of_an_answer_that_was_refused_are_kept_for_the_person(hands: Hands) -> None:
    one = photo()
    item = owned(hands)
    said = {"round": 1, "outcome": "settled", "text": "", "photos": [one.row]}
    assert say(hands.agency, "answer", item, **said).name == "quarantined"
    assert send(hands.agency, item, one).status_code == 204
    assert hands.contact.sees("attachment", one.id) is None
    assert state_of(hands.agency.sees("attachment", one.id)) == "stored"
    assert answer(hands, item, one) == "applied"
    assert state_of(hands.contact.sees("attachment", one.id)) == "stored"
