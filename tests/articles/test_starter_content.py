"""The starter articles are complete, short, sourced and safe in both languages."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Article = dict[str, Any]

FOLDER = Path(__file__).parents[2] / "backend" / "articles" / "starter"
ARTICLES: dict[str, Article] = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))
}
GATES = {
    "habits": ("habits", "none"),
    "emotional-control": ("emotional_control", "none"),
    "self-confidence": ("self_confidence", "none"),
    "diet-and-anxiety": ("diet_anxiety", "eating_disorder"),
    "serotonin-syndrome": ("serotonin_syndrome", "medicines"),
    "ketamine-therapy": ("ketamine_therapy", "treatments"),
    "psilocybin": ("psilocybin", "treatments"),
}
DRUGS = ("ketamine-therapy", "psilocybin")
HALF_YEARLY = (*DRUGS, "serotonin-syndrome")
FIELDS = {
    *("slug", "topic", "gate", "evidence_level", "minutes", "content_warnings", "companions"),
    *("publisher", "url", "source_note", "reviewed_on", "review_due", "sources", "texts"),
}
TEXT_FIELDS = {"title", "summary", "key_points", "cautions", "evidence_note"}
LEVELS = {
    *("guideline", "systematic_review", "randomised_trial"),
    *("cohort", "mechanistic", "opinion"),
}
DOSE = re.compile(r"\d[.,]?\d*[\s\u00a0]?(mg|mcg|µg|ug|milligram|mikrogramm|gramm?)\b", re.I)
KETAMINE_RISKS = {
    "en": [
        *("blood pressure", "breath", "bladder", "misuse", "dependence", "driving", "pregnan"),
        "fda-approved for any psychiatric disorder (fda, october 2023)",
    ],
    "de": [
        *("blutdruck", "atmung", "blase", "missbrauch", "abhängigkeit", "autofahren"),
        *("schwanger", "zulassung für irgendeine psychische erkrankung (fda, oktober 2023)"),
    ],
}
KETAMINE_CORRECTIONS = {
    "en": "7 people|72 hours|108 |65.7%|71 |80.3%|78.9%|46.4%|53%|open label|self-reported"
    "|naltrexone attenuated|1 to 2 dB|not abolished|g = 0.27|0.20|includes 0",
    "de": "7 Personen|72 Stunden|108 |65,7 %|71 |80,3 %|78,9 %|46,4 %|53 %|unverblindet"
    "|Selbstauskunft|Naltrexon|1 bis 2 dB|verschwand nicht|g = 0,27|0,20|die 0 einschließt",
}
SEROTONIN_SIGNS = {
    "en": ("call the emergency number", "clonus", "rigid", "high fever", "agitation", "seizure"),
    "de": ("notruf", "klonus", "starren muskeln", "hohem fieber", "unruhe", "krampfanfall"),
}

each_article = pytest.mark.parametrize("slug", sorted(GATES))
each_language = pytest.mark.parametrize("language", ["en", "de"])


def text(slug: str, language: str) -> Article:
    found: Article = ARTICLES[slug]["texts"][language]
    return found


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def readable(words: Article) -> str:
    return plain(" ".join([words["title"], words["summary"], *words["key_points"]]))


def cautions(slug: str, language: str) -> str:
    return plain(" ".join(text(slug, language)["cautions"])).lower()


def test_the_seven_topics_are_there() -> None:
    assert {slug: (a["topic"], a["gate"]) for slug, a in ARTICLES.items()} == GATES


@each_article
def test_it_has_exactly_the_known_fields(slug: str) -> None:
    article = ARTICLES[slug]
    assert article.keys() == FIELDS
    assert article["slug"] == slug
    assert article["evidence_level"] in LEVELS
    assert 1 <= article["minutes"] <= 30


@each_article
def test_both_languages_are_complete_and_parallel(slug: str) -> None:
    english, german = text(slug, "en"), text(slug, "de")
    assert ARTICLES[slug]["texts"].keys() == {"en", "de"}
    assert english.keys() == german.keys() == TEXT_FIELDS
    for part in ("key_points", "cautions"):
        assert len(english[part]) == len(german[part])
    assert english["summary"] != german["summary"]


@each_article
@each_language
def test_texts_keep_their_lengths_and_calm(slug: str, language: str) -> None:
    words = text(slug, language)
    sentences = re.findall(r"[.?](?:\s|$)", words["summary"])
    assert 0 < len(words["summary"]) <= 600
    assert 2 <= len(sentences) <= 4
    assert 3 <= len(words["key_points"]) <= 5
    assert all(0 < len(point) <= 240 for point in words["key_points"])
    assert words["cautions"]
    assert all(0 < len(c) <= 300 for c in words["cautions"])
    assert words["title"].strip()
    assert words["evidence_note"].strip()
    assert "!" not in json.dumps(words, ensure_ascii=False)


@each_article
@each_language
def test_no_dose_is_printed(slug: str, language: str) -> None:
    assert not DOSE.search(json.dumps(text(slug, language), ensure_ascii=False))


@pytest.mark.parametrize("dose", ["0.5 mg/kg", "25 mg", "25\u00a0mg", "2,5mg", "3 Gramm"])
def test_the_dose_pattern_finds_doses(dose: str) -> None:
    assert DOSE.search(f"given as {dose} once")


@each_article
def test_sources_are_well_formed(slug: str) -> None:
    sources = ARTICLES[slug]["sources"]
    assert sources
    for source in sources:
        assert source.keys() == {"title", "url", "doi", "year", "n", "kind"}
        assert source["title"]
        assert source["kind"] in LEVELS | {"regulator"}
        assert 1970 <= source["year"] <= 2026
        assert source["n"] is None or source["n"] > 0
        assert source["url"].startswith("https://")
        if source["doi"] is not None:
            assert re.fullmatch(r"10\.\d{4,9}/[^\s]+", source["doi"])
            assert source["url"] == f"https://doi.org/{source['doi']}"


@each_article
def test_no_source_is_listed_twice(slug: str) -> None:
    urls = [source["url"] for source in ARTICLES[slug]["sources"]]
    assert len(urls) == len(set(urls))


def test_links_are_https_and_unique_and_name_the_original_site() -> None:
    links = [article["url"] for article in ARTICLES.values()]
    assert len(links) == len(set(links))
    assert all(link.startswith("https://") for link in links)
    for article in ARTICLES.values():
        assert article["publisher"]
        assert article["source_note"] == "Modern Mind Masters, https://modernmindmasters.com"


@each_article
def test_companions_exist(slug: str) -> None:
    companions = ARTICLES[slug]["companions"]
    assert slug not in companions
    assert set(companions) <= set(ARTICLES)


@pytest.mark.parametrize("slug", DRUGS)
def test_serotonin_syndrome_accompanies_each_drug_topic(slug: str) -> None:
    assert "serotonin-syndrome" in ARTICLES[slug]["companions"]


@each_article
def test_review_is_due_in_time(slug: str) -> None:
    reviewed = date.fromisoformat(ARTICLES[slug]["reviewed_on"])
    due = date.fromisoformat(ARTICLES[slug]["review_due"])
    months = (due.year - reviewed.year) * 12 + due.month - reviewed.month
    assert months == (6 if slug in HALF_YEARLY else 12)
    assert due.day == reviewed.day


@each_language
def test_ketamine_names_every_required_risk(language: str) -> None:
    found = cautions("ketamine-therapy", language)
    assert [risk for risk in KETAMINE_RISKS[language] if risk not in found] == []


@each_language
def test_ketamine_keeps_the_corrected_evidence(language: str) -> None:
    note = plain(text("ketamine-therapy", language)["evidence_note"])
    assert [fact for fact in KETAMINE_CORRECTIONS[language].split("|") if fact not in note] == []


@each_language
def test_ketamine_is_called_a_controlled_medicine(language: str) -> None:
    words = readable(text("ketamine-therapy", language))
    assert "1970" in words
    assert "Esketamin" in words
    assert {"en": "controlled medicine", "de": "kontrolliertes Arzneimittel"}[language] in words


@each_language
def test_psilocybin_warns_of_lithium_and_maois_first(language: str) -> None:
    first, second = text("psilocybin", language)["cautions"][:2]
    assert "ithium" in first
    assert "MAO" in second
    assert "233" in readable(text("psilocybin", language))


@each_language
def test_serotonin_syndrome_opens_with_the_emergency_signs(language: str) -> None:
    words = text("serotonin-syndrome", language)
    first = words["cautions"][0].lower()
    assert [sign for sign in SEROTONIN_SIGNS[language] if sign not in first] == []
    assert SEROTONIN_SIGNS[language][0] in words["summary"].split(".")[0].lower()


@each_language
def test_omega_3_is_not_oversold(language: str) -> None:
    points = " ".join(text("diet-and-anxiety", language)["key_points"])
    assert {"en": "g = 0.37", "de": "g = 0,37"}[language] in points
    assert {"en": "nothing in people without", "de": "keinen bei Menschen ohne"}[language] in points


@each_language
def test_habits_never_promise_three_weeks(language: str) -> None:
    words = json.dumps(text("habits", language), ensure_ascii=False)
    assert "66" in words
    assert not re.search(r"\b21\b", words)


@pytest.mark.parametrize("slug", ["diet-and-anxiety", *HALF_YEARLY])
@each_language
def test_medicines_stay_with_the_prescriber(slug: str, language: str) -> None:
    assert {"en": "prescriber", "de": "verschreibt"}[language] in cautions(slug, language)
