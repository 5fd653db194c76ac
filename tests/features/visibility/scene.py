"""One of every record, each with words that nothing else holds, and everyone who might look at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.features.visits.rules import round_id
from tests.cast import HOME, NEXT_DOOR, WATER
from tests.factories import id_of
from tests.features.attachments.stories import Photo, photo, send, submit_with
from tests.features.feedback.stories import raised, say
from tests.features.scope import hire
from tests.features.visits.stories import save
from tests.hand import Hands, new_id, saw

# Words by which a record is known wherever they turn up.
WORDS = {
    "draft": "mật-thư-nháp",
    "visit": "mật-thư-kiến-nghị",
    "report": "mật-thư-nội-dung",
    "round": "mật-thư-vòng-một",
    "review": "mật-thư-nhận-xét",
    "feedback": "mật-thư-phản-ánh",
    "conflict": "mật-thư-xung-đột",
    "acknowledgement": "mật-thư-ý-kiến-xã",
}


@dataclass(frozen=True)
class Scene:
    """The ids of what there is, by the names that the table of `test_visibility` uses."""

    ids: dict[str, tuple[str, str]]
    sent_photo: Photo
    draft_photo: Photo
    draft: str
    visit: str


def scene(hands: Hands) -> Scene:
    """The owner's draft and his report in its second round, one item, one referral, and what they led to.

    Besides the cast: `beside`, another cadre of the owner's commune, and `companion`, who went along.
    """
    hire(hands, "beside", "cadre", HOME)
    companion = hire(hands, "companion", "cadre", NEXT_DOOR)
    sent_photo, draft_photo = photo(), photo()
    visit = _visit(hands, sent_photo, companion.id)
    draft = save(hands.owner, findings=WORDS["draft"])
    hands.owner.do("draft.save", draft, add={"photos": [draft_photo.row]})
    send(hands.owner, draft, draft_photo)
    hands.second("owner").do("draft.save", draft, set={"findings": WORDS["conflict"]})
    item, referral = raised(hands.owner, matter=WORDS["feedback"]), new_id("referral")
    say(hands.clerk, "own", item, owner=id_of(WATER))
    say(hands.contact, "refer", referral, unit=id_of(HOME))
    word = new_id("word")
    said: dict[str, Any] = {"visit": visit, "round": 2, "stance": "annotated", "text": WORDS["acknowledgement"]}
    hands.contact.do("acknowledgement.give", word, **said)
    [review] = hands.owner.all("review")
    [edit] = [each for each in hands.owner.all("conflict") if each["kind"] == "edit"]
    [stale] = [each for each in hands.supervisor.all("conflict") if each["kind"] == "stale"]
    ids = {
        "draft": ("draft", draft),
        "visit": ("visit", visit),
        "report": ("report", visit),
        "round": ("round", round_id(visit, 1)),
        "review": ("review", review["id"]),
        "feedback": ("feedback", item),
        "acknowledgement": ("acknowledgement", word),
        "referral": ("feedback", referral),
        "attachment": ("attachment", sent_photo.id),
        "draft attachment": ("attachment", draft_photo.id),
        "edit conflict": ("conflict", edit["id"]),
        "stale conflict": ("conflict", stale["id"]),
    }
    return Scene(ids, sent_photo, draft_photo, draft, visit)


def _visit(hands: Hands, one: Photo, companion: str) -> str:
    words = {"findings": WORDS["round"], "recommendations": WORDS["visit"]}
    visit = submit_with(hands.owner, one, companions=[companion], **words)
    send(hands.owner, visit, one)
    hands.supervisor.do("visit.return", visit, round=1, comment=WORDS["review"], review=new_id("review"))
    was = {"findings": saw(WORDS["round"])}
    hands.owner.do("visit.submit", visit, round=2, set={"findings": WORDS["report"]}, was=was)
    hands.supervisor.do("visit.approve", visit, round=1, review=new_id("review"))
    return visit
