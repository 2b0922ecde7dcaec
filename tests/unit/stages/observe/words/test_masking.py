import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.stages.observe.words.masking import Masker, mask

ROOT = Path(__file__).resolve().parents[5]

KNOWN = ["小明", "Anna Schmidt", "Rajesh Kumar", "Will Brown", "p_e88f805d1149", "Xiaoqing Fnord"]

HIDDEN = [
    ("I asked anna schmidt about it", "anna"),
    ("Rajesh's team is slow", "Rajesh"),
    ("Schmidt, Anna approved", "Schmidt"),
    ("Will said we can wait.", "Will"),
    ("I told Fnord twice", "Fnord"),
    ("p_e88f805d1149 approved", "p_e88"),
    ("My name is Kyrsten Blomqvist and I run ops", "Kyrsten"),
    ("I spoke with Maria yesterday", "Maria"),
    ("Charlotte Miller told us", "Miller"),
    ("Mr. Zhang and Dr. O'Neil came", "Zhang"),
    ("Thanks, Grace", "Grace"),
    ("Jordan from IT blocked it", "Jordan"),
    ("Ask Julia Novak", "Novak"),
    ("my boss Thorvald agreed", "Thorvald"),
    ("Mail bob.x@acme.co.uk please", "bob"),
    ("bob (at) acme (dot) com", "acme"),
    ("Call +44 20 7946 0958", "7946"),
    ("Call (555) 123-4567 now", "123"),
    ("0171 / 123 4567", "4567"),
    ("We sit at 12 Main Street", "Main"),
    ("Hauptstraße 12 in Bonn", "Haupt"),
    ("12 rue de la Paix", "Paix"),
    ("see https://github.com/jdoe/x", "jdoe"),
    ("see https://x.io/users/jdoe?tab=1", "jdoe"),
    ("@jdoe please look", "jdoe"),
    ("host 192.168.10.12", "192"),
    ("It came from 203.0.113.77.", "203"),
    ("and 2001:db8:85a3::8a2e:370:7334 too", "8a2e"),
    ("MARIA LOPEZ approved it", "LOPEZ"),
    ("we told sandeep twice", "sandeep"),
    ("It was signed by J. R. Whitfield", "Whitfield"),
    ("van der Berg said no", "Berg"),
    ("Xu Jiahui wants it", "Jiahui"),
    ("Maria da Silva Santos runs it", "Santos"),
    ("O'Rourke from compliance blocked it", "Rourke"),
    ("until Nguyễn Thị Hương approved it", "Hương"),
    ("Ольга Смирнова пользуется отчётом", "Смирнова"),
    ("田中さんは毎朝数字をコピーします", "田中"),
    ("김민수님이 승인했습니다", "김민수"),
    ("mail me: anna DOT bell AT corp DOT org", "bell"),
    ("call 555.867.5309", "867"),
    ("Ring 0412 345 678 tonight", "345"),
    ("IBAN DE89 3704 0044 0532 0130 00", "3704"),
    ("card 4111 1111 1111 1111", "1111"),
    ("my SSN is 078-05-1120", "1120"),
    ("Employee E-204817 opened it", "204817"),
    ("Logged in as corp\\hlarsen", "hlarsen"),
    ("it is in C:\\Users\\hlarsen\\reports", "hlarsen"),
    ("she was born on 12.04.1987", "1987"),
    ("linkedin.com/in/ana-souza-93b is me", "souza"),
    ("Calle Mayor 15, 28013 Madrid", "Mayor"),
    ("Am Stadtpark 9, 90409 Nürnberg", "Stadtpark"),
    ("Please use P.O. Box 1183", "1183"),
    ("小明 approved it", "小明"),
]

KEPT = [
    "Will it work?",
    "Mark the task as done.",
    "We use Julia and Python.",
    "In May we moved.",
    "Google Cloud is slow.",
    "The version 1.10.2.3 costs 1,200.50.",
    "It grew from 20 to 45 in 2019-2020.",
    "See https://docs.python.org/3/library.",
    "Grant access to the admin.",
    "I hope so.",
    "It reports to CTO and IT.",
    "Call 3 people at 10:30.",
    "Order 12345678 is late.",
    "The Sales team and Amazon Web Services",
    "Grace period is 30 days.",
    "April was busy.",
    "e-mail me @ 5pm",
    "Excel, Word and Outlook",
    "Jira and Monday",
    "MS Word is fine.",
    "On 01/02/2023 we met.",
    "Ernst & Young and Morgan Stanley asked for SCIM.",
    "The Lewis model and Johnson Controls.",
    "I talked to Google, then to Okta.",
    "San Jose and Santa Clara share one tenant.",
    "Prince Edward Island is a site.",
    "Alice and Bob are in the docs.",
    "See https://github.com/jupyter/jupyter/issues/12 first.",
    "Version 8.0.7.15 is out; INV-2024-00123, JIRA-4521.",
    "@channel please read",
    "i.e. Matlab and RStudio",
    "Order 4111 1111 1111 1112 is late.",
    "I spoke with Procurement and Legal; they asked Security.",
    "use std::vector at 10:30:45",
]


@pytest.mark.parametrize(("text", "secret"), HIDDEN)
def test_hides(text: str, secret: str) -> None:
    assert secret.casefold() not in mask(text, KNOWN).casefold()


@pytest.mark.parametrize("text", KEPT)
def test_keeps(text: str) -> None:
    assert mask(text, KNOWN) == text


def test_names_of_things_are_kept_where_they_are_known() -> None:
    said = "Morgan Tools told us that Jasper is slow"
    assert mask(said, keep=["Morgan Tools", "Jasper"]) == said
    assert "Morgan" not in mask(said)


def test_the_invented_notes() -> None:
    """Figures of docs/privacy.md: what bench/bench_masking.py prints."""
    bench = runpy.run_path(str(ROOT / "bench/bench_masking.py"))
    masker = Masker()
    found = [bench["measure"](line, masker) for lines in bench["notes"]() for line in lines]
    n, left, gone = sum(f[0] for f in found), sum(len(f[1]) for f in found), sum(len(f[2]) for f in found)
    assert n == 175 and left <= 7 and gone <= 7


def test_nothing_is_masked_twice() -> None:
    once = mask("Anna Schmidt (anna@x.io) called Maria.", KNOWN)
    assert mask(once, KNOWN) == once == "[name] ([mail]) called [name]."


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=5))
def test_never_raises_and_hides_a_known_pair(text: str, names: list[str]) -> None:
    masked = mask(f"{text} Anna Schmidt {text}", [*names, "Anna Schmidt"])
    assert "Anna Schmidt" not in masked
