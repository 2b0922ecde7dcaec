"""What a file is taken for, why, and what is left open."""

from personae.stages.read.look import FileLook, look_at
from personae.stages.read.propose import FileProposal, propose_file, propose_roles


def look(shown: str, header: str, *rows: str) -> FileLook:
    return look_at(shown, "csv", header.split(","), [row.split(",") for row in rows], ",")


def only(proposal: FileProposal):
    (guess,) = proposal.guesses
    return guess


def test_events_by_names_and_values() -> None:
    guess = only(
        propose_file(
            look(
                "log.csv",
                "user_id,company_id,action,ts,path",
                *(f"u{i % 7},c{i % 6},a{i % 3},2024-01-0{i % 9 + 1},/x" for i in range(60)),
            )
        )
    )
    assert guess.source.table == "events"
    assert guess.source.columns == {"person_id": "user_id", "account_id": "company_id", "event": "action", "at": "ts"}
    assert "100% of its values are times" in guess.why["at"] and guess.left == ("path",)


def test_a_column_of_times_under_any_name() -> None:
    guess = only(
        propose_file(look("events.csv", "user_id,event,moment", "a,x,2024-01-01", "b,y,2024-01-02", "a,x,2024-01-03"))
    )
    assert guess.source.columns["at"] == "moment" and "only column of times" in guess.why["at"]


def test_a_name_alone_is_not_enough() -> None:
    assert propose_file(look("events.csv", "user_id,event,timestamp", "a,x,soon", "b,y,later")).guesses == ()


def test_people_without_ids_are_told_apart_by_mail() -> None:
    guess = only(
        propose_file(look("contacts.csv", "First Name,Last Name,Email,Job Title", "A,B,a@x.com,CEO", "C,D,c@x.com,CTO"))
    )
    assert guess.source.columns["person_id"] == "Email" and guess.source.columns["name"] == "First Name + Last Name"


def test_deals_whose_status_is_won_or_lost() -> None:
    guess = only(propose_file(look("deals.csv", "Product,Status", *(f"p,{w}" for w in ("Won", "Lost", "Won")))))
    assert guess.source.columns == {"stage": "Status", "is_won": "Status", "opportunity_id": "#row"}
    assert guess.source.constants == {"is_closed": "true"}


def test_few_values_are_a_category_and_no_account() -> None:
    rows = [f"d{i},{('new', 'current', 'past')[i % 3]},open" for i in range(150)]
    assert "account_id" not in only(propose_file(look("deals.csv", "deal_id,client,stage", *rows))).source.columns


def test_metrics_and_outcomes() -> None:
    metrics = look(
        "kpi.csv", "account_id,department,metric,month,value", "a,Sales,win rate,2024-01,0.4", "b,IT,mttr,2024-02,3"
    )
    outcomes = look("renewals.csv", "account_id,outcome,date", "a,renewed,2024-01-01", "b,churned,2024-02-01")
    assert only(propose_file(metrics)).source.table == "metrics"
    assert only(propose_file(outcomes)).source.table == "outcomes"


def test_a_wide_survey() -> None:
    guess = only(propose_file(look("feedback.csv", "Respondent,What hurts?,What helps?", "1,a,b", "2,c,d")))
    assert guess.source.table == "answers" and guess.source.columns["*"] == "What hurts?, What helps?"


def test_what_is_not_known_says_what_was_seen() -> None:
    proposal = propose_file(look("x.csv", "code,label", "1,a", "2,b", "2,c"))
    assert proposal.guesses == () and proposal.doubt == (
        "2 columns; 3 rows looked at; one row per label; no column of times; 1 columns of numbers"
    )
    assert propose_file(FileLook("y.csv", "csv", (), 0)).doubt == "the file is empty"
    assert propose_file(FileLook("z.csv", "csv", (), 0, problem="it is torn")).doubt == "it is torn"


def test_people_named_on_deals_become_roles() -> None:
    people = propose_file(look("users.csv", "user_id,email", *(f"u{i},u{i}@x.com" for i in range(9))))
    deals = propose_file(
        look("deals.csv", "deal_id,stage,sponsors,colour", "d1,open,u1;u2,red", "d2,won,u3,blue", "d3,lost,,u")
    )
    _, with_roles = propose_roles([people, deals])
    (roles,) = [g.source for g in with_roles.guesses if g.source.table == "contact_roles"]
    assert roles.columns == {"opportunity_id": "deal_id", "person_id": "sponsors"}
    assert roles.constants == {"role": "sponsor"} and roles.split == {"sponsors": ";"}
