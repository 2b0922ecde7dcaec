"""Makes `words/data/given_names.txt` from Faker's person lists (MIT): Latin letters, ambiguous names marked.

    pip install faker==40.63.0 && python bench/make_names.py path/to/shared/data

A name is ambiguous (`?` before it) when the shared texts write it in lower case as an ordinary word at least
twice, or when it stands in AMBIGUOUS below; five times or more, and it is left out.
"""

import csv
import gzip
import importlib
import json
import re
import sys
from collections import Counter
from pathlib import Path

LOCALES = (
    "en_US",
    "en_GB",
    "en_IE",
    "en_IN",
    "en_NZ",
    "de_DE",
    "de_AT",
    "fr_FR",
    "es_ES",
    "es_MX",
    "it_IT",
    "nl_NL",
    "pt_BR",
    "pt_PT",
    "sv_SE",
    "da_DK",
    "no_NO",
    "fi_FI",
    "pl_PL",
    "cs_CZ",
    "hu_HU",
    "ro_RO",
    "tr_TR",
    "hr_HR",
    "id_ID",
    "sk_SK",
    "sl_SI",
    "vi_VN",
    "yo_NG",
    "ig_NG",
)
_AMBIGUOUS = """
julia jupyter jenkins travis django ruby python sage ada pascal haskell ray dash atlas iris
will mark grant bill art may april june august summer autumn dawn eve faith hope grace joy rose lily daisy violet
ivy olive pearl amber crystal jade gene rob bob pat sue dean chase hunter mason cooper taylor carter parker page
drew frank earnest ernest max jack drake miles rich dale glen cliff forest lane dick randy gay guy les van don
sandy candy ginger penny holly heather robin jay martin major king prince duke earl baron judge christian paris
london sydney berlin austin dallas houston madison brooklyn chelsea chester lincoln washington jordan israel
china india asia america kenya georgia virginia carolina florence victoria alexandria adelaide charlotte orlando
trinity destiny mercy patience constance prudence felicity harmony melody angel star sky rain storm stone
mercedes porsche lexus bentley royce ford tesla lance pierce nick jean dot mac trey ward wade reed lee
basil rosemary bay fern hazel laurel heath brook river wells marina case cash chance royal noble true
"""
_NO_NAMES = """
jupyter jenkins django python sage haskell ray dash atlas london berlin dallas houston china asia africa america porsche
lexus bentley tesla mac dot star sky rain storm stone case cash true noble royal lane page art
"""
_ORDINARY = "urban junior kata carlo job server peer per line word industrial marketing jan mate toy wolf jesus trust"
AMBIGUOUS, NO_NAMES, ORDINARY = (frozenset(words.split()) for words in (_AMBIGUOUS, _NO_NAMES, _ORDINARY))


def texts(data: Path) -> str:
    parts = []
    with (data / "jupyter_survey_2015/survey_short_columns.csv").open(encoding="utf-8") as file:
        parts += [cell for row in csv.reader(file) for cell in row]
    with gzip.open(data / "kubernetes_enhancements/keps.csv.gz", "rt", encoding="utf-8") as file:
        parts += [cell for row in csv.reader(file) for cell in row]
    for path in sorted((data / "product_meetings").glob("*.json")):
        talk = json.loads(path.read_text(encoding="utf-8"))["meeting_transcripts"]
        parts += [turn["content"] for turn in talk]
    return "\n".join(parts)


def main() -> None:
    names: Counter[str] = Counter()
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for field in ("first_names", "first_names_male", "first_names_female"):
            given = getattr(provider, field, ())
            names.update({str(name).strip() for name in given})
    names.update(name.title() for name in AMBIGUOUS if name not in NO_NAMES)
    lower = Counter(re.findall(r"\b[a-zà-ÿ]{2,}\b", texts(Path(sys.argv[1]))))
    lines = []
    for name in sorted({n.casefold() for n in names if re.fullmatch(r"[^\W\d_]{3,}(?:-[^\W\d_]+)?", n)}):
        if not re.fullmatch(r"[a-zß-ÿĀ-ſ-]+", name):
            continue
        if (lower[name] >= 5 and name not in AMBIGUOUS) or name in ORDINARY:
            continue
        lines.append(("?" if name in AMBIGUOUS or lower[name] >= 2 else "") + name)
    target = Path("src/personae/stages/observe/words/data/given_names.txt")
    head = (
        "# Given names, from Faker 40.63.0's person providers (MIT, (c) 2012 Daniele Faraglia); bench/make_names.py.\n"
        "# ?name = also an ordinary word, place or tool: a name only in the company of another sign.\n"
    )
    target.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "names,", sum(line.startswith("?") for line in lines), "ambiguous")


if __name__ == "__main__":
    main()
