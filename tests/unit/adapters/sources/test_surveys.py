"""Survey tables of Qualtrics and SurveyMonkey, scales and several choices: proposed, then read."""

from pathlib import Path

from personae.adapters.sources import FileLooks
from personae.app.propose_mapping import propose_mapping
from personae.stages.read.detect import header_rows_of, joined_header
from tests.unit.adapters.sources.conftest import Reader

QUALTRICS = (
    "ResponseId,Q1,Q2_1,Q3\n"
    'Response ID,"What is hard,\nat work?",How happy are you?,Which tools do you use?\n'
    '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID3""}"\n'
)
MONKEY = "Respondent ID,What is hard?,Which tools?,,\n,Open-Ended Response,Excel,SAP,Other (please specify)\n"


def test_names_out_of_several_rows() -> None:
    rows = [["Respondent ID", "What is hard?", "Which tools?", ""], ["", "Open-Ended Response", "Excel", "SAP"]]
    assert header_rows_of(rows) == 2
    assert joined_header(rows) == ["Respondent ID", "What is hard?", "Which tools?: Excel", "Which tools?: SAP"]
    assert header_rows_of([["id", "name"], ["1", "Ann"], ["2", "Bo"]]) == 1


def test_three_rows_of_qualtrics_with_a_scale_and_choices(tmp_path: Path, read: Reader) -> None:
    steps, tools = ("Very happy", "Neutral", "Not happy"), ("Excel;SAP", "SAP")
    rows = "".join(f'R_{i},"Copying; and ""waiting""",{steps[i % 3]},{tools[i % 2]}\n' for i in range(24))
    read.root.joinpath("survey.csv").write_text(QUALTRICS + rows)
    proposal = propose_mapping(read.root, FileLooks())
    (source,) = proposal.settings.sources
    assert (source.table, source.header_rows, source.split) == ("answers", 3, {"Which tools do you use?": ";"})
    assert "1 with several choices (split at ;), 1 scales, 1 others" in proposal.text
    result = read(proposal.text)
    found = read.rows(result, "answers", "respondent_id, question, answer")
    assert len(found) == 24 + 24 + 36 and result.rejected == ()
    assert [row[1:] for row in found if row[0] == "R_0"] == [
        ("What is hard, at work?", 'Copying; and "waiting"'),
        ("How happy are you?", "Very happy"),
        ("Which tools do you use?", "Excel"),
        ("Which tools do you use?", "SAP"),
    ]


def test_choices_in_columns_of_their_own(tmp_path: Path, read: Reader) -> None:
    rows = "".join(f"{100 + i},It is slow,{'Excel' if i % 2 else ''},SAP,\n" for i in range(24))
    read.root.joinpath("poll.csv").write_text(MONKEY + rows)
    proposal = propose_mapping(read.root, FileLooks())
    assert proposal.settings.sources[0].header_rows == 2
    found = read.rows(read(proposal.text), "answers", "question, answer")
    assert len(found) == 24 + 12 + 24 and ("Which tools?: Excel", "Excel") in found


def test_equal_answers_of_two_people_stay(read: Reader) -> None:
    toml = '[[source]]\nfiles = "s.csv"\ntable = "answers"\n[source.columns]\nrespondent_id = "who"\n"*" = "a?, b?"\n'
    toml += '[source.constants]\nsurvey = "s"\n'
    result = read(toml, {"s.csv": "who,a?,b?\n1,x,y\n1,x,y\n2,x,y\n"})
    assert sorted(read.rows(result, "answers", "respondent_id, question, answer")) == [
        ("1", "a?", "x"),
        ("1", "b?", "y"),
        ("2", "a?", "x"),
        ("2", "b?", "y"),
    ]


def test_a_name_of_two_lines_loses_no_row_of_a_torn_file(read: Reader) -> None:
    toml = '[[source]]\nfiles = "s.csv"\ntable = "answers"\n[source.columns]\nrespondent_id = "who"\n"*" = "*"\n'
    result = read(toml + '[source.constants]\nsurvey = "s"\n', {"s.csv": 'who,"What is\nhard?"\n1,x\n2\n3,z\n'})
    assert read.rows(result, "answers", "question, answer") == [("What is\nhard?", "x"), ("What is\nhard?", "z")]
