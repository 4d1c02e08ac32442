"""The words behind the relevance rules: searches, tags and medicines, English and German."""

import difflib
from collections.abc import Iterable, Mapping

from backend.articles.relevance_safety import NEGATIONS, is_eating_risk
from backend.articles.relevance_state import (
    CONFIDENCE,
    DIET,
    EMOTIONS,
    HABITS,
    KETAMINE,
    PSILOCYBIN,
    SEROTONIN,
)
from backend.articles.relevance_text import key, pattern, plain, terms

# A trailing * also accepts longer words; without it only the whole word counts.
_SEARCH = {
    KETAMINE: (
        "ketamin* esketamin* arketamin* spravato ketalar ket dissociative* dissoziativ*,"
        "special k,k hole*"
    ),
    PSILOCYBIN: (
        "psilocyb* psilocin* shroom* psychedeli* zauberpilz* mikrodos* microdos*,"
        "magic mushroom*,magic truffle*,magische pilze,mushroom trip*,mushroom therapy"
    ),
    SEROTONIN: (
        "serotonin* serotonerg* ssri* snri* maoi* mao antidepressant* antidepressiv* triptan*"
        " sumatriptan tricyclic* trizyklisch* sertralin* fluoxetin* prozac zoloft lexapro"
        " citalopram escitalopram paroxetin* fluvoxamin* venlafaxin* duloxetin* effexor cymbalta"
        " tramadol linezolid moclobemid* phenelzin* tranylcypromin* johanniskraut,"
        "st johns wort,st john s wort,drug interaction*,medicine interaction*"
    ),
    DIET: (
        "diet* food* eat eating nutri* omega* keto ketogen* caffein* coffee sugar* meal* weight"
        " fasting vegan* vegetarian* supplement* gut probiotic* ernahrung* essen"
        " koffein* kaffee zucker* diat* abnehmen gewicht"
    ),
    EMOTIONS: (
        "emotion* feeling* anger angry rage mood* stress* panic* anxi* calm* worry worries"
        " worried overwhelm* ruminat* sad sadness depress* irritab* gefuhl* wut wutend stimmung*"
        " angst angste angstlich gelassen* grubel* traurig* niedergeschlagen*"
    ),
    CONFIDENCE: (
        "confiden* selfconfiden* selfesteem selfworth shy shyness insecur* impost* courage"
        " selbstvertrauen selbstbewusst* selbstwert* selbstzweifel* schuchtern* unsicher* mut,"
        "self esteem,self worth,self doubt*"
    ),
    HABITS: (
        "habit* routine* disciplin* motivat* procrastinat* consisten* willpower gewohnheit*"
        " routinen disziplin* motivation aufschieb* willenskraft"
    ),
}
# "anxiety" is also in the name of the diet topic.
_ALSO_DIET = "anxi* angst angste"
# A food too, so it only counts as the whole search.
_ALONE = {"mushroom": PSILOCYBIN, "mushrooms": PSILOCYBIN, "truffles": PSILOCYBIN}

# In the order in which they are asked: "social anxiety" is about confidence.
_TAGS = {
    CONFIDENCE: (
        "sham* embarrass* compar* insecur* impost* reject* fail* criticis* avoid* shy worthless*"
        " inferior* perfectionis* selbstzweifel* selbstkritik* scham vergleich* ablehnung kritik"
        " unsicher* perfektionis*,"
        "self doubt*,self critic*,social anxiety,low confidence,low self esteem,people pleas*"
    ),
    EMOTIONS: (
        "anger angry rage irritab* irritat* argu* conflict* fight* fought quarrel* overwhelm*"
        " stress* panic* cry crying cried worry worries worried worrying ruminat* outburst*"
        " snapp* frustrat* anxious anxiety tense tension sad sadness lonel* grief griev* guilt*"
        " numb* impuls* upset wut wutend streit* konflikt* uberfordert gereizt* panik sorgen"
        " grubeln traurig* einsam* trauer angst* stimmungsschwankung*,"
        "mood swing*"
    ),
    DIET: (
        "caffein* coffee sugar* sweets alcohol* takeaway* snack* diet* keto* food meal* koffein*"
        " kaffee zucker sussigkeiten alkohol ernahrung essen,"
        "energy drink*,junk food,fast food,late meal*,ate late"
    ),
    HABITS: (
        "procrastinat* unmotivat* distract* aufgeschoben unmotiviert abgelenkt,"
        "no motivation,no routine,off routine,missed habit*"
    ),
}
_MEDICINES = {
    "ssri": "sertraline fluoxetine citalopram escitalopram paroxetine fluvoxamine",
    "snri": "venlafaxine desvenlafaxine duloxetine milnacipran",
    "maoi": "phenelzine tranylcypromine isocarboxazid moclobemide selegiline linezolid",
    "tricyclic": "tca amitriptyline clomipramine imipramine nortriptyline doxepin",
    "triptan": "sumatriptan rizatriptan zolmitriptan",
    "lithium": "",
    "atypical": "trazodone mirtazapine vortioxetine vilazodone buspirone nefazodone",
    "tramadol": "fentanyl pethidine meperidine methadone tapentadol",
    "herbal": "st_johns_wort st_john_s_wort johanniskraut tryptophan 5_htp",
    "dextromethorphan": "dxm",
    "mdma": "",
}
# Only some of these raise serotonin, so the class counts beside another one, not alone.
_PARTLY = frozenset({"opioid", "stimulant"})


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words.split()}


_SEARCH_PATTERNS = {topic: pattern([listing]) for topic, listing in _SEARCH.items()}
_ALSO_DIET_PATTERN = pattern([_ALSO_DIET])
_SPELLINGS = {
    term.rstrip("*"): topic
    for topic, listing in _SEARCH.items()
    for term in terms(listing)
    if len(term.rstrip("*")) >= 7 and " " not in term
} | {"ketamine": KETAMINE, "psilocybin": PSILOCYBIN}
_DRUG_NAMES = {
    "ketamine": KETAMINE,
    "esketamine": KETAMINE,
    "psilocybin": PSILOCYBIN,
    "zauberpilze": PSILOCYBIN,
}
_TAG_PATTERNS = {topic: pattern([listing]) for topic, listing in _TAGS.items()}
_MEDICINE_CLASSES = _by_word(_MEDICINES) | {name: name for name in _MEDICINES}


def searched_topics(search: str | None) -> tuple[str, ...]:
    """The topics a search names, in the order in which the words stand."""
    text = plain(search or "")
    if text in _ALONE:
        return (_ALONE[text],)
    found = {t: m.start() for t, p in _SEARCH_PATTERNS.items() if (m := p.search(text))}
    if EMOTIONS in found and (match := _ALSO_DIET_PATTERN.search(text)):
        found.setdefault(DIET, match.start())
    return tuple(sorted(found, key=found.__getitem__)) or _misspelt(text)


def begun_topics(search: str) -> set[str]:
    """The drug topics whose names a search has begun to write."""
    begun = [word for word in plain(search).split() if len(word) >= 4]
    return {t for name, t in _DRUG_NAMES.items() if any(map(name.startswith, begun))}


def _misspelt(text: str) -> tuple[str, ...]:
    """The topic that the longer words of an unmatched search nearly name."""
    for word in text.split():
        close = difflib.get_close_matches(word, _SPELLINGS, n=1, cutoff=0.85)
        if len(word) >= 6 and close:
            return (_SPELLINGS[close[0]],)
    return ()


def topic_of_tag(tag: str) -> str | None:
    """The topic a check-in tag speaks for, if any."""
    text = plain(tag.replace("_", " "))
    if is_eating_risk(tag):
        return None
    at_start = next((t for t, p in _TAG_PATTERNS.items() if p.match(text)), None)
    if at_start or text.split(" ")[0] in NEGATIONS:
        return at_start
    return next((t for t, p in _TAG_PATTERNS.items() if p.search(text)), None)


def names_diet(habit: str) -> bool:
    """True when a habit's name is about food or drink."""
    text = plain(habit.replace("_", " "))
    return topic_of_tag(habit) == DIET or bool(_SEARCH_PATTERNS[DIET].search(text))


def serotonin_classes(medicines: Iterable[str]) -> set[str]:
    """The serotonin-raising classes among medicines; opioids and stimulants only beside another."""
    keys = {key(name) for name in medicines}
    sure = {_MEDICINE_CLASSES[k] for k in keys if k in _MEDICINE_CLASSES}
    return sure | (keys & _PARTLY) if sure else set()
