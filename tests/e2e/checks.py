"""Looks at an open page as a careful person would: overflow, small targets, accessibility."""

from functools import lru_cache
from typing import Any

from playwright.async_api import Page, expect

from tests import tools

NARROW = 320
LEAST, GOAL = 24, 48
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

_STICKING_OUT = """width => [...document.querySelectorAll('body *')]
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([element, box]) => box.width > 1 && box.height > 1 && !element.closest('.unseen')
    && (box.right > width + 1 || box.left < -1)
    && !scrolls(element.parentElement) && visible(element))
  .map(([element, box]) => `${element.tagName}.${element.className} ${Math.round(box.left)}`
    + `..${Math.round(box.right)} "${element.textContent.trim().slice(0, 30)}"`)
  .slice(0, 5);
function scrolls(element) {
  for (; element && element !== document.body; element = element.parentElement)
    if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX))
      return true;
  return false;
}
function visible(element) {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !element.closest('[aria-hidden=true]');
}"""

# A link inside a sentence is as high as its line; a checkbox is as large as its label.
_TARGETS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [role=button], [role=link]')]
  .filter(element => element.checkVisibility({ visibilityProperty: true }))
  .filter(element => !(getComputedStyle(element).display === 'inline'
    && element.parentElement.textContent.trim() !== element.textContent.trim()))
  .map(element => [element, area(element)])
  .filter(([, box]) => box.width > 1 && box.bottom > 0)
  .map(([element, box]) => ({
    name: (element.getAttribute('aria-label') || element.textContent || element.id).trim()
      .slice(0, 40),
    size: Math.round(Math.min(box.width, box.height) * 10) / 10,
  }));
function area(element) {
  const label = ['checkbox', 'radio'].includes(element.type) && element.closest('label');
  const box = (label || element).getBoundingClientRect();
  const after = getComputedStyle(element, '::after');
  const card = after.position === 'absolute' && after.content !== 'none';
  return card ? element.offsetParent.getBoundingClientRect() : box;
}"""

_SETTLED = """async () => {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const ending = document.getAnimations().filter(
        a => Number.isFinite(a.effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map(a => a.finished));
}"""
_AXE = """tags => axe.run(document, {
  runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
}).then(result => result.violations.map(found => ({
  id: found.id, impact: found.impact, help: found.help,
  where: found.nodes.slice(0, 5).map(node => node.html.slice(0, 160) + ' -> '
    + [...node.any, ...node.all, ...node.none].map(check => check.message).join('; ')),
})))"""


@lru_cache(maxsize=1)
def _axe() -> str:
    return (tools.MODULES / "axe-core" / "axe.min.js").read_text()


async def settled(page: Page) -> None:
    """Returns once the view is there: its heading, no placeholder, no movement."""
    await page.locator("main h1").first.wait_for()
    await expect(page.locator(".skeleton")).to_have_count(0)
    await page.evaluate(
        "() => Promise.all(document.getAnimations().map(a => a.finished.catch(() => {})))"
    )


async def sticking_out(page: Page, width: int = NARROW) -> list[str]:
    """What reaches beyond the screen, and the page itself when it scrolls sideways."""
    found: list[str] = await page.evaluate(_STICKING_OUT, width)
    across = await page.evaluate("document.documentElement.scrollWidth")
    return [*found, *([f"the page is {across} px wide"] if across > width else [])]


async def targets(page: Page) -> list[dict[str, Any]]:
    """Everything to tap, with the shorter side of its area in CSS pixels."""
    found: list[dict[str, Any]] = await page.evaluate(_TARGETS)
    return found


async def violations(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds against WCAG 2.2 A and AA, once colours have stopped changing."""
    await page.evaluate(_SETTLED)
    await page.evaluate(f"() => {{ {_axe()} }}")
    found: list[dict[str, Any]] = await page.evaluate(_AXE, TAGS)
    return found


async def with_large_text(page: Page, percent: int = 200) -> None:
    """The person's text size, as set in the browser's settings."""
    await page.evaluate("size => { document.documentElement.style.fontSize = size }", f"{percent}%")
