"""What was to be told in the made-up year: worked out from what happened, without any of the office's code for it.

Owns a second opinion. It knows each thing's facts and for how long they call for something (a span of instants), walks
the moments at which somebody looked, and says what leaves at each. Days of work, hours of work, quiet hours and clocks
are counted here by plain steps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from server.features.calendar.rules import vietnam_days
from tests.factories import id_of
from tests.features.reminders.year.people import (
    BEGINS,
    COMMUNES,
    DISTRICTS,
    EXCUSED,
    LEAVES,
    POSTS,
    PROVINCE,
    YEAR,
    Post,
    district_of,
)
from tests.features.reminders.year.playing import Told
from tests.features.reminders.year.story import END_MS, RULES, WISHES, Matter, Trip, Year

QUARTER_HOUR: Final = 900_000
MINUTE: Final = 60_000
HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
FEASTS, MADE_UP = (
    {day for year in (YEAR - 1, YEAR, YEAR + 1) for day in vietnam_days(year)[which]} for which in (0, 1)
)
# Of the office's list: days of its turns, which wait for no digest, which come on days of rest too.
TURNS: Final = {
    "visit_due": (-5, -1, 1), "report_unsent": (3, 7), "report_returned": (0, 3), "report_waiting": (1, 3),
    "commitment_due": (-3, 0), "item_unowned": (1, 3), "answer_due": (0, 1), "settlement_due": (-5, -1),
    "settlement_overdue": (1,), "settlement_escalated": (7,), "extension_asked": (0, 2), "result_to_confirm": (0, 3, 7),
    "invited": (0, 2), "invitation_eve": (-1,), "milestone_due": (-3, 0, 1), "period_close": (1, 3),
    "phone_silent": (7, 14), "storage_unkept": (3, 30), "week": (0,),
}  # fmt: skip
URGENT: Final = {"answer_due", "settlement_overdue", "settlement_escalated", "invited", "invitation_eve"}
ANY_DAY: Final = {"invited", "invitation_eve"}
ANSWER_HOURS: Final = {"urgent": 4, "normal": 8, "complex": 16}
SETTLE_DAYS: Final = {"urgent": 5, "normal": 15, "complex": 30}
FOREVER: Final = END_MS + 400 * 86_400_000
Whom = Callable[[str], list[str]]


class Call(NamedTuple):
    """From `begins` until before `ends`, this turn is what these people are to be told.

    `matter`: what the turns of the same are told about; `on`: the day on which this one comes.
    """

    occasion: str
    record: str
    matter: str
    turn: int
    on: str
    begins: int
    ends: int
    whom: Whom


# Days and hours


def shift(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def works(day: str) -> bool:
    return day in MADE_UP or (date.fromisoformat(day).weekday() < 5 and day not in FEASTS)


def midnight(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=HERE).timestamp() * 1000)


def day_at(instant: int) -> str:
    return datetime.fromtimestamp(instant / 1000, HERE).date().isoformat()


def working_minutes(since: int, until: int) -> int:
    """Minute by minute."""
    return sum(_is_worked(minute) for minute in range(since, until, MINUTE))


def promised_answer(raised: int, hours: int) -> int:
    left, instant = hours * 60, raised
    while left:
        left -= _is_worked(instant)
        instant += MINUTE
    return instant


def _is_worked(instant: int) -> bool:
    local = datetime.fromtimestamp(instant / 1000, HERE)
    minute = local.hour * 60 + local.minute
    return (420 <= minute < 690 or 810 <= minute < 1020) and works(local.date().isoformat())


def promised_result(raised: str, days: int) -> str:
    while days:
        raised = shift(raised, 1)
        days -= works(raised)
    return raised


def before_rest(day: str) -> str:
    while not works(day):
        day = shift(day, -1)
    return day


# Who


def is_away(person: str, day: str) -> bool:
    return any(who == person and first <= day <= last for who, first, last in LEAVES)


def there(post: Post, day: str) -> str | None:
    """The holder, or who stands in for him."""
    if not post.starts <= day <= (post.ends or "9999"):
        return None
    if not is_away(post.person, day):
        return post.person
    stands_in = post.substitute
    return stands_in if stands_in and not is_away(stands_in, day) else None


def of_post(role: str, *places: str) -> Whom:
    """Whoever is there of the first place that has anybody."""

    def whom(day: str) -> list[str]:
        for place in places:
            found = [who for post in POSTS if post.role == role and post.over == place and (who := there(post, day))]
            if found:
                return found
        return []

    return whom


def himself(person: str) -> Whom:
    return lambda day: [] if is_away(person, day) else [person]


# Turns


def epochs(occasion: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """The rules of an occasion in turn: from when, until when, its turns."""
    begins, turns = 0, TURNS[occasion]
    for day, code, text in RULES:
        if code == occasion:
            at = midnight(day) + (8 * 60 + 10) * MINUTE
            yield begins, at, turns
            begins, turns = at, tuple(int(part) for part in (text or "").split())
    yield begins, FOREVER, turns


def calls(
    occasion: str, record: str, name: str, day: str, span: tuple[int, int], whom: Whom, warned: str | None = None
) -> Iterator[Call]:
    """Each turn's own part of a span: from its day on until the next one's. `warned`: the latest day for turn 0."""
    for begins, ends, turns in epochs(occasion):
        days = []
        for turn in turns:
            on = shift(day, turn)
            if turn < 0 or (turn == 0 and warned):
                on = min(on, warned or on)
                on = on if occasion in ANY_DAY else before_rest(on)
            days.append(on)
        for place, (turn, on) in enumerate(zip(turns, days, strict=True)):
            # A later turn that came on the same day stands in its place.
            first = max(begins, span[0], midnight(on))
            last = min(ends, span[1], *(midnight(later) for later in days[place + 1 :]))
            if first < last and on >= BEGINS:
                yield Call(occasion, record, f"{name}{day}", turn, on, first, last, whom)


# What calls for something


def of_visits(year: Year) -> Iterator[Call]:
    for post in POSTS:
        if post.role == "cadre":
            his = [trip for trip in year.trips if (trip.who, trip.commune) == (post.person, post.over)]
            yield from _owed(post, his)
    for trip in year.trips:
        yield from _of_trip(trip)


def _owed(post: Post, trips: Sequence[Trip]) -> Iterator[Call]:
    months = 1 if post.over in COMMUNES else 3
    record = id_of(f"{post.person} cadre {post.over} {post.starts}")
    for month in range(1, 13, months):
        first = f"{YEAR}-{month:02}-01"
        ends = f"{YEAR + (month + months > 12)}-{(month + months - 1) % 12 + 1:02}-01"
        last, held = shift(ends, -1), max(first, post.starts)
        if (post.ends and post.ends < last) or _days(held, last) < 10:
            continue
        off = [(a, b) for who, a, b in LEAVES if who == post.person]
        off += [EXCUSED[1:]] if post.over == EXCUSED[0] else []
        days = {shift(held, number) for number in range(_days(held, last))}
        covered = sum(any(a <= day <= b for a, b in off) for day in days)
        if 2 * covered >= len(days):
            continue
        made = min((trip.sent[0] for trip in trips if trip.sent and first <= trip.day <= last), default=FOREVER)
        until = min(made, midnight(shift(last, 32)), midnight(shift(post.ends or "2099-01-01", 1)))
        yield from calls("visit_due", record, "", last, (midnight(held), until), lambda day: _none_or(there(post, day)))


def _of_trip(trip: Trip) -> Iterator[Call]:
    author = himself(trip.who)
    if trip.drafted:
        until = trip.sent[0] if trip.sent else FOREVER
        yield from calls("report_unsent", trip.id, "", trip.day, (trip.drafted, until), author)
    for round_, sent in enumerate(trip.sent, 1):
        judged = trip.judged[round_ - 1] if len(trip.judged) >= round_ else (FOREVER, "")
        judges = of_post("supervisor", PROVINCE)
        yield from calls("report_waiting", trip.id, f"{round_}:", day_at(sent), (sent, judged[0]), judges)
        if judged[1] == "return":
            again = trip.sent[round_] if len(trip.sent) > round_ else FOREVER
            yield from calls("report_returned", trip.id, f"{round_}:", day_at(judged[0]), (judged[0], again), author)
    for id, due in trip.promises if trip.sent else ():
        span = (trip.sent[0], midnight(shift(due, 31)))
        yield from calls("commitment_due", trip.id, f"{id[:8]}:", due, span, author)


def of_matters(year: Year) -> Iterator[Call]:
    for matter in year.matters:
        clerk, raised = of_post("clerk", PROVINCE), day_at(matter.raised)
        taken = min(matter.owned or FOREVER, matter.explained or FOREVER)
        yield from calls("item_unowned", matter.id, "1:", raised, (matter.raised, taken), clerk)
        if matter.owned:
            yield from _of_owned(matter, raised)


def _of_owned(matter: Matter, raised: str) -> Iterator[Call]:
    desk, owned = _desk(matter.agency), matter.owned or 0
    by = promised_answer(matter.raised, ANSWER_HOURS[matter.urgency])
    warned = day_at(by)
    if working_minutes(midnight(warned), by) < 120:
        warned = before_rest(shift(warned, -1))
    yield from calls("answer_due", matter.id, "1:", day_at(by), (owned, matter.spoke or FOREVER), desk, warned)
    if matter.asked:
        heard = min([matter.extended or FOREVER, *(each for each in matter.answered if each > matter.asked)])
        above = of_post("supervisor", PROVINCE)
        yield from calls("extension_asked", matter.id, "1:", day_at(matter.asked), (matter.asked, heard), above)
    # While it is the agency's, by each of the dates that it had.
    dates = [(0, promised_result(raised, SETTLE_DAYS[matter.urgency]))]
    dates += [(matter.extended, matter.until)] if matter.extended else []
    for round_, begins in enumerate([owned, *matter.reopened], 1):
        ends = matter.answered[round_ - 1] if len(matter.answered) >= round_ else FOREVER
        for place, (since, due) in enumerate(dates):
            until = dates[place + 1][0] if place + 1 < len(dates) else FOREVER
            span = (max(begins, since), min(ends, until))
            yield from _by_its_date(matter, f"{round_}:", due, span, desk)
    for round_, answered in enumerate(matter.answered, 1):
        heard = (matter.reopened[round_ - 1] if len(matter.reopened) >= round_ else matter.confirmed) or FOREVER
        contact = of_post("contact", matter.commune)
        yield from calls("result_to_confirm", matter.id, f"{round_}:", day_at(answered), (answered, heard), contact)


def _by_its_date(matter: Matter, name: str, due: str, span: tuple[int, int], desk: Whom) -> Iterator[Call]:
    over = midnight(shift(due, 1))
    late = (max(span[0], over), span[1])
    supervisor, leader = of_post("supervisor", PROVINCE), of_post("leader", district_of(matter.commune))
    yield from calls("settlement_due", matter.id, name, due, (span[0], min(span[1], over)), desk)
    yield from calls("settlement_overdue", matter.id, name, due, late, desk)
    above: Whom = lambda day: list(dict.fromkeys([*supervisor(day), *leader(day)]))  # noqa: E731
    yield from calls("settlement_escalated", matter.id, name, due, late, above)


def _desk(agency: str) -> Whom:
    desk, clerk = of_post("agency", agency), of_post("clerk", PROVINCE)
    return lambda day: desk(day) or clerk(day)


def of_weeks(year: Year) -> Iterator[Call]:
    """A leader's week: each stretch of it in which anything of his district is late."""
    for district in DISTRICTS:
        matters = [matter for matter in year.matters if district_of(matter.commune) == district]
        late = sorted(span for matter in matters for span in _late(matter))
        monday = BEGINS
        while midnight(monday) < END_MS:
            for first, last in late:
                span = (max(first, midnight(monday)), min(last, midnight(shift(monday, 7))))
                if span[0] < span[1]:
                    yield Call("week", id_of(district), monday, 0, monday, *span, of_post("leader", district))
            monday = shift(monday, 7)


def _late(matter: Matter) -> Iterator[tuple[int, int]]:
    """The stretches of time in which the matter wants an answer and is past its date."""
    due = promised_result(day_at(matter.raised), SETTLE_DAYS[matter.urgency])
    dates = [(0, due), *([(matter.extended, matter.until)] if matter.extended else [])]
    stretches = []
    for round_, begins in enumerate([matter.raised, *matter.reopened]):
        ends = matter.answered[round_] if len(matter.answered) > round_ else matter.explained or FOREVER
        stretches.append((begins, ends))
    for begins, ends in stretches:
        for place, (since, day) in enumerate(dates):
            until = dates[place + 1][0] if place + 1 < len(dates) else FOREVER
            yield max(begins, since, midnight(shift(day, 1))), min(ends, until)


def of_the_rest(year: Year) -> Iterator[Call]:
    yield from _of_meetings(year)
    for task in year.tasks:
        for id, day, reached in task.marks:
            span = (task.given, reached or FOREVER)
            yield from calls("milestone_due", task.id, f"{id[:8]}:", day, span, himself(task.owner))
    for number in range(12):
        month = f"{YEAR}-{number:02}" if number else f"{YEAR - 1}-12"
        first, next_ = f"{YEAR}-{number + 1:02}-01", f"{YEAR + (number == 11)}-{(number + 1) % 12 + 1:02}-01"
        span = (midnight(first), min(midnight(next_), year.closed.get(month, FOREVER)))
        yield from calls("period_close", id_of(PROVINCE), "", shift(first, -1), span, of_post("clerk", PROVINCE))
    for who, seen in year.seen.items():
        # After a year everyone signs in anew; a phone that nobody is signed in on is not missed.
        first_in = midnight(BEGINS) + 20 * MINUTE
        ends = first_in + 365 * 24 * 60 * MINUTE + 1
        for since, until in zip([first_in, *seen], [*seen, ends], strict=True):
            yield from calls("phone_silent", id_of(f"{who} phone"), "", day_at(since), (since, until), himself(who))
    for who, (since, until) in year.unkept.items():
        yield from calls("storage_unkept", id_of(f"{who} phone"), "", day_at(since), (since, until), himself(who))


def _of_meetings(year: Year) -> Iterator[Call]:
    for call in year.calls:
        times = [(call.sent, call.moved or FOREVER, call.days[0])]
        times += [(call.moved, FOREVER, call.days[1])] if call.moved else []
        for time, (since, until, day) in enumerate(times):
            open_until = min(until, call.withdrawn or FOREVER, midnight(shift(day, 1)))
            for who in call.invited:
                words = {(one, of): (when, word) for one, of, when, word in call.said}
                answered, word = words.get((who, time), (FOREVER, ""))
                name, asked = f"{time + 1}:", (since, min(open_until, answered))
                yield from calls("invited", call.id, name, day_at(since), asked, himself(who))
                comes = (since, open_until if word != "no" else asked[1])
                yield from calls("invitation_eve", call.id, name, day, comes, himself(who))


# What leaves when


def leaves_at(since: int, person: str, occasion: str) -> int:
    """The first instant from then on at which he is to be told; by quarter hours, as his clock on the wall goes."""
    digest = WISHES.get(person, {}).get("digest") if occasion not in URGENT else None
    at = since
    while not is_awake(at, person, occasion) or digest not in (None, wall_of(at, person).strftime("%H:%M")):
        # Every clock's quarter hours are quarter hours everywhere here.
        at = (at // QUARTER_HOUR + 1) * QUARTER_HOUR
    return at


def is_awake(at: int, person: str, occasion: str) -> bool:
    """Whether he may be told then: no quiet hour, and a day of work where that matters."""
    wish, wall = WISHES.get(person, {}), wall_of(at, person)
    begins, ends = str(wish.get("quiet_from", "21:00")), str(wish.get("quiet_until", "06:30"))
    return ends <= wall.strftime("%H:%M") < begins and (occasion in ANY_DAY or works(wall.date().isoformat()))


def wall_of(at: int, person: str) -> datetime:
    zone = ZoneInfo(str(WISHES.get(person, {}).get("zone", "Asia/Ho_Chi_Minh")))
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)


def expected(year: Year, looks: Sequence[int]) -> list[Told]:
    """What leaves at these looks, in order."""
    all_calls = [*of_visits(year), *of_matters(year), *of_weeks(year), *of_the_rest(year)]
    standing: dict[tuple[str, str, str, str], dict[tuple[int, str], set[int]]] = {}
    for call in all_calls:
        for place in range(bisect_left(looks, call.begins), bisect_left(looks, call.ends)):
            for person in call.whom(day_at(looks[place])):
                if [call.occasion] not in WISHES.get(person, {}).get("silenced", []):  # type: ignore[operator]
                    turns = standing.setdefault((person, call.occasion, call.record, call.matter), {})
                    turns.setdefault((call.turn, call.on), set()).add(place)
    found = []
    for (person, occasion, record, matter), turns in standing.items():
        for turn, places in _tellings(turns, looks, person, occasion).items():
            at = _told_at(places, looks, person, occasion)
            if at is not None:
                found.append(Told(at, person, occasion, record, f"{matter}{turn:+}"))
    return sorted(found)


def _tellings(
    turns: dict[tuple[int, str], set[int]], looks: Sequence[int], person: str, occasion: str
) -> dict[int, set[int]]:
    """Where each of one matter's turns stands for him. A rule that changes may make a turn of a day on which, or after
    which, he was told of the matter, or it was put in and waits: that is no news, and stands as what it was.
    """
    found: dict[int, set[int]] = {}
    for (turn, on), places in sorted(turns.items(), key=lambda each: min(each[1])):
        since = min(places)
        for told in found.values():
            before = {place for place in told if place < since}
            left = _told_at(before, looks, person, occasion)
            if day_at(left or looks[min(before)]) >= on:
                told |= places
                break
        else:
            found[turn] = set(places)
    return found


def _told_at(places: Iterable[int], looks: Sequence[int], person: str, occasion: str) -> int | None:
    """The look at which it leaves: what stood no more in between is put off anew."""
    due, before = 0, -2
    for place in sorted(places):
        if place != before + 1:
            due = leaves_at(looks[place], person, occasion)
        # When nobody looked at that hour, it waits until he is awake again.
        if looks[place] >= due and is_awake(looks[place], person, occasion):
            return looks[place]
        before = place
    return None


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def _none_or(person: str | None) -> list[str]:
    return [] if person is None else [person]
