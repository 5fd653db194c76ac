"""Laws of the ledger and of periods, whatever the rules, cut-offs, visits and absences are."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from server.features.duty.ledger import DONE, Account, Book, Off, Post, Rule, Trip, accounts, sums
from server.features.duty.periods import MONTHS, Cutoff, key_of, month_number, month_of, span_of

TODAY = "2024-06-25"
# A book takes twenty milliseconds to draw and count; thirty of them find what a hundred do.
some = settings(max_examples=30)
UNITS = ("an", "binh", "hoai")
ABOVE = {"an": "hoai", "binh": "hoai", "hoai": None}
PEOPLE = ("duyen", "khang", "lia")

days = st.dates(date(2022, 11, 1), date(2024, 8, 1)).map(date.isoformat)
cutoffs = st.lists(st.builds(Cutoff, st.integers(1, 28), days, st.uuids().map(str)), max_size=3)


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, str]:
    first = date.fromisoformat(draw(days))
    return first.isoformat(), (first + timedelta(days=draw(st.integers(0, 400)))).isoformat()


@st.composite
def rules(draw: st.DrawFn, number: int) -> Rule:
    first, last = draw(spans())
    return Rule(
        id=f"r{number}",
        role=draw(st.sampled_from(("cadre", "leader"))),
        every=draw(st.integers(1, 12)),
        starts=first,
        ends=draw(st.sampled_from((None, last))),
        units=tuple(draw(st.sets(st.sampled_from(UNITS), max_size=2))),
        grace=draw(st.integers(0, 15)),
        catch_up=draw(st.integers(0, 4)),
    )


@st.composite
def posts(draw: st.DrawFn, number: int) -> Post:
    first, last = draw(spans())
    person, other = draw(st.permutations(PEOPLE))[:2]
    role, unit = draw(st.sampled_from(("cadre", "leader"))), draw(st.sampled_from(UNITS))
    return Post(
        f"p{number}",
        person,
        role,
        unit,
        first,
        draw(st.sampled_from((None, last))),
        draw(st.sampled_from((None, other))),
    )


@st.composite
def offs(draw: st.DrawFn, of: str) -> Off:
    first, last = draw(spans())
    names = {"person": PEOPLE, "post": ("p0", "p1"), "unit": UNITS}
    return Off(first, last, **{of: draw(st.sampled_from(names[of]))})


@st.composite
def books(draw: st.DrawFn) -> Book:
    trips = draw(
        st.lists(st.tuples(days, st.sampled_from(UNITS), st.sets(st.sampled_from(PEOPLE), min_size=1)), max_size=12)
    )
    return Book(
        rules=[draw(rules(at)) for at in range(draw(st.integers(0, 3)))],
        cutoffs=draw(cutoffs),
        posts=[draw(posts(at)) for at in range(draw(st.integers(1, 3)))],
        trips=[Trip(f"v{at}", day, unit, tuple(people)) for at, (day, unit, people) in enumerate(trips)],
        leaves=draw(st.lists(offs("person"), max_size=3)),
        excuses=draw(st.lists(st.one_of(offs("post"), offs("unit")), max_size=3)),
        above=ABOVE,
    )


def credited(account: Account) -> list[str]:
    return [line.visit for line in account.lines if line.visit is not None]


@some
@given(books())
def test_a_visit_is_credited_to_at_most_one_period_of_a_post(book: Book) -> None:
    for account in accounts(book, TODAY).values():
        assert max(Counter([*credited(account), *account.extra]).values(), default=1) == 1


@some
@given(books())
def test_a_joint_trip_never_counts_twice_for_one_person(book: Book) -> None:
    holders = {post.id: (post.person, post.substitute) for post in book.posts}
    people = {trip.id: set(trip.people) for trip in book.trips}
    each = accounts(book, TODAY).values()
    for visit, times in Counter(visit for one in each for visit in (*credited(one), *one.extra)).items():
        assert times <= len(people[visit]), "no more posts have it than people went"
    for post, account in accounts(book, TODAY).items():
        assert all(people[visit] & set(holders[post]) for visit in credited(account))


@some
@given(books())
def test_done_excused_leave_and_open_make_what_is_due(book: Book) -> None:
    for account in accounts(book, TODAY).values():
        found = sums(account.lines)
        assert found.due == found.done + found.excused + found.leave + found.open
        assert found.missed <= found.open


@some
@given(books())
def test_what_is_made_good_was_owed_and_lay_within_reach(book: Book) -> None:
    known = {rule.id: rule for rule in book.rules}
    for account in accounts(book, TODAY).values():
        good = [line for line in account.lines if line.state == "caught_up"]
        # Had nobody gone a second time, just these would be open.
        assert len(good) <= sum(line.state not in ("done", "grace") for line in account.lines)
        for line in good:
            assert line.day is not None
            later = sum(line.first < other.first <= line.day for other in account.lines)
            assert line.last < line.day
            assert later <= known[line.rule].catch_up


@some
@given(books())
def test_a_visit_in_time_lies_in_its_period_and_one_in_grace_just_after(book: Book) -> None:
    known = {rule.id: rule for rule in book.rules}
    for account in accounts(book, TODAY).values():
        for line in account.lines:
            if line.state == "done":
                assert line.first <= str(line.day) <= line.last
            if line.state == "grace":
                after = (date.fromisoformat(str(line.day)) - date.fromisoformat(line.last)).days
                assert 1 <= after <= known[line.rule].grace


@some
@given(books())
def test_the_periods_of_a_post_follow_each_other_and_never_overlap(book: Book) -> None:
    for account in accounts(book, TODAY).values():
        for line, following in zip(account.lines, account.lines[1:], strict=False):
            assert line.first <= line.last < following.first


@some
@given(books())
def test_the_order_in_which_records_came_changes_nothing(book: Book) -> None:
    turned = {name: getattr(book, name)[::-1] for name in ("rules", "cutoffs", "posts", "trips", "leaves", "excuses")}
    assert accounts(Book(**turned, above=ABOVE), TODAY) == accounts(book, TODAY)


@some
@given(books())
def test_one_visit_more_never_leaves_more_open(book: Book) -> None:
    fewer = Book(book.rules, book.cutoffs, book.posts, book.trips[:-1], book.leaves, book.excuses, ABOVE)
    before, after = accounts(fewer, TODAY), accounts(book, TODAY)
    done = {post: sum(line.state in DONE for line in account.lines) for post, account in after.items()}
    for post, account in before.items():
        assert done[post] >= sum(line.state in DONE for line in account.lines)


@given(cutoffs, days)
def test_every_day_lies_in_just_one_period_of_each_kind(rules: list[Cutoff], day: str) -> None:
    number = month_of(rules, day)
    for kind in MONTHS:
        for at in (number - 12, number, number + 12):
            span = span_of(rules, key_of(kind, at))
            assert span is not None
            assert (span.first <= day <= span.last) == (at == number)


@given(cutoffs, st.integers(month_number("2022-01"), month_number("2026-12")))
def test_periods_leave_no_gap(rules: list[Cutoff], number: int) -> None:
    for kind, months in MONTHS.items():
        span, following = span_of(rules, key_of(kind, number)), span_of(rules, key_of(kind, number + months))
        assert span is not None
        assert following is not None
        assert (date.fromisoformat(following.first) - date.fromisoformat(span.last)).days == 1
