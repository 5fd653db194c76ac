"""Two people's words in one place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import prose

BASE = "Thôn 3 còn 5 hộ nghèo. Đường vào thôn hỏng nặng.\n\nTrạm y tế thiếu thuốc."


def test_edits_of_different_sentences_are_joined() -> None:
    mine = BASE.replace("5 hộ", "4 hộ")
    theirs = BASE.replace("thiếu thuốc", "đã có thuốc")
    assert prose.joined(BASE, mine, theirs) == BASE.replace("5 hộ", "4 hộ").replace("thiếu thuốc", "đã có thuốc")


def test_edits_of_adjoining_words_are_left_to_a_person() -> None:
    assert prose.joined(BASE, BASE.replace("5 hộ", "4 hộ"), BASE.replace("hộ nghèo", "cận nghèo")) is None


def test_two_sentences_put_at_the_same_place_are_left_to_a_person() -> None:
    assert prose.joined(BASE, BASE + " Cầu gãy.", BASE + " Chợ đông.") is None


def test_the_same_edit_by_both_is_taken_once() -> None:
    both = BASE.replace("hỏng nặng", "đã sửa")
    assert prose.joined(BASE, both, both.replace("5 hộ", "4 hộ")) == both.replace("5 hộ", "4 hộ")


def test_texts_that_share_nothing_cost_a_bounded_time() -> None:
    other = " ".join(f"a{n}" for n in range(5_000))
    theirs = " ".join(f"b{n}" for n in range(5_000))
    base = " ".join(f"c{n}" for n in range(5_000))
    with pytest.raises(prose.TooFarError):
        prose.edits(prose.tokens_of(base), prose.tokens_of(other))
    assert prose.joined(base, other, theirs) is None


words = st.lists(st.sampled_from(["thôn", "đường", "hộ", "5", "nghèo", ".", "\n\n"]), max_size=14).map(" ".join)


@given(words)
def test_tokens_make_up_the_text(text: str) -> None:
    assert "".join(prose.tokens_of(text)) == text


@given(words, words)
def test_edits_lead_from_one_text_to_the_other(base: str, other: str) -> None:
    tokens = prose.tokens_of(base)
    assert "".join(prose._applied(tokens, prose.edits(tokens, prose.tokens_of(other)))) == other


@given(words, words)
def test_one_person_alone_gets_what_he_wrote(base: str, other: str) -> None:
    assert prose.joined(base, other, base) == other
    assert prose.joined(base, base, other) == other


@given(words, words, words)
def test_who_comes_first_does_not_matter(base: str, mine: str, theirs: str) -> None:
    assert prose.joined(base, mine, theirs) == prose.joined(base, theirs, mine)


@given(words, words, words)
def test_nothing_that_either_put_in_is_lost(base: str, mine: str, theirs: str) -> None:
    text = prose.joined(base, mine, theirs)
    tokens = prose.tokens_of(base)
    for side in (mine, theirs):
        for edit in prose.edits(tokens, prose.tokens_of(side)):
            assert text is None or edit.text in text
