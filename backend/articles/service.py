"""Articles for readers: the library, one article, and what is suggested beside a trend."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import msgspec

from backend import clock, database
from backend.accounts import service as accounts
from backend.accounts.service import Profile
from backend.articles import cards, queries, readings, rules
from backend.articles import library as library_rules
from backend.articles import search as search_texts
from backend.articles.cards import ArticleCard, ArticlePage
from backend.articles.library import companions_of
from backend.articles.queries import Impression, StoredArticle
from backend.articles.rules import State
from backend.articles.shelf import Shelf
from backend.articles.starters import load_starters
from backend.checkins import service as checkins
from backend.errors import not_found

__all__ = [
    "ArticleCard", "Suggestion", "Suggestions", "companions_of", "load_starters", "person_state",
    "readings", "suggest",
]  # fmt: skip

DAY_MS = 86_400_000
TAG_DAYS = 14
REPORTS_A_DAY = 10
SUPPORT_MS = 7 * DAY_MS


class Suggestion(msgspec.Struct):
    """A suggested article with its reason code, score and the numbers behind it."""

    article: ArticleCard
    reason: str
    score: float
    numbers: dict[str, float]


class Suggestions(msgspec.Struct):
    """What to show beside a trend; `must_show` names the cards and lines that go with it."""

    items: list[Suggestion]
    must_show: list[str]


async def library(user_id: UUID, search: str) -> list[ArticleCard]:
    """The published articles a person may see, by topic; what a search finds, the best first.

    A search that speaks of self-harm finds nothing: then people are needed, not articles.
    """
    profile = await accounts.profile(user_id)
    state = replace(await person_state(user_id, profile), search=search.strip() or None)
    shown = await _shown(state)
    return [cards.card(article, profile.language) for article in shown]


async def _shown(state: State) -> list[StoredArticle]:
    visible = await _visible(state)
    if state.search is None:
        return library_rules.shelved(visible, state)
    hits = await search_texts.find(database.connection(), state.search)
    return library_rules.found(visible, state, state.search, hits)


async def must_show(user_id: UUID, search: str) -> list[str]:
    """The cards and lines that a search demands on screen, the weightiest first."""
    profile = await accounts.profile(user_id)
    state = replace(await person_state(user_id, profile), search=search)
    return rules.must_show(state, rules.searched_topics(search), ())


async def article(user_id: UUID, slug: str) -> ArticlePage:
    """One published article; 404 when there is none that this person may see."""
    profile = await accounts.profile(user_id)
    state = await person_state(user_id, profile)
    visible = await _visible(state)
    chosen = _by_slug(visible, slug)
    topic = (chosen.topic,)
    companions = library_rules.companions(chosen, visible, state)
    return cards.page(chosen, profile.language, companions, rules.must_show(state, topic, topic))


def _by_slug(articles: Iterable[StoredArticle], slug: str) -> StoredArticle:
    for found in articles:
        if found.slug == slug:
            return found
    raise not_found("There is no such article.")


async def report(user_id: UUID, slug: str, kind: str, text: str) -> None:
    """Keeps that something is wrong with an article, not who said so; 429 after ten in a day."""
    profile = await accounts.profile(user_id)
    chosen = _by_slug(await _visible(await person_state(user_id, profile)), slug)
    await accounts.take_turn(user_id, "article-report", REPORTS_A_DAY, DAY_MS // 1000)
    db, now = database.connection(), clock.now_ms()
    await queries.insert_report(db, chosen.id, now, kind, text.strip())


async def suggest(user_id: UUID, state: State, language: str, today: date) -> Suggestions:
    """The articles that the rules choose for a state; what is shown is kept as impressions."""
    db = database.connection()
    read = (await _shelf(user_id, today)).read
    offered = library_rules.offered(await queries.published(db), state, read, today)
    reviewed = {topic: found.reviewed_on or date.min for topic, found in offered.items()}
    ranking = rules.relevance(state, reviewed)
    items = [
        Suggestion(
            cards.card(offered[shown["topic"]], language),
            shown["reason"], shown["score"], shown["numbers"],
        )
        for shown in ranking["shown"]
    ]  # fmt: skip
    await _remember(user_id, items)
    return Suggestions(items, ranking["must_show"])


async def person_state(user_id: UUID, profile: Profile) -> State:
    """What the rules may know of a person without their trends."""
    today = accounts.today(profile)
    shelf = await _shelf(user_id, today)
    changed, pressed = profile.medicine_changed_on, profile.help_pressed_at
    return State(
        age=age(profile, today),
        country=profile.country,
        opt_in_treatment_topics=profile.treatments,
        tracked_medicines=tuple(profile.medicines),
        medicine_changed_30d=changed is not None and today - changed <= timedelta(days=30),
        red_flags=tuple(profile.flags),
        crisis_button_7d=pressed is not None and clock.now_ms() - pressed <= SUPPORT_MS,
        tags_14d=await _tags(user_id, today),
        read_14d=shelf.topics_read,
        dismissed_90d=shelf.topics_less,
        interests=tuple(profile.interests),
    )


async def _shelf(user_id: UUID, today: date) -> Shelf:
    return Shelf(await queries.shelf(database.connection(), user_id), today)


def age(profile: Profile, today: date) -> int | None:
    """The age as far as it is sure: a birth year beats a ticked "I am 18 or older"."""
    if profile.birth_year is None:
        return 18 if profile.adult else None
    this_year = today.year - profile.birth_year
    return this_year if profile.adult else min(this_year - 1, 17)


async def _tags(user_id: UUID, today: date) -> dict[str, int]:
    first = today - timedelta(days=TAG_DAYS - 1)
    moods = await checkins.mood_details(user_id, first, today)
    return dict(Counter(factor for mood in moods for factor in mood.factors))


async def _visible(state: State) -> list[StoredArticle]:
    return library_rules.visible(await queries.published(database.connection()), state)


async def _remember(user_id: UUID, items: Sequence[Suggestion]) -> None:
    """Stores each suggestion once a day, so that looking again costs one read."""
    db, now = database.connection(), clock.now_ms()
    known = await queries.impressions_since(db, user_id, now - DAY_MS, rules.RULE_SET)
    new = [
        Impression(item.article.id, item.reason, item.numbers)
        for item in items
        if (item.article.id, item.reason) not in known
    ]
    await queries.insert_impressions(db, user_id, now, rules.RULE_SET, new)
