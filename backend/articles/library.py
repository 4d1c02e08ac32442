"""Which published articles a person finds in the library, and in what order (pure)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from backend.articles import rules
from backend.articles.queries import StoredArticle
from backend.articles.rules import DRUGS, GATES, SEROTONIN, TOPICS, State

TREATMENTS = GATES[DRUGS[0]]


def visible(published: Sequence[StoredArticle], state: State) -> list[StoredArticle]:
    """The articles that this person may read; a drug topic only beside its companion."""
    hidden = set(rules.hidden_in_library(state))
    if rules.stage(state) == rules.CRISIS:
        return []
    if not any(article.topic == SEROTONIN for article in published):
        hidden |= set(DRUGS)
    closed = rules.closed_gates(hidden)
    return [a for a in published if a.topic not in hidden and a.gate not in closed]


def shelved(articles: Iterable[StoredArticle], state: State) -> list[StoredArticle]:
    """The articles by topic; treatments only for who chose them."""
    shown = (a for a in articles if state.opt_in_treatment_topics or not is_treatment(a))
    return sorted(shown, key=lambda article: TOPICS.index(article.topic))


def found(
    articles: Iterable[StoredArticle], state: State, search: str, hits: Sequence[UUID]
) -> list[StoredArticle]:
    """What a search finds, topics that it names first; `hits` are the articles with its words.

    Treatments come only to who chose or named them, and last where other words found them.
    """
    named = (*rules.searched_topics(search), *sorted(rules.begun_topics(search)))
    place = {article_id: n for n, article_id in enumerate(hits)}

    def rank(article: StoredArticle) -> tuple[int, bool, int, int]:
        topic = article.topic
        at = named.index(topic) if topic in named else len(named)
        last = is_treatment(article) and topic not in named
        return (at, last, place.get(article.id, len(place)), TOPICS.index(topic))

    chosen = state.opt_in_treatment_topics
    return sorted(
        (
            article
            for article in articles
            if article.topic in named or article.id in place
            if chosen or not is_treatment(article) or _names(article, named)
        ),
        key=rank,
    )


def companions(
    chosen: StoredArticle, others: Iterable[StoredArticle], state: State
) -> list[StoredArticle]:
    """What to read with an article; one on treatments leads to others only who chose them."""
    may = state.opt_in_treatment_topics or is_treatment(chosen)
    return companions_of(chosen, (a for a in others if may or not is_treatment(a)))


def companions_of(chosen: StoredArticle, others: Iterable[StoredArticle]) -> list[StoredArticle]:
    """The articles to read with this one; a drug topic always has serotonin syndrome first."""
    rest = [other for other in others if other.id != chosen.id]
    forced = [a for a in rest if chosen.topic in DRUGS and a.topic == SEROTONIN][:1]
    named = [a for slug in chosen.companions for a in rest if a.slug == slug]
    return forced + [a for a in named if a not in forced]


def offered(
    published: Sequence[StoredArticle], state: State, read: Collection[UUID], today: date
) -> dict[str, StoredArticle]:
    """The article of each topic that may be suggested: unread, then the newest review.

    Overdue reviews are left out, and articles behind a gate that is closed for this person. So is
    what is gated as a treatment on another topic: nothing in a mood may bring it.
    """
    closed = rules.closed_gates(_barred(rules.hidden_topics(state, ())))
    current = [
        article
        for article in published
        if article.review_due is not None and article.review_due >= today
        if article.gate not in closed or article.gate == GATES.get(article.topic)
        if article.topic in DRUGS or not is_treatment(article)
    ]
    unread_first = sorted(current, key=lambda article: article.id in read)
    return {article.topic: article for article in reversed(unread_first)}


def _barred(hidden: Mapping[str, str]) -> set[str]:
    """The hidden topics that safety hides, not the person's taste."""
    return {topic for topic, why in hidden.items() if why != "dismissed"}


def is_treatment(article: StoredArticle) -> bool:
    """True for what is gated as a treatment, whatever its topic."""
    return article.topic in DRUGS or article.gate == TREATMENTS


def _names(article: StoredArticle, named: Collection[str]) -> bool:
    """True when a search names the drug topic, any of them for a gated article of another one."""
    own = {article.topic} if article.topic in DRUGS else set(DRUGS)
    return not own.isdisjoint(named)
