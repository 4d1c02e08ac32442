"""How the fields of an article are written, whoever sends them: an admin or another instance."""

from typing import Annotated, Literal

from msgspec import Meta

Topic = Literal[
    "habits", "emotional_control", "self_confidence", "diet_anxiety", "ketamine_therapy",
    "psilocybin", "serotonin_syndrome",
]  # fmt: skip
Gate = Literal["none", "treatments", "medicines", "eating_disorder"]
Url = Annotated[str, Meta(min_length=1, max_length=2000)]
Title = Annotated[str, Meta(max_length=200, pattern=r"\S")]
Summary = Annotated[str, Meta(max_length=1000)]
Line = Annotated[str, Meta(max_length=500, pattern=r"\S")]
KeyPoints = Annotated[list[Line], Meta(max_length=5)]
Cautions = Annotated[list[Line], Meta(max_length=10)]
EvidenceNote = Annotated[str, Meta(max_length=3000)]
Publisher = Annotated[str, Meta(max_length=120)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}\Z")]
Minutes = Annotated[int, Meta(ge=0, le=240)]
Warning = Annotated[str, Meta(max_length=40, pattern=r"\S")]
Warnings = Annotated[list[Warning], Meta(max_length=10)]
Slug = Annotated[str, Meta(max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z")]
# What is said with a step: no control characters but line breaks and tabs.
NOTE_PATTERN = r"^[^\x00-\x08\x0b-\x1f\x7f]*\Z"
NoteText = Annotated[str, Meta(max_length=500, pattern=NOTE_PATTERN)]
