"""What may be said of invitations and how people stand to them: the same answers as the phone's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.features.invitations import rules
from server.features.invitations.rules import Candidate, Entry, Known, Meeting, Moment, Off, Refusal, Times
from tests.features.vectors import named, vectors

CASES = vectors("invitations")


def refusal(told: list[Any] | None) -> Refusal | None:
    return None if told is None else Refusal(*told)


def meeting(told: dict[str, Any]) -> Meeting:
    log = [Entry(*row) for row in told["log"]]
    return Meeting(Times(*told["times"]), told["status"], told["round"], told["invited"], log)


@pytest.mark.parametrize("case", named(CASES["times"]))
def test_a_time_is_sound_or_says_why_not(case: dict[str, Any]) -> None:
    assert rules.check_times(Times(*case["times"]), at=Moment(*case["at"])) == refusal(case["refused"])


@pytest.mark.parametrize("case", named(CASES["invitations"]))
def test_an_invitation_is_whole_or_says_what_is_missing(case: dict[str, Any]) -> None:
    found = rules.check_invitation(case["fields"], case["invited"], case["in_charge"])
    assert found == refusal(case["refused"])


@pytest.mark.parametrize("case", named(CASES["changes"]))
def test_who_invites_takes_a_step_or_hears_why_not(case: dict[str, Any]) -> None:
    found = rules.check_change(meeting(case["meeting"]), case["step"], read=case["read"], text=case["text"])
    assert found == refusal(case["refused"])


@pytest.mark.parametrize("case", named(CASES["words"]))
def test_who_is_invited_says_a_word_or_hears_why_not(case: dict[str, Any]) -> None:
    at = Moment(*case["at"])
    found = rules.check_word(meeting(case["meeting"]), case["step"], read=case["read"], text=case["text"], at=at)
    assert found == refusal(case["refused"])


@pytest.mark.parametrize("case", named(CASES["standings"]))
def test_a_person_stands_to_a_meeting_by_what_he_said_of_its_time(case: dict[str, Any]) -> None:
    told, at = meeting(case["meeting"]), Moment(*case["at"])
    found = rules.standing(told, case["person"], at=at, in_charge=case["in_charge"], away=case["away"])
    assert (found, rules.is_over(told.times, at)) == (case["state"], case["over"])


@pytest.mark.parametrize("case", named(CASES["sums"]))
def test_invited_is_the_sum_of_what_became_of_them(case: dict[str, Any]) -> None:
    found = rules.sums([(state, over) for state, over in case["standings"]])
    assert found._asdict() == {
        **{name: case["sums"][name] for name in found._fields[:-1]},
        "share": None if case["sums"]["share_e1"] is None else (case["sums"]["share_e1"], "eq"),
    }


@pytest.mark.parametrize("case", named(CASES["offs"]))
def test_leave_and_excuse_take_a_person_away(case: dict[str, Any]) -> None:
    offs = [Off(*row) for row in case["offs"]]
    found = rules.is_away(offs, case["day"], person="a", posts={"post"}, units={"u", "district"})
    assert found == case["away"]


@pytest.mark.parametrize("case", named(CASES["proposed"]))
def test_an_invitation_begins_with_who_is_in_charge(case: dict[str, Any]) -> None:
    assert rules.proposed([Candidate(*row) for row in case["candidates"]]) == case["proposed"]


@pytest.mark.parametrize("case", named(CASES["twins"]))
def test_the_same_invitation_written_twice_is_noticed(case: dict[str, Any]) -> None:
    others = [Known(id, unit, Times(*times), status) for id, unit, times, status in case["others"]]
    times = Times("2024-06-28", "2024-06-28", 480)
    assert rules.twins(others, id="i", unit="u", times=times) == case["twins"]


TIMES = Times("2024-06-28", "2024-06-28", 480, 690)
KINDS = st.sampled_from(("accepted", "declined", "proposed", "attended", "moved", "changed"))


@st.composite
def lives(draw: st.DrawFn) -> list[Entry]:
    """The log of an invitation: words about whatever round each speaker had read, in the order in which they came."""
    log, round_ = [Entry("0", "set", 0, "c", 1)], 1
    for n in range(1, draw(st.integers(0, 12)) + 1):
        kind, at = draw(KINDS), draw(st.integers(0, 9))
        moves = kind in ("moved", "changed")
        round_ += moves
        of = round_ if moves else draw(st.integers(rules.time_round(log), round_))
        about = draw(st.sampled_from([each.id for each in log])) if kind == "moved" else None
        log.append(Entry(str(n), kind, at, "c" if moves else draw(st.sampled_from("ab")), of, about))
    return log


@given(log=lives(), extra=st.randoms(use_true_random=False))
def test_no_answer_counts_for_a_time_that_it_was_not_said_of(log: list[Entry], extra: Any) -> None:
    mixed = [*log]
    extra.shuffle(mixed)
    for person in "ab":
        said = rules.answer_of(Meeting(TIMES, "open", 9, ["a", "b"], log), person)
        # However two phones' words arrive, the same one counts.
        assert rules.answer_of(Meeting(TIMES, "open", 9, ["a", "b"], mixed), person) == said
        assert said is None or said.round >= rules.time_round(log)
        moved = [*log, Entry("99", "moved", 99, "c", 99)]
        assert rules.answer_of(Meeting(TIMES, "open", 99, ["a", "b"], moved), person) is None


@given(
    st.lists(
        st.tuples(st.sampled_from(("attended", "declined", "away", "untold", "lapsed", "withdrawn")), st.just(True))
    )
)
def test_the_parts_are_the_whole(standings: list[tuple[str, bool]]) -> None:
    found = rules.sums(standings)
    assert found.invited == found.attended + found.declined + found.away + found.untold
    assert found.invited == sum(state not in ("lapsed", "withdrawn") for state, _ in standings)
