"""Checking in every kind of habit, from the first pack to days that rest."""

from playwright.async_api import Page, expect

from tests.e2e import walk
from tests.e2e.habit_walk import fields, new_habit, row, saved


async def test_a_newcomer_begins_with_a_pack_in_one_tap(newcomer: Page) -> None:
    await newcomer.get_by_role("checkbox", name="Three slow breaths").uncheck()
    await newcomer.get_by_role("button", name="Add these 4").tap()
    await expect(newcomer.get_by_role("heading", name="Today's habits")).to_be_visible()
    habits = await fields(newcomer, "habit")
    assert len(habits) == 4
    assert habits[0]["planWhen"] == "I get up"
    assert (await fields(newcomer, "profile"))[0]["welcomed"] is True
    await newcomer.get_by_role("button", name="Ten minutes outside").first.tap()
    assert [entry["value"] for entry in await fields(newcomer, "entry")] == [1]


async def test_not_now_is_one_tap_and_the_packs_stay_within_reach(newcomer: Page) -> None:
    await newcomer.get_by_role("button", name="Not now").tap()
    await expect(newcomer.get_by_text("Five small changes")).to_have_count(0)
    await newcomer.get_by_role("link", name="See ready-made packs").tap()
    await newcomer.get_by_text("Sleep a little better").tap()
    await newcomer.get_by_role("button", name="Add these 4").tap()
    await newcomer.get_by_role("button", name="Undo").tap()
    await expect(newcomer.get_by_role("link", name="Write your own")).to_be_visible()
    assert await fields(newcomer, "habit") == []


async def test_a_measured_habit_adds_up(newcomer: Page) -> None:
    await new_habit(
        newcomer, "Water", kind="At least", How_much="1,5", Unit="litres", One_tap="0.5"
    )
    water = row(newcomer, "Water")
    await water.get_by_role("button", name="A tap adds").tap()
    await expect(water.get_by_text("0.5 of 1.5 litres")).to_be_visible()
    await water.get_by_role("button", name="Amounts: Water").tap()
    await newcomer.get_by_label("Amount in litres").fill("1,25")
    await newcomer.get_by_role("button", name="Add", exact=True).tap()
    await expect(
        newcomer.get_by_role("status").get_by_text("1.75 litres", exact=True)
    ).to_be_visible()
    await newcomer.get_by_role("button", name="Remove 0.5 litres").tap()
    await newcomer.get_by_role("button", name="Close").tap()
    await expect(water.get_by_text("1.25 of 1.5 litres")).to_be_visible()
    await newcomer.get_by_role("button", name="Undo").tap()
    await expect(water.get_by_text("1.75 of 1.5 litres")).to_be_visible()
    assert sorted(amount["amount"] for amount in await fields(newcomer, "amount")) == [0.5, 1.25]


async def test_a_habit_to_leave_out_is_kept_or_slipped_or_open(newcomer: Page) -> None:
    await new_habit(newcomer, "No sweets", kind="Leave out")
    kept, slipped = (
        row(newcomer, "No sweets").get_by_role("button", name=n) for n in ("Kept", "Slip")
    )
    await slipped.tap()
    await expect(slipped).to_have_attribute("aria-pressed", "true")
    await kept.tap()
    assert [entry["value"] for entry in await fields(newcomer, "entry")] == [1]
    await kept.tap()
    await expect(kept).to_have_attribute("aria-pressed", "false")
    assert await fields(newcomer, "entry") == []


async def test_a_day_is_skipped_and_everything_rests_without_a_network(newcomer: Page) -> None:
    await new_habit(newcomer, "Walk")
    await walk.controlled(newcomer)
    await newcomer.context.set_offline(True)
    await row(newcomer, "Walk").get_by_role("button", name="More for Walk").tap()
    await newcomer.get_by_role("button", name="Skip this day").tap()
    await expect(row(newcomer, "Walk").get_by_text("Skipped")).to_be_visible()
    await newcomer.get_by_role("button", name="Undo").tap()
    await expect(row(newcomer, "Walk").get_by_text("Skipped")).to_have_count(0)
    await newcomer.get_by_role("button", name="More for today's habits").tap()
    await newcomer.get_by_role("button", name="Make it a rest day").tap()
    await expect(newcomer.get_by_text("Rest day. Nothing has to be done.")).to_be_visible()
    await expect(row(newcomer, "Walk").get_by_text("Paused")).to_be_visible()
    await newcomer.context.set_offline(False)
    [pause] = await fields(newcomer, "pause")
    assert (pause["habitId"], pause["firstDay"]) == (None, pause["lastDay"])


async def test_a_pause_is_begun_and_ended(newcomer: Page) -> None:
    await new_habit(newcomer, "Walk")
    await saved(newcomer)
    await row(newcomer, "Walk").get_by_role("button", name="More for Walk").tap()
    await newcomer.get_by_role("button", name="Pause").tap()
    await newcomer.get_by_role("radio", name="Until a date").check(force=True)
    await newcomer.get_by_role("button", name="Pause", exact=True).tap()
    await expect(newcomer.get_by_text("Please choose a date.")).to_be_visible()
    await newcomer.get_by_role("radio", name="Until I end it").check(force=True)
    await newcomer.get_by_role("button", name="Pause", exact=True).tap()
    await expect(row(newcomer, "Walk").get_by_text("Paused")).to_be_visible()
    await row(newcomer, "Walk").get_by_role("button", name="More for Walk").tap()
    await newcomer.get_by_role("link", name="History and numbers").tap()
    await expect(newcomer.get_by_text("until you end it")).to_be_visible()
    await newcomer.get_by_role("button", name="End the pause").tap()
    await expect(newcomer.get_by_text("No pauses.")).to_be_visible()
    assert await fields(newcomer, "pause") == []
