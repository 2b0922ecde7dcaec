"""Makes `words/data/given_names.txt`, `family_names.txt` (ambiguous ones marked) and `ordinary_words.txt`.

    pip install faker==40.63.0 names==0.3.0 && python bench/make_names.py path/to/shared/data

Faker's person lists (MIT), the frequent names of the census of the United States (public domain, by the package
`names`, MIT), and MORE below, written for this. A name is ambiguous (`?` before it) when the shared texts write it in
lower case as an ordinary word (given names: at least twice, family names: at least once), or when it stands in
AMBIGUOUS; a given name that is written so five times or more is left out. `ordinary_words.txt` is the rest of the
vocabulary of the sentence model in language/ (Apache-2.0), and words that the shared texts write in lower case.
"""

import csv
import gzip
import importlib
import json
import pkgutil
import re
import sys
from collections import Counter
from pathlib import Path

import faker.providers.person
import names

CENSUS_FAMILIES = 12_000
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
north south east west county nebraska alaska santiago jackson columbia
carolina kenya chad mali cuba vienna lourdes verona siena milan roma valencia sevilla cordoba lima bethlehem nazareth
jerusalem basil rosemary bay fern hazel laurel heath brook river wells marina case cash chance royal noble true
"""
_NO_NAMES = """
jupyter jenkins django python sage haskell ray dash atlas london berlin dallas houston china asia africa america porsche
lexus bentley tesla mac dot star sky rain storm stone case cash true noble royal lane page art
"""
_ORDINARY = "urban junior kata carlo job server peer per line word industrial marketing jan mate toy wolf jesus trust"
_MORE = """
aarti abdul abdullah abebe abena abhishek adaeze adebayo adwoa adunni agnieszka ahmad ahmed ahmet aigerim aisha ajay
akash akiko akira akua alejandra alejandro aleksei aleksandr alexei ali alina aliya aliyu amadou amaka amina aminata
amit amina amira anand andrei andrzej anil anita anjali ankit aoife arash arif arjun arun asha ashok ashish asif aslan
ayesha aylin aysha ayşe aziz babatunde bao beata bilal binh biyu bogdan bolaji boris burak caoimhe carmen chandra
chiara chidi chika chinedu chioma chukwuemeka ciarán dagmar daiki deepak deepika deniz devi dhruv dinesh dimitris
dimitrios dimitri diya dmitri dmitry dmytro duc dung eduardo efosa ekaterina elif emeka
emine eoghan esra eszter ewa faisal
farah farhan farid fatima fatma femi feng firoz folake funmilayo gaurav geeta giorgos giulia goran grzegorz gulnara
guo haji hamid hamza hanako harish haruki haruto hasan hassan hatice hiroshi hiroki hoang hui huong hussein hüseyin
ibrahim ifeoma igor imran ines ionut irfan irina isha ishaan ivana jamal jasmin javier jaya jihoon jing jiho jisoo
joanna jorge jun jyoti kaito kamal kamala karim karthik katarzyna katerina kavita kavya kazuki kazuo keiko kemal
kenji ketut khadija khaled khalid khanh kiran kofi kostas krishna krzysztof kumiko kunal kwabena kwaku kwame kyoko
lakshmi latifa layla leila lei linh ludmila lukasz łukasz maciej magda mahesh mahmoud makoto małgorzata mamadou manish
manoj marek mariusz marwan masako maryam meena meera mehmet mei milica minh ming minji minjun minsu miroslav mohamed
mohammad mohammed mohit mukesh murat mustafa nabil nadia nam nana nandini naoko naomi nasser naveen neha ngoc ngozi
nikhil nikos ning nitin nisha noor nur obinna olena olga oluwaseun olumide omar osman oskar padma parvati pawel paweł
petros piotr pooja prakash pradeep pranav prasad pratik priya priyanka qing quang rachid radha rafał rahim rahul
raj rajesh rajiv rakesh ramesh rania rashid ravi reza rekha rina ritu riya rohan rohit rustam ryo sachin sadia saeed
sakura salim salma samir samira sandeep sanjay sanjeev santosh sarita satoshi seema selim seoyeon serdar sergei sergey
serhii shabnam shankar shanti sharmila shilpa shinji shirin shreya shubham siddharth simran sina siobhan slavica
sneha soren søren spiros srinivas stavros sunil sunita suresh svetlana swati tae tahir takeshi takumi tariq tarek
tatiana tatyana temitope thabo thandiwe thanh thi thị văn thao thuy tolga tomasz tomoko tran trang tuan tunde
uche umar usha vanja
vasilis vijay vikram vinay vinod vivek vladimir wanjiru wei weronika wojciech xiao xiaoli xiaoming xin xiu yan yannis
yang yasmin yaw yetunde ying yoko yoshiko youssef yuki yuri yusuf yuto zainab zbigniew zeynep zhen zodwa zsófia
"""
"""Given names that the lists lack, or have in another script only."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


AMBIGUOUS, NO_NAMES, ORDINARY, MORE = map(_words, (_AMBIGUOUS, _NO_NAMES, _ORDINARY, _MORE))


def texts(data: Path) -> str:
    parts = []
    with (data / "jupyter_survey_2015/survey_short_columns.csv").open(encoding="utf-8") as file:
        parts += [cell for row in csv.reader(file) for cell in row]
    with gzip.open(data / "kubernetes_enhancements/keps.csv.gz", "rt", encoding="utf-8") as file:
        parts += [cell for row in csv.reader(file) for cell in row]
    for path in sorted((data / "product_meetings").glob("*.json")):
        talk = json.loads(path.read_text(encoding="utf-8"))["meeting_transcripts"]
        parts += [turn["content"] for turn in talk]
    with gzip.open(data / "esco_titles/occupation_labels.csv.gz", "rt", encoding="utf-8") as file:
        parts += [cell for row in csv.reader(file) for cell in row]
    return "\n".join(parts)


def of_faker(part: str) -> set[str]:
    """Every name of Faker's lists whose field holds `part` ("first" or "last")."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for field in dir(provider):
            values = getattr(provider, field)
            if part in field and not callable(values) and not isinstance(values, property):
                found.update(map(str, values))
    return found


def of_census(*files: str, most: int | None = None) -> set[str]:
    """Names of the census, the most frequent first."""
    found: list[str] = []
    for file in files:
        with Path(names.__file__).with_name(file).open(encoding="ascii") as stream:
            found += [line.split()[0] for line in stream][:most]
    return set(found)


def plain(found: set[str]) -> set[str]:
    """Lower case; of letters that have a case, two or more."""
    letters = r"[a-zß-ÿĀ-ſȘ-țẠ-ỹʻа-яёіїєґѝα-ωάέήίόύώϊϋΐΰς'’-]{2,}"
    return {name for one in found if re.fullmatch(letters, name := one.strip().casefold())}


def write(target: Path, what: str, lines: list[str]) -> None:
    """One list."""
    head = (
        f"# {what} names, from Faker 40.63.0's person providers (MIT, (c) 2012 Daniele Faraglia), the 1990 census of\n"
        "# the United States (public domain) and our own; bench/make_names.py.\n"
        "# ?name = also an ordinary word, place or tool: a name only in the company of another sign.\n"
    )
    target.write_text(head + "\n".join(sorted(lines)) + "\n", encoding="utf-8")
    print(target.name, len(lines), "names,", sum(line.startswith("?") for line in lines), "ambiguous")


def main() -> None:
    """Write both lists."""
    folder = Path("src/personae/stages/observe/words/data")
    lower = Counter(re.findall(r"\b[a-zà-ÿ]{2,}\b", texts(Path(sys.argv[1]))))
    given = plain(of_faker("first") | of_census("dist.male.first", "dist.female.first") | MORE) - ORDINARY - NO_NAMES
    given |= AMBIGUOUS - NO_NAMES
    kept = [name for name in given if len(name) > 2 and (lower[name] < 5 or name in AMBIGUOUS or name in MORE)]
    write(folder / "given_names.txt", "Given",
          [("?" if name in AMBIGUOUS or lower[name] >= 2 else "") + name for name in kept])
    family = plain(of_faker("last") | of_census("dist.all.last", most=CENSUS_FAMILIES)) - NO_NAMES
    write(folder / "family_names.txt", "Family",
          [("?" if name in AMBIGUOUS or lower[name] or len(name) < 3 else "") + name for name in family])
    vocabulary = Path("language/src/personae_language/vocabulary.txt").read_text(encoding="utf-8").splitlines()
    often = {word for word, n in lower.items() if n > 2}
    words = {word for word in {*vocabulary, *often} if re.fullmatch(r"[a-z]{3,}", word)} - set(kept) - family
    head = "# Words that are no names; from the vocabulary of all-MiniLM-L6-v2 (Apache-2.0); bench/make_names.py.\n"
    (folder / "ordinary_words.txt").write_text(head + "\n".join(sorted(words)) + "\n", encoding="utf-8")
    print("ordinary_words.txt", len(words))


if __name__ == "__main__":
    main()
