"""Words that call for care before any suggestion: self-harm and disordered eating."""

import difflib

from backend.articles.relevance_text import pattern, plain

NEGATIONS = ("no", "not", "without", "less", "kein", "keine", "ohne", "weniger")

# A trailing * also accepts longer words; phrases stand after the commas.
_SELF_HARM = (
    "suicid* selfharm* unalive* suizid* selbstmord* selbsttotung* freitod lebensmud*"
    " umbringen umzubringen selbstverletz* ritzen,"
    "kill myself,killing myself,end my life,ending my life,take my life,taking my life,"
    "take my own life,end it all,ending it all,want to die,wanna die,going to die by,"
    "ways to die,want to be dead,wish i was dead,wish i were dead,better off dead,"
    "self harm*,self injur*,hurt myself,hurting myself,harm myself,harming myself,cut myself,"
    "cutting myself,hang myself,hanging myself,dont want to live,do not want to live,"
    "dont want to be alive,no reason to live,not worth living,overdose on purpose,"
    "nicht mehr leben,nicht mehr da sein,das leben nehmen,mein leben beenden,will sterben,"
    "sterben wollen,mochte sterben,lieber tot,ware tot,selbst verletz*,mich verletzen,"
    "mich schneiden,mir etwas antun,mir was antun"
)
# Whole words that a slip of the finger must not hide.
_NEARLY = ("suicide", "suicidal", "selbstmord", "suizidal")

# Only as the whole tag: one may binge on a series, or meet restrictions at work.
_EATING_ALONE = (
    "restrict restricted restricting restriction restrictions binge binged bingeing binging"
    " purge purged purging starve starved starving essanfall fressanfall gehungert"
)
_EATING_RISK = (
    "starv* myself,restrict* eating,restrict* food,restrict* meal*,restrict* calorie*,"
    "restrict* intake,food restriction*,calorie restriction*,eating restriction*,binge eating,"
    "skip* meal*,skip* a meal,skip* breakfast,skip* lunch,skip* dinner,skip* eating,"
    "missed meal*,missed a meal,missed breakfast,missed lunch,missed dinner,not eating,"
    "not eaten,didnt eat,did not eat,ate nothing,"
    "mahlzeit* ausgelassen,mahlzeit* ubersprungen,mahlzeit* weggelassen,essen ausgelassen,"
    "fruhstuck ausgelassen,mittagessen ausgelassen,abendessen ausgelassen,nichts gegessen,"
    "nicht gegessen"
)
_SELF_HARM_PATTERN = pattern([_SELF_HARM])
_EATING_ALONE_PATTERN, _EATING_PATTERN = pattern([_EATING_ALONE]), pattern([_EATING_RISK])


def speaks_of_self_harm(search: str | None) -> bool:
    """True when a search speaks of suicide or self-harm, also misspelt."""
    text = plain(search or "")
    return bool(_SELF_HARM_PATTERN.search(text)) or any(
        len(word) >= 6 and difflib.get_close_matches(word, _NEARLY, n=1, cutoff=0.85)
        for word in text.split()
    )


def is_eating_risk(tag: str) -> bool:
    """True for tags of restricted, skipped, binged or purged meals."""
    text = plain(tag.replace("_", " "))
    return bool(_EATING_ALONE_PATTERN.fullmatch(text) or _EATING_PATTERN.match(text))
