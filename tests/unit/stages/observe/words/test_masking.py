import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.stages.observe.words.masking import mask

KNOWN = ["Anna Schmidt", "Rajesh Kumar", "Will Brown", "p_e88f805d1149", "Xiaoqing Fnord"]

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
]


@pytest.mark.parametrize(("text", "secret"), HIDDEN)
def test_hides(text: str, secret: str) -> None:
    assert secret.casefold() not in mask(text, KNOWN).casefold()


@pytest.mark.parametrize("text", KEPT)
def test_keeps(text: str) -> None:
    assert mask(text, KNOWN) == text


def test_nothing_is_masked_twice() -> None:
    once = mask("Anna Schmidt (anna@x.io) called Maria.", KNOWN)
    assert mask(once, KNOWN) == once == "[name] ([mail]) called [name]."


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=5))
def test_never_raises_and_hides_a_known_pair(text: str, names: list[str]) -> None:
    masked = mask(f"{text} Anna Schmidt {text}", [*names, "Anna Schmidt"])
    assert "Anna Schmidt" not in masked
