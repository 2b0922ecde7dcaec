"""Captions (WebVTT, SRT) -> what was said, by whom, when. Nothing that was said is dropped, however torn the file."""

import html
import re
from collections import Counter
from dataclasses import dataclass, field, replace

from personae.stages.read.transcripts import KINDS, fields_of
from personae.stages.read.turns import Said

_CLOCK = r"((?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*(?:[-–—]{{1,3}}>|→)\s*{_CLOCK}(?:\s.*)?")
_COMMENT = re.compile(r"(NOTE|STYLE|REGION)(?:\s(.*))?")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?\s([^<>]{0,200})>")
_TAG = re.compile(r"</?(?:c|i|b|u|v|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}>")
_LABEL = re.compile(
    r"(?:[-–>]+\s*)?([^\W_][^:：\n<>\[\](){}*|!?;]{0,48}?)[ \t]*(?:\([^()\n]{1,40}\))?[ \t]*[:：]\s+(?=\S)"
)
_BRACKETED = re.compile(r"\[([^\W_][^\[\]\n:]{0,47})\][ \t]*:?[ \t]+(?=\S)")
_SOUND = re.compile(r"(?:music|laugh\w*|applause|inaudible|crosstalk|silence|pause|noise|cough\w*|sighs?)\b.*", re.I)
_NUMBERED = re.compile(r"(?:speaker|participant|sprecher|locuteur|hablante)\s?(?:\d{1,3}|[A-Z])", re.IGNORECASE)
_ROLLS = re.compile(r"<(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}>")
_ID_NAME = re.compile(r'\d+\s+"([^"]+)"(?:\s*\(\d+\))?')
_NAME = re.compile(r"(?=.{1,48}$)[^\W\d_][\w'’.-]*(?:[ ,]+[^\W\d_][\w'’.()/-]*){0,4}")
_MOST = 0.5
"""Share of cues that must carry a name at the same place before the place is taken to hold names."""
_ROLLING = 0.25
"""Share of cues with times inside, from which a line that the cue before showed already is not said again."""
_OF_THE_FORMAT = {"Kind", "Language"}
"""Fields that YouTube writes below WEBVTT: they are about the captions."""


@dataclass(slots=True)
class _Cue:
    start: float
    end: float
    name: str = ""
    lines: list[str] = field(default_factory=list)


def read_captions(text: str) -> tuple[list[Said], dict[str, str]]:
    """(what was said, fields such as `Person: p1` in the comments). No cue at all gives nothing.

    Speakers: `<v Name>`, `Name: words`, or a name on a line of its own in or before the cue. Lines where none is
    expected (a cue whose times are torn) are kept as said.
    """
    stray, cues, header = _cues(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if not cues:
        return [], header
    header = {key: value for key, value in header.items() if key not in _OF_THE_FORMAT or value.lower() in KINDS}
    _unroll(cues)
    said = [Said(None, _plain(line)) for line in stray]
    if any(_VOICE.search(line) for cue in cues for line in cue.lines):
        return said + [piece for cue in cues for piece in _voices(cue)], header
    return said + _named(cues), header


def _unroll(cues: list[_Cue]) -> None:
    """Captions that roll (YouTube's own) show each line twice or more: said is what the cue before did not show."""
    if sum(any(_ROLLS.search(line) for line in cue.lines) for cue in cues) < _ROLLING * len(cues):
        return
    before: list[str] = []
    for cue in cues:
        shown = [_plain(line) for line in cue.lines]
        cue.lines = [line for line, text in zip(cue.lines, shown, strict=True) if text not in before]
        before = [text for text in shown if text]


def _cues(lines: list[str]) -> tuple[list[str], list[_Cue], dict[str, str]]:
    """(lines before the first cue, cues, fields of comments)."""
    vtt = lines[0].startswith("WEBVTT")
    stray: list[str] = []
    cues: list[_Cue] = []
    comments: list[str] = []
    skipping, before = vtt, ""
    for i, line in enumerate(lines):
        following = _TIMING.fullmatch(lines[i + 1]) if i + 1 < len(lines) else None
        timing = _TIMING.fullmatch(line)
        comment = _COMMENT.fullmatch(line) if vtt and not before.strip() and not following else None
        if timing:
            name = before.strip() if _identifies(lines, i - 1, len(cues), vtt) else ""
            cues.append(_Cue(_seconds(timing[1]), _seconds(timing[2]), name))
            skipping = False
        elif comment or (skipping and line.strip()):
            skipping = True
            comments.append((comment[2] or "") if comment else line)
        elif line.strip() and not (following and _identifies(lines, i, len(cues), vtt)):
            (cues[-1].lines if cues else stray).append(line.strip())
        else:
            skipping = False
        before = line
    return stray, cues, fields_of(comments)


def _identifies(lines: list[str], i: int, n: int, vtt: bool) -> bool:
    """Whether line `i`, before a line of times, names the cue rather than ending the one before."""
    if i < 0 or not lines[i].strip() or _TIMING.fullmatch(lines[i]):
        return False
    if lines[i].strip() == str(n + 1):
        return True
    return (i == 0 or not lines[i - 1].strip()) and (vtt or lines[i].strip().isdigit())


def _seconds(clock: str) -> float:
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)


def _plain(line: str) -> str:
    return html.unescape(_TAG.sub("", line)).strip()


def _voices(cue: _Cue) -> list[Said]:
    pieces = _VOICE.split(" ".join(cue.lines))
    found = [Said(None, _plain(pieces[0]), cue.start, cue.end)]
    found += [Said(html.unescape(name).strip() or None, _plain(words), cue.start, cue.end)
              for name, words in zip(pieces[1::2], pieces[2::2], strict=True)]
    return [piece for piece in found if piece.text]


def _named(cues: list[_Cue]) -> list[Said]:
    """Cues without voice tags: names before the words, above them, or in the cue's identifier."""
    lines = [[_plain(line) for line in cue.lines] for cue in cues]
    said = [Said(None, " ".join(words), cue.start, cue.end) for cue, words in zip(cues, lines, strict=True)]
    ids = [_id_name(cue.name) for cue in cues]
    if _hold_names(ids, len(cues)):
        return [replace(piece, speaker=name) for piece, name in zip(said, ids, strict=True) if piece.text]
    labels = _labels(said)
    if labels:
        return _split_labels(said, labels)
    above = [words[0] if len(words) > 1 and _NAME.fullmatch(words[0]) else None for words in lines]
    if _hold_names(above, len(cues)):
        said = [replace(piece, speaker=name, text=" ".join(words[1:])) if name else piece
                for piece, words, name in zip(said, lines, above, strict=True)]
    return [piece for piece in said if piece.text]


def _id_name(name: str) -> str | None:
    quoted = _ID_NAME.fullmatch(name)
    return quoted[1] if quoted else name if _NAME.fullmatch(name) else None


def _hold_names(names: list[str | None], n: int) -> bool:
    """Most cues have one, and the same few return."""
    given = [name for name in names if name]
    return len(given) >= max(2, _MOST * n) and len(set(given)) <= max(1, len(given) // 2)


def _labels(said: list[Said]) -> set[str]:
    """Labels before the words that are speakers: they return, or look like names where the first cue has one too."""
    found = [match[1].strip() if (match := _label(piece.text)) else None for piece in said]
    counts = Counter(label for label in found if label)
    if not counts or (found[0] is None and sum(counts.values()) < _MOST / 2 * len(said)):
        return set()
    return {label for label, n in counts.items() if n > 1 or (found[0] is not None and _titled(label))}


def _label(text: str) -> re.Match[str] | None:
    """`Name: words`, or `[Name] words` where the name is no sound."""
    match = _LABEL.match(text) or _BRACKETED.match(text)
    if match is None or (match.re is _BRACKETED and (_SOUND.fullmatch(match[1]) or not _titled(match[1]))):
        return None
    return match


def _titled(label: str) -> bool:
    """Whether every word of it begins as a name's does, or it is a speaker's number."""
    if _NUMBERED.fullmatch(label):
        return True
    return bool(_NAME.fullmatch(label)) and all(not word[0].islower() for word in label.split())


def _split_labels(said: list[Said], labels: set[str]) -> list[Said]:
    """Words without their label; a cue without one goes on with who spoke before."""
    speaker, found = None, []
    for piece in said:
        match = _label(piece.text)
        if match and match[1].strip() in labels:
            speaker = match[1].strip()
            piece = replace(piece, text=piece.text[match.end():])  # noqa: PLW2901 -- the same piece, its label taken
        if piece.text:
            found.append(replace(piece, speaker=speaker))
    return found
