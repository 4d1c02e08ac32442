"""What the relevance rules know about a person, and the topics they choose from."""

from dataclasses import dataclass, field

HABITS = "habits"
EMOTIONS = "emotional_control"
CONFIDENCE = "self_confidence"
DIET = "diet_anxiety"
SEROTONIN = "serotonin_syndrome"
KETAMINE = "ketamine_therapy"
PSILOCYBIN = "psilocybin"

TOPICS = (HABITS, EMOTIONS, CONFIDENCE, DIET, SEROTONIN, KETAMINE, PSILOCYBIN)
NEUTRAL = (HABITS, EMOTIONS, CONFIDENCE)
DRUGS = (KETAMINE, PSILOCYBIN)
GATES = {
    DIET: "eating_disorder",
    SEROTONIN: "medicines",
    KETAMINE: "treatments",
    PSILOCYBIN: "treatments",
}

ENOUGH_DAYS = 14
STALE_DAYS = 30
ADULT_AGE = 18


@dataclass(frozen=True, slots=True)
class Insight:
    """A link between a habit and an outcome that the statistics support (effect in points)."""

    habit: str
    outcome: str
    lag: int = 0
    effect: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """One person on one day; ratings 1-5 (anxiety: 5 is worst), None = no usable data."""

    age: int | None = None
    country: str = ""
    opt_in_treatment_topics: bool = False
    tracked_medicines: tuple[str, ...] = ()
    medicine_changed_30d: bool = False
    red_flags: tuple[str, ...] = ()
    days_logged: int = 0
    days_since_checkin: int | None = None
    mood_mean_14d: float | None = None
    mood_delta_14d: float | None = None
    mood_sd_14d: float | None = None
    anxiety_mean_14d: float | None = None
    anxiety_delta_14d: float | None = None
    confidence_mean_14d: float | None = None
    confidence_delta_14d: float | None = None
    habit_adherence_14d: float | None = None
    habit_adherence_delta_14d: float | None = None
    newest_habit_age_days: int | None = None
    tracks_diet: bool = False
    tags_14d: dict[str, int] = field(default_factory=dict)
    supported_insights: tuple[Insight, ...] = ()
    phq_item9: int | None = None
    self_harm_text: bool = False
    crisis_button_7d: bool = False
    search: str | None = None
    read_14d: tuple[str, ...] = ()
    dismissed_90d: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()


def is_adult(state: State) -> bool:
    """True when the age is known and 18 or more."""
    return state.age is not None and state.age >= ADULT_AGE


def knows_enough(state: State) -> bool:
    """True when a trend may be claimed: 14 logged days and a check-in within 30 days."""
    since = state.days_since_checkin
    return state.days_logged >= ENOUGH_DAYS and since is not None and since < STALE_DAYS


def mood_is_low(state: State) -> bool:
    """True when 14 days of mood average 2.5 or less and that may be claimed."""
    mean = state.mood_mean_14d
    return knows_enough(state) and mean is not None and mean <= 2.5
