"""What a person takes elsewhere: a chart as a picture, and a sheet with only what they ticked."""

import asyncio
import struct
from pathlib import Path

from playwright.async_api import Page, expect

from tests.e2e import checks

PNG = b"\x89PNG\r\n\x1a\n"


async def test_a_chart_goes_out_as_a_picture(demo: Page) -> None:
    await demo.goto("/trends")
    await checks.settled(demo)
    # As on a computer, where a file is saved; a phone would ask which app it is for.
    await demo.evaluate("Object.defineProperty(navigator, 'canShare', { value: undefined })")
    async with demo.expect_download() as waiting:
        await demo.get_by_role("button", name="as a picture").first.tap()
    made = await waiting.value
    content = await asyncio.to_thread(Path(await made.path()).read_bytes)
    assert made.suggested_filename.endswith(".png")
    assert content.startswith(PNG)
    width, height = struct.unpack(">II", content[16:24])
    assert (width > 600, height > 600) == (True, True)
    assert len(content) > 10_000  # an empty one is smaller
    await expect(demo.get_by_text("The picture is saved.")).to_be_visible()


async def test_the_sheet_for_an_appointment_has_only_what_was_ticked(demo: Page) -> None:
    await demo.goto("/trends/appointment")
    await checks.settled(demo)
    printing = demo.get_by_role("button", name="Print or save as PDF")
    await expect(printing).to_be_disabled()
    choice = demo.get_by_role("group", name="On the sheet")
    await choice.get_by_role("button", name="Mood", exact=True).tap()
    await demo.get_by_label("What I would like to talk about").fill("Sleep")
    await expect(printing).to_be_enabled()
    await demo.emulate_media(media="print")
    try:
        titles = await demo.get_by_role("main").get_by_role("heading").all_inner_texts()
        assert titles == ["My check-ins", "What I would like to talk about", "Mood", "Trend"]
        await expect(demo.get_by_text("Sleep", exact=True)).to_be_visible()
        await expect(printing).to_be_hidden()
        assert (await demo.pdf()).startswith(b"%PDF-")
    finally:
        await demo.emulate_media(media="null")
