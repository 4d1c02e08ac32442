"""The checks themselves find what is put in."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page

from tests.e2e import checks
from tests.e2e.browser import Witness

_ADD = """([tag, attributes, style]) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  Object.assign(element.style, style);
  element.className = 'seeded';
  document.querySelector('main').append(element);
}"""


@pytest.fixture
async def page(demo: Page) -> AsyncIterator[Page]:
    """Today, to which a test adds what must be found."""
    await demo.goto("/")
    await checks.settled(demo)
    yield demo
    await demo.goto("/")


async def add(page: Page, tag: str, style: dict[str, str], **attributes: Any) -> None:
    """Puts an element at the end of the view."""
    await page.evaluate(_ADD, [tag, attributes, style])


async def test_a_wide_box_is_found(page: Page) -> None:
    await add(page, "div", {"width": "900px", "height": "10px"})
    assert any("seeded" in found for found in await checks.sticking_out(page, 412))


async def test_a_small_button_is_found(page: Page) -> None:
    style = {"width": "20px", "height": "20px", "padding": "0", "minHeight": "0"}
    await add(page, "button", style, **{"aria-label": "tiny"})
    small = [found for found in await checks.targets(page) if found["size"] < checks.LEAST]
    assert [found["name"] for found in small] == ["tiny"]


async def test_a_picture_without_a_text_is_found(page: Page) -> None:
    await add(page, "img", {}, src="/icon.svg")
    assert [found["id"] for found in await checks.violations(page)] == ["image-alt"]


async def test_a_request_to_another_place_is_found(page: Page) -> None:
    witness = Witness("http://localhost")
    witness.watch(page.context)
    await add(page, "img", {}, src="http://127.0.0.1:9/pixel.png", alt="")
    await asyncio.sleep(0.5)
    assert any("Content Security Policy" in error for error in witness.errors)
    await page.reload()
    assert witness.foreign
