"""Articles for readers: the library, one article, and what is suggested beside a trend."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from backend import clock, database
from backend.accounts import service as accounts
from backend.accounts.service import Profile
from backend.articles import cards, queries, rules
from backend.articles.cards import ArticleCard, ArticlePage
from backend.articles.queries import Impression, StoredArticle
from backend.articles.rules import State
from backend.articles.starters import load_starters
from backend.checkins import service as checkins
from backend.errors import not_found

__all__ = ["ArticleCard", "Suggestion", "Suggestions", "load_starters", "person_state", "suggest"]

DAY_MS = 86_400_000
TAG_DAYS = 14
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
    """The published articles a person may see, by topic; `search` looks into texts and topics."""
    profile = await accounts.profile(user_id)
    visible = await _visible(await person_state(user_id, profile))
    ordered = sorted(visible, key=lambda article: rules.TOPICS.index(article.topic))
    found = [a for a in ordered if _matches(a, search, profile.language)]
    return [cards.card(article, profile.language) for article in found]


async def article(user_id: UUID, slug: str) -> ArticlePage:
    """One published article; 404 when there is none that this person may see."""
    profile = await accounts.profile(user_id)
    state = await person_state(user_id, profile)
    visible = {found.slug: found for found in await _visible(state)}
    if (chosen := visible.get(slug)) is None:
        raise not_found("There is no such article.")
    topic = (chosen.topic,)
    companions = companions_of(chosen, visible.values())
    return cards.page(chosen, profile.language, companions, rules.must_show(state, topic, topic))


async def suggest(user_id: UUID, state: State, language: str, today: date) -> Suggestions:
    """The articles that the rules choose for a state; what is shown is kept as impressions."""
    published = await queries.published(database.connection())
    newest = _newest_by_topic(published, today)
    reviewed = {topic: found.reviewed_on or date.min for topic, found in newest.items()}
    ranking = rules.relevance(state, reviewed)
    items = [
        Suggestion(
            cards.card(newest[shown["topic"]], language),
            shown["reason"], shown["score"], shown["numbers"],
        )
        for shown in ranking["shown"]
    ]  # fmt: skip
    await _remember(user_id, items)
    return Suggestions(items, ranking["must_show"])


async def person_state(user_id: UUID, profile: Profile) -> State:
    """What the rules may know of a person without their trends."""
    today = accounts.today(profile)
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
    )


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
    hidden = rules.hidden_in_library(state)
    found = await queries.published(database.connection())
    return [article for article in found if article.topic not in hidden]


def companions_of(chosen: StoredArticle, others: Iterable[StoredArticle]) -> list[StoredArticle]:
    """The articles to read with this one; a drug topic always has serotonin syndrome first."""
    rest = [found for found in others if found.id != chosen.id]
    forced = [a for a in rest if chosen.topic in rules.DRUGS and a.topic == rules.SEROTONIN][:1]
    named = [a for slug in chosen.companions for a in rest if a.slug == slug]
    return forced + [a for a in named if a not in forced]


def _matches(article: StoredArticle, search: str, language: str) -> bool:
    text = cards.text_of(article, language)
    parts = [text.get("title", ""), text.get("summary", ""), *text.get("key_points", [])]
    wanted = " ".join(search.split()).casefold()
    return article.topic in rules.searched_topics(search) or wanted in "\n".join(parts).casefold()


def _newest_by_topic(published: Sequence[StoredArticle], today: date) -> dict[str, StoredArticle]:
    """Each topic's newest reviewed article; overdue reviews are left out."""
    current = [a for a in published if a.review_due is not None and a.review_due >= today]
    return {article.topic: article for article in reversed(current)}


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
