"""A folder of interviews and nothing else: personas of all three layers, whose every word can be traced."""


import pytest

import personae
from personae.adapters.builds import FolderBuilds
from personae.app.next_interview import next_interviews
from personae.domain.evidence import Quote
from personae.domain.words import Layer

MARKDOWN = {
    "anna": ("Anna Keller", "Nordwind", "Accounts Payable Clerk", [
        "Chasing people for missing receipts takes me about two days every month.",
        "I want to close the month by the third working day.",
        "First I export all card transactions, then I match each receipt by hand.",
    ]),
    "carla": ("Carla Mendes", "Brightside", "Accounts Payable Clerk", [
        "Receipts go missing all the time, and then I have to write to doctors who do not answer.",
        "I am responsible for about nine hundred invoices a month.",
    ]),
    "david": ("David Lindqvist", "Nordwind", "CFO", [
        "We started looking after the auditors found forty expenses without a receipt.",
        "For me the deciding criterion was total cost over three years, not the price per seat.",
    ]),
    "frank": ("Frank Adeyemi", "Harbour", "Finance Director", [
        "I was afraid that nobody would use it, because the last system failed for lack of training.",
        "We looked at Concur and we thought about building it ourselves.",
    ]),
}  # fmt: skip
CAPTIONS = """WEBVTT

NOTE
Person: Gina Rossi
Account: Brightside
Role: IT Manager

00:12:30.000 --> 00:12:34.000
<v Interviewer>What did you need?

00:12:34.000 --> 00:12:40.000
<v Gina Rossi>Without SAML single sign-on I would have said no on the first day.
"""


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> personae.Workspace:
    root = tmp_path_factory.mktemp("heard")
    (root / "interviews").mkdir()
    for name, (person, company, role, said) in MARKDOWN.items():
        lines = "".join(f"Interviewer: And then?\n{person.split()[0]}: {line}\n" for line in said)
        text = f"---\nparticipant: {person}\ncompany: {company}\nrole: {role}\n---\n{lines}"
        (root / "interviews" / f"{name}.md").write_text(text, encoding="utf-8")
    (root / "interviews" / "gina.vtt").write_text(CAPTIONS, encoding="utf-8")
    (root / "personae.toml").write_text(
        '[workspace]\nname = "heard"\n[[source]]\nfiles = "interviews/*.md"\ntable = "documents"\nformat = "markdown"\n'
        '[[source]]\nfiles = "interviews/*.vtt"\ntable = "documents"\nformat = "vtt"\n',
        encoding="utf-8",
    )
    workspace = personae.open(root)
    workspace.build()
    return workspace


def test_personas_of_all_layers_named_by_what_people_are_heard_as(heard: personae.Workspace) -> None:
    found = heard.personas()
    names = set(zip(found["layer"], found["name"], strict=True))
    assert ("user", "Accounts Payable Clerks") in names
    assert ("department", "Finance") in names
    assert {layer for layer, _ in names} == {"user", "department", "buyer"}
    assert not found["name"].str.contains("Keller|Mendes").any()


def test_every_quote_is_a_slice_with_its_time_and_nobody_is_quoted_from_a_header(heard: personae.Workspace) -> None:
    build = FolderBuilds(heard.path).load()
    assert build is not None
    quotes = build.frame("quotes")
    assert set(quotes["person_id"].dropna()) == {"Anna Keller", "Carla Mendes", "David Lindqvist", "Frank Adeyemi",
                                                 "Gina Rossi"}  # fmt: skip
    assert not quotes["text"].str.contains("role:|company:", case=False).any()
    (timed,) = quotes[quotes["start_s"].notna()].to_dict("records")
    assert (timed["start_s"], timed["end_s"]) == (754.0, 760.0)
    said = [e for s in build.statements() for e in s.evidence if isinstance(e, Quote)]
    assert said and all(e.person_id for e in said)
    assert not build.frame("themes").empty


def test_the_next_interview_counts_the_themes_of_the_build(heard: personae.Workspace) -> None:
    build = FolderBuilds(heard.path).load()
    assert build is not None
    found = next_interviews(build)
    assert {one.layer for one in found} == {str(layer) for layer in Layer}
    assert all(one.saturation.verdict == "too few" for one in found if one.saturation.n_people < 3)
