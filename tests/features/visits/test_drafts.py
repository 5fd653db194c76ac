"""A draft is its writer's: on all his devices, and on nobody else's."""

from __future__ import annotations

import pytest

from server.features.visits.drafts import PATCHED
from tests.features.visits.stories import REPORT, save, submit
from tests.hand import Hands, digest_of, new_id, saw


def test_a_draft_travels_to_the_writers_other_phone(hands: Hands) -> None:
    visit = save(hands.owner)
    draft = hands.second("owner").sees("draft", visit)
    assert draft is not None
    assert {name: draft[name] for name in REPORT} == REPORT
    assert draft["role"] == "cadre"


def test_two_phones_that_edit_different_fields_lose_nothing(hands: Hands) -> None:
    visit = save(hands.owner)
    tablet = hands.second("owner")
    assert tablet.do("draft.save", visit, set={"proposals": "Giao khảo sát."}) == "applied"
    assert hands.owner.do("draft.save", visit, set={"village": "Tân Sơn"}) == "applied"
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    assert (draft["proposals"], draft["village"]) == ("Giao khảo sát.", "Tân Sơn")


def test_two_phones_that_edit_other_sentences_of_one_text_are_joined(hands: Hands) -> None:
    before = "Một câu đầu tiên. Một câu ở giữa thật dài. Một câu cuối cùng."
    visit = save(hands.owner, findings=before)
    first, last = before.replace("đầu tiên", "mở đầu"), before.replace("cuối cùng", "kết thúc")
    was = {"findings": saw(before)}
    assert hands.owner.do("draft.save", visit, set={"findings": first}, was=was) == "applied"
    assert hands.second("owner").do("draft.save", visit, set={"findings": last}, was=was) == "merged"
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    assert draft["findings"] == "Một câu mở đầu. Một câu ở giữa thật dài. Một câu kết thúc."


def test_two_phones_that_edit_the_same_word_keep_both(hands: Hands) -> None:
    visit = save(hands.owner, village="Tân Sơn")
    was = {"village": saw("Tân Sơn")}
    assert hands.owner.do("draft.save", visit, set={"village": "Tân Hòa"}, was=was) == "applied"
    assert hands.second("owner").do("draft.save", visit, set={"village": "Tân Lập"}, was=was) == "conflict"
    [conflict] = hands.owner.all("conflict")
    assert (conflict["kind"], conflict["field"], conflict["state"]) == ("edit", "village", "open")
    assert (conflict["mine"], conflict["theirs"]) == ("Tân Lập", "Tân Hòa")
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    assert draft["village"] == "Tân Hòa"


def test_a_deleted_draft_can_be_taken_back(hands: Hands) -> None:
    visit = save(hands.owner)
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    assert hands.owner.do("draft.delete", visit, seen=digest_of(draft, PATCHED)) == "applied"
    deleted = hands.owner.sees("draft", visit)
    assert deleted is not None
    assert deleted["deleted"] is not None
    assert hands.owner.do("draft.restore", visit) == "applied"
    restored = hands.owner.sees("draft", visit)
    assert restored is not None
    assert restored["deleted"] is None


def test_a_deletion_that_meets_an_edit_deletes_nothing(hands: Hands) -> None:
    visit = save(hands.owner)
    seen = hands.owner.sees("draft", visit)
    assert seen is not None
    hands.second("owner").do("draft.save", visit, set={"proposals": "Viết thêm trên máy bảng."})
    assert hands.owner.do("draft.delete", visit, seen=digest_of(seen, PATCHED)) == ("conflict", "delete_against_edit")
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    assert draft["deleted"] is None
    [conflict] = hands.owner.all("conflict")
    assert (conflict["kind"], conflict["mine"]) == ("delete", None)
    assert REPORT["findings"] in conflict["theirs"]


def test_an_edit_that_meets_a_deletion_is_kept_and_shown(hands: Hands) -> None:
    visit = save(hands.owner)
    seen = hands.owner.sees("draft", visit)
    assert seen is not None
    hands.owner.do("draft.delete", visit, seen=digest_of(seen, PATCHED))
    assert hands.second("owner").do("draft.save", visit, set={"proposals": "Viết tiếp."}) == "conflict"
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    assert draft["proposals"] == "Viết tiếp."
    assert draft["deleted"] is not None
    [conflict] = hands.owner.all("conflict")
    assert (conflict["kind"], conflict["theirs"]) == ("delete", None)


def test_nobody_else_touches_a_draft(hands: Hands) -> None:
    visit = save(hands.owner)
    for stranger in (hands.stranger, hands.colleague, hands.supervisor, hands.admin):
        assert stranger.do("draft.save", visit, set={"findings": "chen vào"}) == ("quarantined", "id_taken")
        for refused, absent in (
            (stranger.do("draft.delete", visit, seen="#"), stranger.do("draft.delete", new_id(), seen="#")),
            (stranger.do("draft.restore", visit), stranger.do("draft.restore", new_id())),
        ):
            assert refused == absent == ("quarantined", "not_found")
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    assert draft["findings"] == REPORT["findings"]


def test_words_for_a_sent_report_come_late(hands: Hands) -> None:
    visit = submit(hands.owner)
    late = hands.second("owner").do("draft.save", visit, set={"findings": "Bồi lấp 350 m."})
    assert late == ("conflict", "late_edit")
    [conflict] = hands.owner.all("conflict")
    assert (conflict["kind"], conflict["field"], conflict["round"]) == ("late_edit", "findings", 1)
    assert (conflict["mine"], conflict["theirs"]) == ("Bồi lấp 350 m.", REPORT["findings"])
    report = hands.supervisor.sees("report", visit)
    assert report is not None
    assert report["findings"] == REPORT["findings"]


def test_the_same_words_for_a_sent_report_are_no_conflict(hands: Hands) -> None:
    visit = submit(hands.owner)
    assert hands.second("owner").do("draft.save", visit, set={"findings": REPORT["findings"]}) == "applied"
    assert hands.second("owner").do("visit.submit", visit, round=1, set=REPORT) == "applied"
    assert hands.owner.all("conflict") == []


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.parametrize("is_sent", [False, True], ids=["in the draft", "in the report that was sent"])
def test_a_promise_that_is_made_again_with_other_words_is_shown_beside_the_first(hands: Hands, is_sent: bool) -> None:
    visit, promise = save(hands.owner), new_id()
    hands.owner.do("draft.save", visit, add={"commitments": [[promise, "Sửa đường.", None]]})
    if is_sent:
        assert hands.owner.do("visit.submit", visit, round=1, set=REPORT) == "applied"
    # Whoever was refused, say, and knows nothing of the first words here, sends his whole.
    anew = [promise, "Sửa cầu.", "2024-07-01"]
    outcome = hands.second("owner").do("draft.save", visit, add={"commitments": [anew]})
    assert outcome == ("conflict", "late_edit" if is_sent else "keep_both")
    met = {one["field"]: (one["mine"], one["theirs"]) for one in hands.owner.all("conflict")}
    assert met == {
        f"commitments/{promise}/text": ("Sửa cầu.", "Sửa đường."),
        f"commitments/{promise}/due": ("2024-07-01", None),
    }


def test_a_promise_that_is_made_again_as_it_once_was_changes_nothing(hands: Hands) -> None:
    visit, promise = save(hands.owner), [new_id(), "Sửa đường.", None]
    hands.owner.do("draft.save", visit, add={"commitments": [promise]})
    place = f"commitments/{promise[0]}/text"
    assert hands.owner.do("draft.save", visit, set={place: "Sửa cầu."}, was={place: saw("Sửa đường.")}) == "applied"
    assert hands.second("owner").do("draft.save", visit, add={"commitments": [promise]}) == "applied"
    draft = hands.owner.sees("draft", visit)
    assert draft is not None
    assert [one[1] for one in draft["commitments"]] == ["Sửa cầu."]
