"""Mappings, queries, documents and surveys: what personae.toml can say of a source."""

import json
from datetime import datetime

import pytest

from personae.adapters.settings import load_settings
from personae.domain.errors import SettingsError, SourceError

ROLES = '[[source]]\nfiles = "d.csv"\ntable = "contact_roles"\n'


def test_split_gives_a_row_for_each_piece_and_none_for_an_empty_cell(read) -> None:
    toml = (
        ROLES + 'columns = { opportunity_id = "id", person_id = "who" }\nconstants = { role = "author" }\n'
        'split = { who = ";" }\n'
    )
    result = read(toml, {"d.csv": "id,who\n1,a; b;;c\n2,\n3,a\n"})
    assert read.rows(result, "contact_roles", "opportunity_id, person_id, role") == [
        ("1", "a", "author"),
        ("1", "b", "author"),
        ("1", "c", "author"),
        ("3", "a", "author"),
    ]
    assert result.counts[0].n_input == 4


def test_a_split_row_is_rejected_with_the_number_of_its_file_row(read) -> None:
    toml = ROLES + 'columns = { opportunity_id = "id", person_id = "who" }\nsplit = { who = "|" }\n'
    result = read(toml, {"d.csv": "id;who\n1;a\n;b|c\n"})
    assert [(r.row, r.column, r.reason) for r in result.rejected] == [(2, "id", "opportunity_id is empty")] * 2


def test_properties_of_several_columns_and_of_all_others(read) -> None:
    base = (
        '[[source]]\nfiles = "e.csv"\ntable = "events"\n[source.columns]\nperson_id = "who"\nevent = "what"\n'
        'at = "at"\n'
    )
    files = {"e.csv": 'who,what,at,path,"odd ""name"""\np,x,2024-01-01,/a,1\np,y,2024-01-02,,\n'}
    listed = read(base + 'properties = ["path"]\n', files)
    assert [json.loads(p) for (p,) in read.rows(listed, "events", "properties")] == [{"path": "/a"}, {}]
    every = read(base + 'properties = "*"\n', files)
    assert json.loads(read.rows(every, "events", "properties")[0][0]) == {"path": "/a", 'odd "name"': "1"}


def test_names_of_two_columns_and_the_rows_number_as_id(read) -> None:
    toml = '[[source]]\nfiles = "p.csv"\ntable = "people"\ncolumns = { person_id = "#row", name = "first + last" }\n'
    result = read(toml, {"p.csv": "first,last\nAnn,Ox\n,Bo\n,\n"})
    assert read.rows(result, "people", "person_id, name") == [("1", "Ann Ox"), ("2", "Bo"), ("3", None)]


def test_a_query_with_another_file(read) -> None:
    toml = (
        '[[source]]\nfiles = "leads.csv"\ntable = "opportunities"\nalso = { won = "won.csv" }\n'
        'sql = """SELECT source.id AS opportunity_id,'
        " won.id IS NOT NULL AS is_won FROM source LEFT JOIN won USING (id)\n"
        'ORDER BY 1"""\n'
    )
    files = {"leads.csv": "id\n1\n2\n", "won.csv": "id,at\n2,x\n"}
    result = read(toml, files)
    assert read.rows(result, "opportunities", "opportunity_id, is_won") == [("1", False), ("2", True)]
    assert set(result.inputs) == set(files)
    again = read(toml, {"won.csv": "id,at\n1,x\n"})
    assert read.rows(again, "opportunities", "opportunity_id, is_won") == [("1", True), ("2", False)]


def test_a_query_over_a_torn_file(read) -> None:
    toml = '[[source]]\nfiles = "x.csv"\ntable = "people"\nsql = "SELECT upper(id) AS person_id FROM source"\n'
    result = read(toml, {"x.csv": "id,n\na,1\nb\nc,3\n"})
    assert read.rows(result, "people", "person_id") == [("A",), ("C",)]
    assert [(r.row, r.reason) for r in result.rejected] == [(2, "1 columns instead of 2")]


def test_words_for_empty(read) -> None:
    toml = '[[source]]\nfiles = "p.csv"\ntable = "people"\nnull = ["", "NA"]\n'
    result = read(toml, {"p.csv": "person_id,title\np1,NA\np2,\tCEO \np3,na\n"})
    assert read.rows(result, "people", "title") == [(None,), ("CEO",), ("na",)]


def test_wide_and_long_surveys_give_the_same_answers(read) -> None:
    wide = (
        '[[source]]\nfiles = "w.csv"\ntable = "answers"\ncolumns = { respondent_id = "id", "*" = "*" }\n'
        'constants = { survey = "s" }\n'
    )
    long = '[[source]]\nfiles = "l.csv"\ntable = "answers"\nconstants = { survey = "s" }\n'
    one = read(wide, {"w.csv": "id,Why?,How?\n1,Because,\n2,So,Thus\n3,,\n"})
    two = read(long, {"l.csv": "respondent_id,question,answer\n1,Why?,Because\n2,Why?,So\n2,How?,Thus\n"})
    rows = [read.rows(r, "answers", "survey, respondent_id, question, answer") for r in (one, two)]
    assert rows[0] == rows[1] and len(rows[0]) == 3


DOCUMENT = """---
person: p7
account: acme
date: 2024-03-01
kind: interview
title: How they plan
---
Interviewer: What do you do?
Dana: I plan sprints.
Interviewer: What is hard?
Dana: Everything else.
"""


def test_documents_one_a_file(read) -> None:
    toml = '[[source]]\nfiles = "talks/*"\ntable = "documents"\n'
    result = read(
        toml,
        {
            "talks/a.md": DOCUMENT,
            "talks/b.txt": "Person: p8\nDate: 01.02.2024\n\nIt hurts: always.\n",
            "talks/c.txt": "   \n",
            "talks/d.txt": b"\0\1",
            "talks/e.txt": "Zo\xeb said no.".encode("cp1252"),
        },
    )
    rows = read.rows(result, "documents", "document_id, kind, person_id, account_id, at, title, text, speakers")
    assert rows[0][:6] == ("talks/a", "interview", "p7", "acme", datetime(2024, 3, 1), "How they plan")
    assert rows[0][6] == DOCUMENT and json.loads(rows[0][7]) == {"Interviewer": "interviewer", "Dana": "p7"}
    assert rows[1][:5] == ("talks/b", None, "p8", None, datetime(2024, 2, 1)) and rows[1][7] is None
    assert rows[2][6] == "Zoë said no."
    assert [(r.row, r.reason) for r in result.rejected] == [
        (3, "it is empty"),
        (4, "it is not text: it holds NUL bytes"),
    ]


def test_the_folder_tells_the_kind(read) -> None:
    result = read(
        '[[source]]\nfiles = "**/*.md"\ntable = "documents"\n',
        {"tickets/1.md": "It broke.", "interviews/x.md": "# On work\n\nHi."},
    )
    assert read.rows(result, "documents", "document_id, kind, title") == [
        ("interviews/x", "interview", "On work"),
        ("tickets/1", "ticket", None),
    ]


def test_documents_of_a_table(read) -> None:
    toml = (
        '[[source]]\nfiles = "t.csv"\ntable = "documents"\ncolumns = { document_id = "#row", text = "body" }\n'
        'constants = { kind = "ticket" }\n'
    )
    result = read(toml, {"t.csv": 'body\n"It broke.\nBadly."\n'})
    assert read.rows(result, "documents", "document_id, kind, text") == [("1", "ticket", "It broke.\nBadly.")]


def test_cards_are_read_and_are_inputs(read) -> None:
    result = read("", {"personas/dev.md": "---\nlayer: user\nname: Developer\n---\n## Goal\n- Ship on time\n"})
    assert [card.name for card in result.cards] == ["Developer"] and list(result.inputs) == ["personas/dev.md"]


@pytest.mark.parametrize(
    "toml, said",
    [
        ("[workspac]\n", "workspac is unknown"),
        ("x = [\n", "not valid TOML"),
        ("[build]\nsed = 1\n", "build.sed is unknown"),
        ("[build]\nseed = 'x'\n", "build.seed is not as expected: Expected `int`"),
        ("[build]\nmax_rejected_share = 2.0\n", "max_rejected_share is out of range"),
        ('[build]\nmemory = "lots"\n', "build.memory is not a size"),
        ("[build]\nn_personas = { clown = 3 }\n", "n_personas"),
        ('[[source]]\nfiles = "x"\n', "neither `table` nor `preset`"),
        ('[[source]]\nfiles = "x"\ntable = "xs"\n', "table is unknown"),
        ('[[source]]\nfiles = "x"\npreset = "xs"\n', "preset is unknown"),
        ('[source]\nfiles = "x"\n', r"\[\[source\]\]"),
        ('[[source]]\nfiles = "x"\ntable = "people"\ncolumns = { nose = "x" }\n', "no column of that name.*person_id"),
        ('[[source]]\nfiles = "x"\ntable = "people"\ntimezone = "Mars/Crater"\n', "timezone is unknown"),
        ('[[source]]\nfiles = "x"\ntable = "people"\npreset = "hubspot"\n', "both"),
        ('[roles]\nboss = "king"\n', "decision_maker"),
        ('[[source]]\nfiles = "x"\ntable = "people"\nsql = "SELECT 1"\nsplit = { a = ";" }\n', "replaces"),
        ('[titles.departments]\nx = "Kitchen"\n', "Sales"),
        ('[[goal]]\nname = "g"\noutcome = "joy"\n', r"goal\[1\]"),
        ('[workspace]\nmode = "b2x"\n', "mode"),
        ("[[source]]\n", "files"),
    ],
)
def test_every_mistake_is_named(tmp_path, toml: str, said: str) -> None:
    (tmp_path / "personae.toml").write_text(toml)
    with pytest.raises(SettingsError, match=said):
        load_settings(tmp_path)


def test_settings_whole(tmp_path) -> None:
    (tmp_path / "personae.toml").write_text(
        '[workspace]\nname = "W"\nmode = "b2b"\ncards = "cards"\n[build]\nignore_events = ["ping"]\n[roles]\n'
        '"Economic Buyer" = "budget_holder"\n'
        '[titles.departments]\n"Growth hacker" = "marketing"\n[[goal]]\nname = "Keep them"\n'
        '[[source]]\nfiles = "x.csv"\ntable = "events"\ncolumns = { properties = ["a", "b"] }\n'
        "constants = { at = 2024-01-01 }\n"
    )
    found = load_settings(tmp_path)
    assert (found.name, found.mode, found.cards, found.build.ignore_events) == ("W", "b2b", "cards", ("ping",))
    assert found.roles == {"Economic Buyer": "budget_holder"} and found.title_departments == {
        "Growth hacker": "Marketing"
    }
    assert found.sources[0].columns == {"properties": "a, b"} and found.sources[0].constants == {"at": "2024-01-01"}
    assert found.goals[0].outcome == "renewal"


def test_a_folder_without_settings_has_defaults(tmp_path) -> None:
    assert load_settings(tmp_path).sources == () and load_settings(tmp_path).name == tmp_path.name


def test_a_preset_or_pattern_with_nothing_behind_it(read) -> None:
    with pytest.raises(SourceError, match="No file matches"):
        read('[[source]]\nfiles = "none/**/*.csv"\ntable = "events"\n')
