"""Files as tools write them (after their public formats): `init` proposes the mapping, reading keeps the words."""

import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from personae.adapters.settings import parse_settings
from personae.adapters.sources import FileLooks, FileSources
from personae.app.ports import ReadResult
from personae.app.progress import NoProgress
from personae.app.propose_mapping import propose_mapping
from personae.domain.settings import SourceSettings
from personae.stages.observe.words.quoting import sentences_of
from tests.unit.adapters.sources.test_documents import docx

NOBODY = pd.DataFrame(columns=["person_id", "account_id", "name"])
LONG = "We copy the totals of every region by hand on Friday and it takes all afternoon, number"


def built(root: Path, files: dict[str, str | bytes]) -> tuple[SourceSettings, ReadResult]:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    proposal = propose_mapping(root, FileLooks())
    assert proposal.settings.sources, proposal.text
    settings = parse_settings(proposal.text, name=root.name)
    result = FileSources().read(root, settings, root / ".cache", datetime(2026, 1, 1), NoProgress())
    assert result.rejected == ()
    return proposal.settings.sources[0], result


def frame(result: ReadResult, table: str) -> pd.DataFrame:
    return pd.concat([pd.read_parquet(part.path) for part in result.of(table)], ignore_index=True)


def quoted(result: ReadResult) -> set[tuple[str | None, str]]:
    said = sentences_of(frame(result, "documents"), NOBODY)
    return set(zip(said["speaker"], said["text"], strict=True))


FIREFLIES = {"title": "Demo", "sentences": [
    {"speaker_name": "Dana", "text": "How do you close?", "raw_text": "how", "start_time": "0.96", "end_time": "2.3"},
    {"speaker_name": "Marta", "text": "By hand.", "raw_text": "by", "start_time": "00:00:02,500", "end_time": "4"},
]}
ASSEMBLY = {"text": "all", "utterances": [
    {"speaker": "A", "text": "How?", "start": 250, "end": 650, "words": [{"text": "How?", "speaker": "A", "start": 2}]},
    {"speaker": "B", "text": "By hand.", "start": 700, "end": 900,
     "words": [{"text": "By", "speaker": "B", "start": 700}, {"text": "hand.", "speaker": "B", "start": 800}]},
]}
REV = {"speakers": [{"id": 0, "name": "Dana"}, {"id": 1, "name": "Marta"}], "monologues": [
    {"speaker": 0, "elements": [{"value": "How"}, {"value": "?"}]},
    {"speaker": 1, "elements": [{"value": "By"}, {"value": " "}, {"value": "hand"}, {"value": "."}]},
]}
MEET_API = {"transcriptEntries": [
    {"name": "entries/3", "participant": "participants/4", "text": "How often?", "startTime": "2024-05-01T10:00:00Z"},
    {"name": "entries/4", "participant": "participants/5", "text": "By hand.", "startTime": "2024-05-01T10:00:03Z"},
]}


@pytest.mark.parametrize(
    ("name", "content", "speaker"),
    [
        ("fireflies.json", json.dumps(FIREFLIES), "Marta"),
        ("graphql.json", json.dumps({"data": {"transcript": FIREFLIES}}), "Marta"),
        ("assembly.json", json.dumps(ASSEMBLY), "Speaker B"),
        ("rev.json", json.dumps(REV), "Marta"),
        ("meet.json", json.dumps(MEET_API), "participants/5"),
        ("teams.vtt", "WEBVTT\n\na/1-0\n00:01.000 --> 00:02.000\n<v Reyes, Dana (External)>How do you close?</v>\n\n"
                      "a/2-0\n00:02.000 --> 00:04.000\n<v Marta>By hand.</v>\n", "Marta"),
        ("brackets.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n[Speaker 1] How do you close?\n\n"
                         "00:02.000 --> 00:04.000\n[Speaker 2] By hand.\n\n00:04.000 --> 00:05.000\n[laughs]\n",
         "Speaker 2"),
        ("rev.txt", "Dana Reyes (00:03):\nHow do you close?\n\nMarta (00:09):\nBy hand.\n\nDana Reyes (00:20):\nAnd?\n",
         "Marta"),
        ("descript.md", "[00:03] **Dana:** How do you close?\n\n[00:09] **Marta:** By hand.\n\n"
                        "[00:15] **Dana:** And?\n", "Marta"),
        ("teams.docx", docx("Interview", "Dana started transcription", "Dana   0:03", "How do you close?",
                            "Marta   0:09", "By hand.", "Dana   0:15", "And?", "Dana stopped transcription"), "Marta"),
        ("meet.docx", docx("Weekly - Transcript", "Attendees", "Dana, Marta", "Transcript", "00:00:00", "Dana: How?",
                           "Marta: By hand.", "00:05:00", "Dana: And?", "Meeting ended after 00:07:12 👋",
                           "This editable transcript was computer generated and might contain errors."), "Marta"),
    ],
)
def test_talks_of_many_tools(tmp_path: Path, name: str, content: str | bytes, speaker: str) -> None:
    _, result = built(tmp_path, {f"interviews/{name}": content})
    found = quoted(result)
    assert (speaker, "By hand.") in found
    assert {said for said in found if said[1] not in ("By hand.", "[laughs]")} == set(), "the asking side is not quoted"


def test_times_written_as_text(tmp_path: Path) -> None:
    _, result = built(tmp_path, {"calls/a.json": json.dumps(FIREFLIES)})
    (times,) = frame(result, "documents")["times"]
    assert [piece[2:] for piece in json.loads(times)] == [[0.96, 2.3], [2.5, 4.0]]


def test_captions_that_roll_say_each_line_once(tmp_path: Path) -> None:
    rolling = (
        "WEBVTT\nKind: captions\nLanguage: en\n\n00:00:00.240 --> 00:00:02.430 align:start position:0%\n \n"
        "we<00:00:00.480><c> copy</c><00:00:00.900><c> totals</c>\n\n00:00:02.430 --> 00:00:02.440\nwe copy totals\n"
        " \n\n"
        "00:00:02.440 --> 00:00:04.100\nwe copy totals\nevery<00:00:02.700><c> friday</c>\n"
    )
    _, result = built(tmp_path, {"calls/a.vtt": rolling})
    assert list(frame(result, "documents")["text"]) == ["we copy totals every friday\n"]


def test_a_table_of_talk_is_one_document(tmp_path: Path) -> None:
    rows = "Sentence,Speaker name,Start time,End time\n\"How, then?\",Dana,00:01,00:02\nBy hand.,Marta,00:02,00:04\n"
    source, result = built(tmp_path, {"calls/a.csv": rows})
    assert source.format == "transcript"
    assert list(frame(result, "documents")["text"]) == ["Dana: How, then?\nMarta: By hand.\n"]


@pytest.mark.parametrize(
    ("name", "header", "row", "columns", "kind"),
    [
        ("zendesk.csv", "ID,Subject,Description,Status,Requester,Organization,Created at",
         "{i},Late,\"{text} {i}\",Solved,Marta,Acme,2024-05-01 10:00",
         {"document_id": "ID", "text": "Description", "account_id": "Organization", "at": "Created at"}, "ticket"),
        ("intercom.csv", "Conversation ID,Conversation started at (UTC),Contact ID,Contact name,Contact email,"
                         "First message",
         "{i},2024-05-01 08:12:11,c{i},Marta,m{i}@acme.example,\"{text} {i}\"",
         {"document_id": "Conversation ID", "text": "First message", "person_id": "Contact ID"}, "ticket"),
        ("jira.csv", "Issue key,Summary,Reporter,Created,Description",
         "SUP-{i},Late,m{i},2024-05-01 10:00,\"{text} {i}\"",
         {"document_id": "Issue key", "text": "Description", "person_id": "Reporter", "at": "Created"}, "ticket"),
        ("dovetail.csv", "Id,Title,Highlight,Tags,Note id,Author,Created at,Participant",
         "h{i},Close,\"{text} {i}\",pain,n1,Dana,2024-05-01,Marta",
         {"document_id": "Id", "text": "Highlight", "person_id": "Participant"}, None),
        ("appstore_reviews.csv", "Review Id,Date,Rating,Title,Review,Author",
         "{i},2024-05-01,2,Meh,\"{text} {i}\",u{i}",
         {"document_id": "Review Id", "text": "Review", "at": "Date"}, "review"),
    ],
)
def test_tickets_highlights_and_reviews(
    tmp_path: Path, name: str, header: str, row: str, columns: dict[str, str], kind: str | None
) -> None:
    rows = "".join(row.format(i=i, text=LONG) + "\n" for i in range(12))
    source, result = built(tmp_path, {f"said/{name}": f"{header}\n{rows}"})
    assert source.table == "documents" and columns.items() <= source.columns.items()
    assert source.constants.get("kind") == kind
    assert list(frame(result, "documents")["text"]) == [f"{LONG} {i}" for i in range(12)]


ABOUT = {"Network ID", "Reviewer Name", "Email Address", "IP Address", "Recipient Email", "First Name", "Progress"}


@pytest.mark.parametrize(
    ("name", "header", "row", "respondent", "questions"),
    [
        ("g2.csv", "Review ID,Review Date,Reviewer Name,What do you like best?,What do you dislike, if anything?",
         "{i},2024-05-01,Marta,Charts {i},Exports {i}", "Review ID",
         {"What do you like best?", "What do you dislike, if anything?"}),
        ("capterra.csv", "reviewer,review_date,pros,cons",
         "Marta {i},2024-05-01,Easy to set up {i} for us,Too dear for us {i}",
         "#row", {"pros", "cons"}),
        ("typeform.csv", "#,What is hard?,Which tools do you use?,Submit Date (UTC),Network ID",
         "a{i}b,Copying {i},\"{tools}\",2024-05-01 10:05:00,n{i}", "#", {"What is hard?", "Which tools do you use?"}),
        ("form.csv", "Timestamp,Email Address,What is hard?,Which tools?",
         "2024/05/10 10:00:00 AM GMT+2,m{i}@acme.example,Copying {i},SAP", "#row", {"What is hard?", "Which tools?"}),
        ("monkey.csv", "Respondent ID,End Date,IP Address,First Name,What is hard?,Which tools?\n"
                       ",,,,Open-Ended Response,Excel",
         "{i},05/10/2024 10:05:00 AM,10.0.0.1,Marta,Copying {i},Excel", "Respondent ID",
         {"What is hard?", "Which tools?: Excel"}),
        ("qualtrics.csv", 'EndDate,IPAddress,Progress,ResponseId,RecipientEmail,Q1,Q2\n'
                          'End Date,IP Address,Progress,Response ID,Recipient Email,What is hard?,Happy?\n'
                          + ",".join(['"{""ImportId"":""x""}"'] * 7),
         "2024-05-10 10:05:00,10.0.0.1,100,R_{i},m{i}@acme.example,Copying {i},Yes", "Response ID",
         {"What is hard?", "Happy?"}),
    ],
)
def test_surveys_ask_questions_and_keep_what_is_about_the_answering_apart(
    tmp_path: Path, name: str, header: str, row: str, respondent: str, questions: set[str]
) -> None:
    if name == "g2.csv":
        header = header.replace("What do you dislike, if anything?", '"What do you dislike, if anything?"')
    tools = ("Excel, SAP", "SAP, Power BI", "Excel, SAP, Power BI", "Excel")
    rows = "".join(row.replace("{i}", str(i)).replace("{tools}", tools[i % 4]) + "\n" for i in range(12))
    source, result = built(tmp_path, {name: f"{header}\n{rows}"})
    found = frame(result, "answers")
    assert source.table == "answers" and source.columns["respondent_id"] == respondent
    assert set(found["question"]) == questions and not ABOUT & set(found["question"])
    assert found["at"].notna().all() and found["respondent_id"].nunique() == 12
    if name == "typeform.csv":
        assert set(found.loc[found["question"] == "Which tools do you use?", "answer"]) == {"Excel", "SAP", "Power BI"}
