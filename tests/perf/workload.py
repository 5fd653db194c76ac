"""The bench's workload: visit reports of about 1.8 KB of Vietnamese prose, the same for the same seed.

Owns made-up sentences about works and services; nothing of the demo province and no real event may enter.
"""

from __future__ import annotations

import random
from typing import Final

_WHAT: Final = (
    "tuyến kênh nội đồng", "đoạn đường bê tông", "trạm y tế", "nhà văn hóa thôn", "điểm trường mẫu giáo",
    "chợ trung tâm",
    "hồ chứa nước", "cầu tràn liên thôn", "trạm biến áp", "đường ống nước sạch", "bãi tập kết rác", "sân vận động",
    "kè chống sạt lở", "trụ sở xã", "mương thoát nước", "cánh đồng mẫu lớn",
)  # fmt: skip
_STATE: Final = (
    "đã làm xong phần móng", "bị bồi lấp khoảng {n} m sau mưa", "mới đạt {n}% kế hoạch", "còn thiếu {n} triệu đồng",
    "đang chờ thẩm định hồ sơ", "đã bàn giao cho thôn quản lý", "chậm tiến độ {n} ngày", "phục vụ {n} hộ ở cuối tuyến",
    "được bà con đồng tình góp công", "hư hỏng {n} chỗ cần sửa trước mùa mưa", "đạt yêu cầu qua kiểm tra",
)  # fmt: skip
_WHO: Final = (
    "Đảng ủy xã", "Ủy ban nhân dân xã", "Mặt trận xã", "Hội Nông dân", "Đoàn Thanh niên", "chi bộ thôn", "ban quản lý",
    "tổ tự quản", "phòng chuyên môn huyện", "hợp tác xã dịch vụ",
)  # fmt: skip
_ASK: Final = (
    "bố trí kinh phí sửa chữa trước tháng {m}", "cử kỹ thuật khảo sát lại hiện trường",
    "trả lời bằng văn bản trong {n} ngày",
    "công khai lịch thực hiện cho bà con biết", "rà soát lại danh sách đã lập", "lồng ghép vào kế hoạch quý {q}",
)  # fmt: skip
KINDS: Final = (
    "committee_meeting", "standing_committee", "cell_meeting", "dialogue", "site_check", "working_session",
)  # fmt: skip


# Made-up syllables keep the prose from compressing better than real reports do: 1,000 of these, 1.9 MB as JSON, leave
# gzip-6 at 410 KB.
_ONSETS: Final = (
    "",
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "s",
    "t",
    "th",
    "tr",
    "v",
)
_RIMES: Final = (
    "a", "à", "an", "ang", "ao", "âm", "ần", "ấp", "e", "em", "ên", "ếp", "ích", "in", "oai", "òn", "ông", "ở", "ợi",
    "uân", "ung", "ưa", "ước", "ường",
)  # fmt: skip


def clause(chance: random.Random, words: int) -> str:
    """So many syllables that mean nothing, common ones more often than rare ones."""
    return " ".join(
        _ONSETS[int(len(_ONSETS) * chance.random() ** 1.6)] + _RIMES[int(len(_RIMES) * chance.random() ** 1.6)]
        for _ in range(words)
    )


def sentence(chance: random.Random) -> str:
    """One sentence of a report."""
    form = chance.choice(
        (
            "{who} cho biết {what} {state}.",
            "{what} {state}, {who} đề nghị {ask}.",
            "Tại buổi làm việc, {who} nêu: {what} {state}.",
        )
    )
    text = form.format(
        who=f"{chance.choice(_WHO)} {clause(chance, 10)}",
        what=f"{chance.choice(_WHAT)} {clause(chance, 10)}",
        state=chance.choice(_STATE),
        ask=chance.choice(_ASK),
    ).format(n=chance.randint(2, 98), m=chance.randint(1, 12), q=chance.randint(1, 4))
    return text[0].upper() + text[1:]


def prose(chance: random.Random, size_bytes: int) -> str:
    """About that many bytes of UTF-8."""
    said: list[str] = []
    while sum(len(each.encode()) + 1 for each in said) < size_bytes:
        said.append(sentence(chance))
    return " ".join(said)


def visit(chance: random.Random, unit: str) -> dict[str, str | int | None]:
    """The words of one visit: 1.79 KB as JSON."""
    day = f"2024-{chance.randint(1, 6):02d}-{chance.randint(1, 24):02d}"
    due = chance.randint(9, 40)
    return {
        "unit": unit,
        "kind": chance.choice(KINDS),
        "starts": day,
        "ends": day,
        "village": f"thôn {chance.randint(1, 12)}",
        "attendance_due": due,
        "attendance_present": chance.randint(due // 2, due),
        "findings": prose(chance, 620),
        "difficulties": prose(chance, 206),
        "recommendations": prose(chance, 206),
        "proposals": prose(chance, 120),
    }
