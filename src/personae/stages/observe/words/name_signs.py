"""What stands around a word: signs that a person is meant, or a company, a place, a thing."""

import re
from typing import Final

from personae.stages.observe.words.name_lists import NOT_NAMES, TOKEN, bare, family, given, written_as_name

TITLES: Final = frozenset((
    "mr", "mrs", "ms", "mx", "miss", "dr", "prof", "professor", "herr", "frau", "madame", "monsieur", "mme", "señor",
    "señora", "signor", "signora", "sra", "sir", "lady", "pan", "pani", "meneer", "mevrouw",
))
PARTICLES: Final = frozenset((
    "van", "von", "der", "den", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "bin", "bint",
    "al", "el", "ten", "ter", "zu",
))
_INTRODUCES = re.compile(
    r"(?:\b(?:my name is|this is|name's|called|named|reports? to|reporting to|(?:speak|spoke|talk|talked|speaking"
    r"|talking) (?:with|to)|talked w/|met(?: with)?|meeting with|call(?:ed)? with|interview(?:ed)?(?: with)?|demo with"
    r"|told|tell|asked|ask|thanks|thank you|hi|hello|dear|hey|ping|cc|cheers|regards|best|signed by|approved by"
    r"|according to|reviewed with|parlé avec|gesprochen mit|según"
    r"|my (?:boss|manager|colleague|co-?worker|director|lead|assistant|wife|husband|friend|teammate)"
    r"|our (?:ceo|cto|cfo|cio|ciso|vp|director|manager|admin|founder|controller|lead|rep))"
    r"|\b[Ii](?:'|’)m|\b[Ii] am),?\s$",
    re.IGNORECASE,
)
_SURELY = re.compile(
    r"\b(?:(?:spoke|talked|speaking|talking) (?:with|to)|talked w/|met with|told|asked|my name is|hi|hello|dear|ping"
    r"|thanks|signed by|interview with|demo with)\s$",
    re.IGNORECASE,
)
_NAMES_ITSELF = re.compile(
    r"\b(?:my name is|name's|i am called|my (?:boss|manager|colleague|co-?worker|wife|husband)),?\s$", re.IGNORECASE
)
_SPEECH = re.compile(
    r"\s(?:said|says|told|asked|asks|thinks|thought|wants|wanted|mentioned|explained|suggested|complained|'s team"
    r"|from)\b"
)
_TELLS = re.compile(r"\s(?:told|asked|said|says|thinks|thought|mentioned|complained)\b(?! (?:for|by)\b)")
_DOES = re.compile(
    r"\s(?:signed|approved|wrote|agreed|insists?|hates?|loves?|left|joined|built|runs?|does|keeps|needs|checks|did"
    r"|didn['’]t|won['’]t|doesn['’]t|refused|owns|blocked|promised|decided)\b"
)
COMPANY: Final = frozenset((
    "inc", "llc", "ltd", "gmbh", "ag", "se", "corp", "co", "plc", "sa", "bv", "nv", "oy", "ab", "group", "holding",
    "holdings", "bank", "systems", "controls", "industries", "partners", "associates", "consulting", "university",
    "institute", "foundation", "solutions", "software", "technologies", "services", "studio", "cloud", "county",
    "region", "district", "city", "island", "airport", "code", "report", "office", "street", "road", "square", "team",
    "support", "api", "app", "platform", "suite", "model", "models", "test", "scores", "chart",
))
"""Words after which the one before is a company, a place or a thing."""
_PLACES = frozenset((
    "san", "santa", "saint", "st", "los", "las", "new", "port", "fort", "mount", "lake", "cape", "são", "north",
    "south", "east", "west",
))
_SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV", "PhD", "MD"))
_MOST_MORE = 2


class Around:
    """A text and its words, with questions about the word at a place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(TOKEN.finditer(text))

    def __len__(self) -> int:
        return len(self.tokens)

    def word(self, at: int) -> str:
        """The word at a place."""
        return self.tokens[at].group()

    def low(self, at: int) -> str:
        """The same in lower case, without a genitive."""
        return bare(self.word(at))

    def between(self, at: int) -> str:
        """What parts the word from the next."""
        return self.text[self.tokens[at].end() : self.tokens[at + 1].start()]

    def adjacent(self, at: int) -> bool:
        """Whether a word follows, parted by one space (or an initial's or title's stop) only."""
        if at + 1 >= len(self.tokens):
            return False
        first, between = self.word(at), self.between(at)
        return between == " " or (between == ". " and (len(first) <= 2 or first.casefold() in TITLES))

    def opens(self, at: int) -> bool:
        """Whether the word stands first in its sentence, where every word is capitalised."""
        before = self.text[: self.tokens[at].start()].rstrip(" \"'“‘(*_-")
        return not before or before[-1] in ".!?:\n"

    def announced(self, at: int) -> bool:
        """Whether the words before leave no doubt that a name follows, whatever it is: "Mr", "my name is"."""
        before = self.word(at - 1) if at else ""
        title = before.casefold() in TITLES and not before.isupper() and self.adjacent(at - 1)
        return title or bool(_NAMES_ITSELF.search(self._before(at, 30)))

    def signed(self, at: int) -> bool:
        """Whether words around say that a person is meant: "thanks ...", "... said"."""
        return bool(_INTRODUCES.search(self._before(at, 40)) or _SPEECH.match(self.text, self._end(at)))

    def surely(self, at: int) -> bool:
        """Stronger: also before a name in small letters, a family name alone or a rare word."""
        return bool(_SURELY.search(self._before(at, 30)))

    def tells(self, at: int) -> bool:
        """What people do and products seldom follows: enough for a word that no list has."""
        return bool(_TELLS.match(self.text, self._end(at)))

    def does(self, at: int) -> bool:
        """What people do follows: enough for a family name."""
        return bool(_DOES.match(self.text, self.tokens[at].end()))

    def of_a_company(self, at: int) -> bool:
        """Johnson & Johnson, Johnson Controls: called as a person is, and none."""
        start, end = self.tokens[at].span()
        joined = re.match(r"['’]?s? & ([^\W\d_a-z][^\W\d_]+)", self.text[end : end + 40])
        if joined or self.text[max(0, start - 3) : start] == " & ":
            other = bare(joined[1]) if joined else self.low(at - 1)
            if given(self.low(at)) is not False or given(other) is not False:
                return True
        following = self.word(at + 1) if self.adjacent(at) else ""
        return following.casefold() in COMPANY and following[0].isupper()

    def of_a_thing(self, at: int) -> bool:
        """The Lewis model, a Carter report: an article before, an ordinary word behind."""
        if not at or self.word(at - 1).casefold() not in ("the", "a", "an") or not self.adjacent(at - 1):
            return False
        return bool(re.match(r" [a-z]", self.text[self.tokens[at].end() :][:2]))

    def begins_a_place(self, at: int) -> bool:
        """Santa Rosa, New Jordan."""
        if self.low(at) not in _PLACES or not self.word(at)[:1].isupper():
            return False
        return self.adjacent(at) and written_as_name(self.word(at + 1))

    def family_follows(self, at: int, *, sure: bool) -> bool:
        """Whether a family name follows, particles (van der) passed over. `sure`: one that is nothing else."""
        nxt = self._past_particles(at + 1)
        if nxt >= len(self) or not self.adjacent(nxt - 1) or not written_as_name(self.word(nxt)):
            return False
        found = family(self.low(nxt))
        if found is None or self.of_a_company(nxt):
            return False
        return not found or (not sure and (nxt > at + 1 or not self.opens(at)))

    def more(self, at: int) -> int:
        """How many words after the one at a place belong to the name: capitalised ones, and particles between them."""
        n = counted = 0
        while self.adjacent(at + n):
            word, low = self.word(at + n + 1), self.low(at + n + 1)
            if word in PARTICLES:
                ahead = self._past_particles(at + n + 1)
                if ahead >= len(self) or not written_as_name(self.word(ahead)):
                    break
                n = ahead - at
            elif (len(word) == 1 and word.isupper()) or word in _SUFFIXES:
                n += 1
            elif not written_as_name(word) or low in NOT_NAMES or low in COMPANY or (
                counted >= _MOST_MORE and family(low) is None
            ):
                break
            else:
                n += 1
            counted += 1
        return n

    def _past_particles(self, at: int) -> int:
        while at < len(self) and self.word(at) in PARTICLES and self.adjacent(at - 1):
            at += 1
        return at

    def _before(self, at: int, most: int) -> str:
        start = self.tokens[at].start()
        return self.text[max(0, start - most) : start]

    def _end(self, at: int) -> int:
        """Where the name that may begin at a place ends."""
        return self.tokens[at + self.more(at)].end()
