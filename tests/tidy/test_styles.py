"""The look comes from tokens and mirrors by itself; the page's policy allows no markup from strings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.tidy.sources import client_facts, facts_of, files, lines, within

TEMPLATES: Final = "client_pwa/src/**.svelte"
STYLES: Final = "client_pwa/src/**.css"
SCRIPTS: Final = "client_pwa/src/**.ts"
TOKENS: Final = "client_pwa/src/styles/tokens.css"

HEX_COLOUR: Final = re.compile(r"(?<![\w&/])#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")
COLOUR_FUNCTION: Final = re.compile(r"\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(")
STYLE_ATTRIBUTE: Final = re.compile(r"<[^>]*\sstyle=|\.setAttribute\(\s*['\"]style|\.cssText\b")
RAW_MARKUP: Final = re.compile(r"\{@html\b|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write\(")
# Left and right do not mirror for Arabic; start and end do.
PHYSICAL: Final = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)(?:-\w+)*|(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)"
)
RULES: Final = {
    "a colour stands outside tokens.css": (HEX_COLOUR, (TEMPLATES, STYLES)),
    "a colour function stands outside tokens.css": (COLOUR_FUNCTION, (TEMPLATES, STYLES)),
    "a style attribute, which the policy forbids": (STYLE_ATTRIBUTE, (TEMPLATES, SCRIPTS)),
    "markup made from a string": (RAW_MARKUP, (TEMPLATES, SCRIPTS)),
    "a physical direction that Arabic cannot mirror": (PHYSICAL, (TEMPLATES, STYLES)),
}
PLANTED: Final = {
    "a colour stands outside tokens.css": "  color: #0b6b4f;",
    "a colour function stands outside tokens.css": "  color: rgb(0 0 0 / 50%);",
    "a style attribute, which the policy forbids": '<p style="margin: 0">',
    "markup made from a string": "{@html words}",
    "a physical direction that Arabic cannot mirror": "  margin-left: 1rem;",
}


@pytest.mark.parametrize("rule", RULES)
def test_no_file_breaks_it(rule: str) -> None:
    pattern, kinds = RULES[rule]
    looked_at = [path for path in files(*kinds) if str(path) != TOKENS]
    assert looked_at
    found = [(where, line.strip()) for path in looked_at for where, line in looked_through(path, pattern)]
    assert [each for each in found if pattern.search(each[1])] == []


def looked_through(path: Path, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """The file's lines without comments; of a template only the style sheet, for what only a style sheet can break."""
    inside = path.suffix != ".svelte" or pattern not in (HEX_COLOUR, COLOUR_FUNCTION, PHYSICAL)
    for where, line in lines(path):
        inside = inside or line.startswith("<style")
        if inside and not line.lstrip().startswith(("//", "*", "/*")):
            yield where, line


@pytest.mark.parametrize("rule", RULES)
def test_a_planted_break_is_found(rule: str) -> None:
    assert RULES[rule][0].search(PLANTED[rule])


def test_every_text_of_the_screens_comes_from_the_words() -> None:
    spoken = [each for each in client_facts()["texts"] if not within(Path(each["where"]), "src/gallery")]
    assert spoken == []


def test_a_planted_text_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "Planted.svelte"
    planted.write_text('<button aria-label="Đóng">{x}</button><p>Xin chào</p><p class="a">{t("today")} · 5</p>')
    assert [each["text"] for each in facts_of([str(planted)])["texts"]] == ["Đóng", "Xin chào"]
