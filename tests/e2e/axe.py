"""Asks axe-core what a person with a screen reader, a keyboard or weak eyes would stumble over on a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

SOURCE: Final = Path(__file__).parents[2] / "client_pwa" / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 AA and axe's own best practices; nothing is switched off. What is right needs no words.
RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@cache
def source() -> str:
    return SOURCE.read_text()


# A bar that stays at the bottom only seems to cover what one can scroll to: while we look, it stands after it.
LIFT_BARS: Final = """() => {
  window.bars = [...document.body.querySelectorAll('*')].filter((one) => {
    const { position, top, bottom } = getComputedStyle(one);
    return ['sticky', 'fixed'].includes(position) && top === 'auto' && bottom !== 'auto';
  });
  for (const bar of window.bars) bar.style.setProperty('position', 'static');
}"""
PUT_BARS_BACK: Final = "() => window.bars.forEach((bar) => bar.style.removeProperty('position'))"


def stumbles(page: Page, within: str = "body") -> list[str]:
    """One line a fault: rule, how bad, where, why. Empty when axe finds nothing on the page as it stands now."""
    if not page.evaluate("() => 'axe' in window"):
        # Through the debugger, so the page's content security policy stays as served.
        page.evaluate(f"() => {{ {source()} }}")
    page.evaluate(LIFT_BARS)
    found: dict[str, Any] = page.evaluate("([within, rules]) => axe.run(within, rules)", [within, RULES])
    page.evaluate(PUT_BARS_BACK)
    return [
        f"{fault['id']} ({fault['impact']}): {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
