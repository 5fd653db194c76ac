"""The figures that the office's own articles state: fed as operations, read from what the screens ask for.

Each test is a row of the table of check figures, or what one of the systems must be able to compute; the inputs are
counts, never names. Whatever the office answers, the phone of who asked counts too, from the records that it has
pulled. The figures of the demo's items are in `test_demo_figures`.
"""

from __future__ import annotations

from typing import Any, Final

from server.features.indicators.programme import fields_of, indicator_id, read_programme
from tests.cast import AWAY, HOME, NEXT_DOOR, WATER
from tests.factories import id_of
from tests.features.duty import stories as duty
from tests.features.feedback.stories import answered, owned, raised, say
from tests.features.indicators.stories import HALF, YEAR, categories, define, of, plan, table, tell, tenths, whole
from tests.features.invitations import stories as invitations
from tests.features.phone_figures import figures_of
from tests.features.tasks.stories import give, goal, listed, measure, register
from tests.features.visits.stories import REPORT, submit
from tests.hand import Hand, Hands, new_id

FOUNDED_IN: Final = ("2019-01-01", "2022-12-31")
DISSOLVED_IN: Final = ("2019-01-01", "2024-06-25")
SINCE_2019: Final = ("2019-01-01", "2024-12-31")
KINDS: Final = ("cells", "unions", "youth", "veterans", "women")


def test_admissions_in_enterprises_are_879_with_shares_of_4_2_72_0_and_23_8(hands: Hands) -> None:
    admitted = define(hands.admin, "admissions", categories=categories("owners", "indirect", "direct"))
    for category, count in {"owners": 37, "indirect": 633, "direct": 209}.items():
        assert tell(hands.contact, admitted, count, FOUNDED_IN, category=category) == "applied"
    row = agreed(hands.clerk, span=FOUNDED_IN)["admissions"]
    assert whole(row["total"]["actual"]) == 879
    shares = {category: tenths(share) for category, share in of(row, "share").items()}
    assert shares == {"owners": 4.2, "indirect": 72.0, "direct": 23.8}


def test_founded_less_dissolved_says_that_it_is_of_different_periods(hands: Hands) -> None:
    founded = define(hands.admin, "founded", categories=categories(*KINDS))
    dissolved = define(hands.admin, "dissolved", categories=categories(*KINDS))
    define(hands.admin, "net", formula="net", parts=[founded, dissolved])
    for category, count in {"unions": 124, "youth": 16, "veterans": 2, "women": 2}.items():
        tell(hands.contact, founded, count, FOUNDED_IN, category=category)
    for category, count in {"cells": 1, "unions": 36, "youth": 3, "veterans": 0, "women": 1}.items():
        tell(hands.contact, dissolved, count, DISSOLVED_IN, category=category)
    told = agreed(hands.clerk, span=SINCE_2019)
    net = {category: whole(actual) for category, actual in of(told["net"], "actual").items()}
    assert net == {"cells": None, "unions": 88, "youth": 13, "veterans": 2, "women": 1}
    labelled = {category for category, differ in of(told["net"], "periods_differ").items() if differ}
    assert labelled == {"unions", "youth", "veterans", "women"}
    assert (whole(of(told["dissolved"], "actual")["cells"]), of(told["founded"], "actual")["cells"]) == (1, None)
    assert told["net"]["total"]["actual"] is None


def test_12_new_of_255_party_organisations_are_4_7_percent(hands: Hands) -> None:
    new, every = define(hands.admin, "new"), define(hands.admin, "every", cumulative=False)
    define(hands.admin, "share", formula="ratio", parts=[new, every], adds_up=False)
    tell(hands.contact, new, 12, FOUNDED_IN)
    tell(hands.contact, every, 255, (FOUNDED_IN[1], FOUNDED_IN[1]))
    assert agreed(hands.clerk, span=FOUNDED_IN)["share"]["total"]["actual"]["value_e3"] == 4700


def test_12_admissions_assigned_and_4_done_are_33_3_percent(hands: Hands) -> None:
    told = {"farmers": (3, 2), "women": (3, 0), "youth": (4, 0), "veterans": (2, 2)}
    admitted = define(hands.admin, "admissions", categories=categories(*told))
    for category, (planned, done) in told.items():
        plan(hands.clerk, admitted, planned, category=category)
        tell(hands.contact, admitted, done, category=category)
    total = agreed(hands.owner)["admissions"]["total"]
    assert (whole(total["plan"]), whole(total["actual"]), tenths(total["percent"])) == (12, 4, 33.3)


def test_of_5_cells_without_admission_2_are_left_when_3_leave_the_list(hands: Hands) -> None:
    listed_, left = define(hands.admin, "listed", cumulative=False), define(hands.admin, "left")
    define(hands.admin, "drought", formula="net", parts=[listed_, left], direction="lower")
    tell(hands.contact, listed_, 5, ("2024-01-01", "2024-01-01"))
    tell(hands.contact, left, 3)
    total = agreed(hands.clerk)["drought"]["total"]
    # A list at its beginning less those who left it is no comparison of two periods.
    assert (whole(total["actual"]), total["periods_differ"]) == (2, False)


def test_34_houses_built_and_14_repaired_are_48(hands: Hands) -> None:
    housing, years = (
        define(hands.admin, "housing", categories=categories("built", "repaired")),
        ("2019-01-01", "2023-12-31"),
    )
    tell(hands.contact, housing, 34, years, category="built")
    tell(hands.contact, housing, 14, years, category="repaired")
    assert whole(agreed(hands.clerk, span=years)["housing"]["total"]["actual"]) == 48


def test_3_done_where_2_were_planned_are_150_percent(hands: Hands) -> None:
    housing = define(hands.admin, "housing")
    plan(hands.clerk, housing, 2)
    tell(hands.contact, housing, 3)
    assert tenths(agreed(hands.clerk)["housing"]["total"]["percent"]) == 150.0
    task = give(hands.clerk, goals=[goal(target=2000)])
    measure(hands.contact, task, 3000)
    assert listed(hands.contact, task)["percent"] == {"value_e1": 1500, "comparator": "eq"}
    assert figures_of(hands.contact)["tasks"] == {task: {"value_e1": 1500, "comparator": "eq"}}


def test_32_tasks_of_16_persons_are_2_0_each(hands: Hands) -> None:
    owners = [_add_person(hands, n) for n in range(16)]
    for n in range(32):
        give(hands.clerk, owner=owners[n % 16], title=f"Việc {n + 1}")
    told = register(hands.clerk)
    assert (told["count"], told["owners"], told["each_e1"]) == (32, 16, 20)
    assert figures_of(hands.clerk)["each_e1"] == 20


def test_forest_103_budget_over_64_jobs_over_70_and_fund_129_keep_their_comparators(hands: Hands) -> None:
    stated = {"forest": (103, "eq"), "budget": (64, "gt"), "jobs": (70, "gt"), "fund": (129, "eq")}
    for code, (value, comparator) in stated.items():
        counted = define(hands.admin, code, cumulative=False, adds_up=False, measure_vi="%", measure_en="%")
        plan(hands.clerk, counted, 100)
        assert tell(hands.contact, counted, value, HALF, comparator=comparator) == "applied"
    # In storage and over the wire …
    kept = {(each["value_e3"] // 1000, each["comparator"]) for each in hands.leader.all("progress")}
    assert kept == set(stated.values())
    # … and in what the screens read.
    told = agreed(hands.leader, span=YEAR)
    for code, (value, comparator) in stated.items():
        total = told[code]["total"]
        assert (whole(total["actual"]), total["actual"]["comparator"]) == (value, comparator)
        assert total["percent"] == {"value_e1": value * 10, "comparator": comparator}
    assert [told[code]["total"]["verdict"] for code in stated] == ["met", "unclear", "unclear", "met"]


# --- What each of the systems computes -------------------------------------------------------------------------------


def test_a_coverage_vacancies_and_who_has_several(hands: Hands) -> None:
    asked = hands.admin.phone
    assert asked.get("/api/admin/vacancies").get_json()["covered"] == 3
    held = {each["person"]: each["id"] for each in asked.get("/api/admin/assignments").get_json()}
    ended = asked.patch(f"/api/admin/assignments/{held[id_of('stranger')]}", {"ends": "2024-06-24", "reason": "Nghỉ"})
    assert ended.status_code == 200, ended.text
    body = {"person": id_of("owner"), "role": "cadre", "unit": id_of(NEXT_DOOR), "starts": "2024-06-01"}
    assert asked.post("/api/admin/assignments", {**body, "beside_others": True}).status_code == 201
    told = asked.get("/api/admin/vacancies").get_json()
    assert (told["communes"], told["covered"]) == (3, 2)
    assert [each["unit"] for each in told["vacancies"]] == [id_of(AWAY)]
    mend = {(each["kind"], each["unit"]) for each in asked.get("/api/admin/upkeep").get_json()}
    assert {("no_cadre", id_of(AWAY)), ("double", id_of(NEXT_DOOR))} <= mend
    assert "several" in {kind for kind, _ in mend}


def test_b_done_and_due_are_the_same_on_the_phone(hands: Hands) -> None:
    duty.begin(hands.clerk)
    submit(hands.owner, starts="2024-05-20", ends="2024-05-20")
    joint = {**REPORT, "starts": "2024-06-20", "ends": "2024-06-20"}
    along = {"companions": [id_of("colleague")]}
    assert hands.owner.do("visit.submit", new_id("visit"), round=1, set=joint, add=along) == "applied"
    told = {each["assignment"]: each for each in hands.clerk.phone.get("/api/duty/ledger").get_json()}
    names = ("due", "done", "excused", "leave", "open", "missed", "extra")
    expected = {post: {name: each[name] for name in names} for post, each in told.items()}
    assert figures_of(hands.clerk)["ledger"] == expected
    home = next(each for each in told.values() if each["unit"] == id_of(HOME))
    assert (home["due"], home["done"]) == (7, 2)


def test_c_and_d_received_forwarded_unanswered_and_on_time(hands: Hands) -> None:
    raised(hands.contact)
    answered(hands)
    late = owned(hands, urgency="urgent")
    explained = raised(hands.owner)
    assert say(hands.owner, "explain", explained, text="Đã giải thích tại chỗ.") == "applied"
    hands.cast.here.clock.move(15 * 86_400_000)  # type: ignore[attr-defined]
    assert say(hands.agency, "message", late, text="Đang khảo sát.") == "applied"
    asked = hands.clerk.phone.get("/api/feedback/accounts?by=agency").get_json()
    phone = figures_of(hands.clerk, as_of=asked["as_of"])
    assert phone["total"] == asked["total"]
    assert phone["agencies"] == asked["accounts"]
    figures = hands.clerk.phone.get("/api/feedback/figures").get_json()
    assert {name: phone["figures"][name] for name in figures if name in phone["figures"]} == {
        name: value for name, value in figures.items() if name in phone["figures"]
    }
    total = asked["total"]
    assert (total["received"], total["explained"], total["forwarded"], total["unanswered"]) == (4, 1, 2, 1)
    [water] = asked["accounts"]
    assert (water["key"], water["on_time_percent"], water["overdue"], water["escalated"]) == (id_of(WATER), 50.0, 1, 1)


def test_g_the_list_of_cells_long_without_admission_and_who_left_it(hands: Hands) -> None:
    listed_, left, still = (
        default(hands, f"cells_{name}") for name in ("without_admission", "left_the_list", "still_without")
    )
    tell(hands.contact, listed_, 5, ("2024-01-01", "2024-01-01"))
    tell(hands.contact, left, 3)
    told = agreed(hands.clerk)
    assert whole(told["cells_left_the_list"]["total"]["actual"]) == 3
    assert (still, whole(told["cells_still_without"]["total"]["actual"])) == (indicator_id("cells_still_without"), 2)


def test_k_self_proposed_and_decided_stand_beside_each_other_by_level(hands: Hands) -> None:
    levels = {"self": (2, 1, 0, 0), "proposed": (1, 2, 0, 0), "decided": (1, 1, 1, 0)}
    for stage, counts in levels.items():
        kept = default(hands, f"classification_{stage}")
        for category, count in zip(("excellent", "good", "done", "not_done"), counts, strict=True):
            tell(hands.contact, kept, count, ("2023-12-31", "2023-12-31"), category=category)
    told = agreed(hands.clerk, span=("2023-01-01", "2023-12-31"))
    found = {stage: tuple(map(whole, of(told[f"classification_{stage}"], "actual").values())) for stage in levels}
    assert found == levels


def test_l_participations_and_distinct_persons_are_two_numbers(hands: Hands) -> None:
    tell(hands.contact, default(hands, "training_participations"), 128)
    tell(hands.contact, default(hands, "training_persons"), 97)
    told = agreed(hands.clerk)
    assert whole(told["training_participations"]["total"]["actual"]) == 128
    assert whole(told["training_persons"]["total"]["actual"]) == 97


def test_m_invited_and_attended(hands: Hands) -> None:
    meeting = invitations.invite(hands.contact)
    assert invitations.yes(hands.owner, meeting) == "applied"
    assert invitations.no(hands.leader, meeting) == "applied"
    hands.cast.here.clock.move(invitations.DURING_MS - hands.cast.here.clock.now_ms())  # type: ignore[attr-defined]
    assert invitations.say(hands.owner, "attend", meeting) == "applied"
    hands.cast.here.clock.move(86_400_000)  # type: ignore[attr-defined]
    asked = hands.clerk.phone.get("/api/invitations/figures?first=2024-06-01&last=2024-06-30")
    total = asked.get_json()["total"]
    assert (total["invited"], total["attended"], total["attended_e1"]) == (2, 1, 500)
    counted = figures_of(hands.clerk, as_of="2024-06-29")["invited"]["total"]
    assert counted == {name: total[name] for name in counted}


def test_n_money_by_its_source(hands: Hands) -> None:
    money = default(hands, "housing_money")
    for source, amount in {"budget": 2040, "funds": 560, "people": 310}.items():
        assert tell(hands.contact, money, amount, category=source) == "applied"
    row = agreed(hands.clerk)["housing_money"]
    assert {source: whole(actual) for source, actual in of(row, "actual").items() if actual} == {
        "budget": 2040, "funds": 560, "people": 310,
    }  # fmt: skip
    assert whole(row["total"]["actual"]) == 2910


def agreed(hand: Hand, span: tuple[str, str] = YEAR) -> dict[str, dict[str, Any]]:
    """The home commune's table as the office tells it, and the person's phone too."""
    asked = table(hand, id_of(HOME), span)
    phone = figures_of(hand, span=span)["table"]
    assert phone == {code: {name: row[name] for name in ("total", "categories")} for code, row in asked.items()}
    return asked


def default(hands: Hands, code: str) -> str:
    """An indicator of the default programme, defined by the administrator; its id."""
    entry = next(each for each in read_programme() if each.code == code)
    id = indicator_id(code)
    said: dict[str, Any] = fields_of(entry, 10)
    assert hands.admin.do("indicator.set", id, **said) == "applied"
    return id


def _add_person(hands: Hands, n: int) -> str:
    """A person without an account, as an administrator adds one."""
    answer = hands.admin.phone.post("/api/admin/people", {"name": f"Cán bộ {n + 1}"})
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])
