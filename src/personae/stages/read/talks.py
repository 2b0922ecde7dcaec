"""Transcripts written as JSON: Gong's calls (speakers joined to parties), and lists of {speaker, words} of any tool."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from personae.stages.read.turns import Said

_SPEAKER = ("speaker", "speaker_name", "speakerName", "speaker_label", "participant", "name", "role", "from", "author")
_WORDS = ("content", "text", "transcript", "words", "utterance", "sentence", "message", "body")
_START, _END = ("start", "start_time", "startTime", "begin"), ("end", "end_time", "endTime")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2}(?:[.,]\d+)?)")
_DEEPEST = 4
_MS = 1000.0


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody on a call, as a file lists them. `person`: their id in the CRM; `ours`: they are on the asking side."""

    name: str
    person: str | None
    ours: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk of a file. `talk_id` None = the file is the talk."""

    talk_id: str | None
    said: tuple[Said, ...]
    title: str | None = None
    at: str | None = None
    who: Mapping[str, str | None] = field(default_factory=dict)


def is_talk_table(columns: Sequence[str]) -> bool:
    """Whether columns are those of a talk, one row a piece: who speaks, what, and when (Fireflies' CSV)."""
    names = {"_".join(name.lower().split()) for name in columns}
    told = names & {"speaker", "speaker_name", "speaker_label"}
    return bool(told and names & {"text", "sentence", "transcript", "words", "utterance"} and names & {
        "start", "start_time", "begin", "timestamp", "time"})


def parties_of(value: Any) -> dict[str, Party]:
    """Speaker id -> party, of Gong's calls; {} where there are none."""
    found = {}
    for call in _calls(value):
        for party in _dicts(call.get("parties")):
            key = party.get("speakerId") or party.get("id")
            name = party.get("name") or party.get("emailAddress")
            if isinstance(key, str | int) and isinstance(name, str) and name.strip():
                found[str(key)] = Party(name.strip(), _contact(party), party.get("affiliation") == "Internal")
    return found


def read_talks(value: Any, parties: Mapping[str, Party]) -> list[Talk]:
    """The talks of one JSON value; [] when there is none. `parties`: of this file and of those beside it."""
    facts = {str(call["id"]): call for call in map(_with_id, _calls(value)) if "id" in call}
    transcripts = _dicts(value.get("callTranscripts")) if isinstance(value, dict) else []
    if isinstance(value, dict) and isinstance(value.get("transcript"), list):
        transcripts.append(value)
    talks = [_gong(call, facts, parties) for call in transcripts if _is_gong(call)]
    if talks:
        return talks
    said = tuple(_listed(value, _speaker_names(value)))
    title = value.get("title") if isinstance(value, dict) else None
    return [Talk(None, said, title if isinstance(title, str) else None)] if said else []


def _calls(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, dict):
        return []
    return [*_dicts(value.get("calls")), *([value] if "parties" in value else [])]


def _with_id(call: dict[str, Any]) -> dict[str, Any]:
    data = call.get("metaData")
    return data if isinstance(data, dict) else call


def _contact(party: Mapping[str, Any]) -> str | None:
    """The CRM's id of a party, where Gong joined it."""
    for system in _dicts(party.get("context")):
        for thing in _dicts(system.get("objects")):
            if thing.get("objectType") in ("Contact", "Lead") and isinstance(thing.get("objectId"), str):
                return str(thing["objectId"])
    return None


def _is_gong(call: Mapping[str, Any]) -> bool:
    return any("sentences" in piece for piece in _dicts(call.get("transcript")))


def _gong(call: Mapping[str, Any], about: Mapping[str, Mapping[str, Any]], parties: Mapping[str, Party]) -> Talk:
    call_id = call.get("callId") or call.get("id")
    facts = about.get(str(call_id), {})
    said = []
    who: dict[str, str | None] = {}
    for piece in _dicts(call.get("transcript")):
        key = str(piece.get("speakerId", ""))
        party = parties.get(key)
        name = party.name if party else f"Speaker {key}" if key else None
        if party:
            who[party.name] = "interviewer" if party.ours else party.person
        said += [
            Said(name, text, _time(sentence, ("start",), _MS), _time(sentence, ("end",), _MS))
            for sentence in _dicts(piece.get("sentences"))
            if (text := _text(sentence, ("text",)))
        ]
    title, at = facts.get("title"), facts.get("started") or facts.get("scheduled")
    return Talk(str(call_id) if call_id else None, tuple(said), title if isinstance(title, str) else None,
                at if isinstance(at, str) else None, who)


def _speaker_names(value: Any) -> dict[str, str]:
    """Names of numbered speakers, where a file lists them: {"speakers": [{"id": 0, "name": "Ann"}]}, as Rev does."""
    listed = _dicts(value.get("speakers")) if isinstance(value, dict) else []
    return {str(one["id"]): one["name"] for one in listed
            if isinstance(one.get("id"), str | int) and isinstance(one.get("name"), str) and one["name"].strip()}


def _listed(value: Any, names: Mapping[str, str]) -> list[Said]:
    """The list of {speaker, words} that says most; of two that say the same, the one of longer pieces."""
    best: list[Said] = []
    most = 0
    for found in _lists(value, 0):
        said = [piece for item in found if (piece := _said(item, names)) is not None]
        n = sum(len(piece.text.replace(" ", "")) for piece in said)
        if 2 * len(said) >= len(found) and (n > most or (n == most and len(said) < len(best))):
            best, most = said, n
    return best


def _lists(value: Any, depth: int) -> Iterator[list[dict[str, Any]]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        found = _dicts(value)
        if found:
            yield found
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(item, dict | list):
            yield from _lists(item, depth + 1)


def _said(item: Mapping[str, Any], names: Mapping[str, str]) -> Said | None:
    speaker = next((item[key] for key in _SPEAKER if isinstance(item.get(key), str | int)), None)
    elements = "".join(str(part.get("value", "")) for part in _dicts(item.get("elements")))  # Rev
    words = _text(item, _WORDS) or elements.strip() or None
    if speaker is None or words is None:
        return None
    speaker = names.get(str(speaker), speaker)
    label = f"Speaker {speaker}" if isinstance(speaker, int) or len(speaker.strip()) == 1 else speaker
    times = [_time(item, keys, _unit(item)) for keys in (_START, _END)]
    return Said(label, words, *times)


def _unit(item: Mapping[str, Any]) -> float:
    """Whole numbers are milliseconds, as AssemblyAI and Gong write them; fractions are seconds."""
    given = [item[key] for key in (*_START, *_END) if key in item]
    return _MS if given and all(isinstance(value, int) for value in given) else 1.0


def _text(item: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((item[key] for key in keys if isinstance(item.get(key), str) and item[key].strip()), None)


def _time(item: Mapping[str, Any], keys: tuple[str, ...], unit: float) -> float | None:
    for key in keys:
        value = item.get(key)
        if isinstance(value, str):
            return _seconds(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12:
            return round(value / unit, 3)
    return None


def _seconds(said: str) -> float | None:
    """Times as text: "0.96", "00:00:02,144"; anything else (a date) is no time of a recording."""
    clock = _CLOCK.fullmatch(said.strip())
    if clock:
        return round(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3].replace(",", ".")), 3)
    return round(float(said), 3) if re.fullmatch(r"\d{1,7}(?:\.\d{1,6})?", said.strip()) else None


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
