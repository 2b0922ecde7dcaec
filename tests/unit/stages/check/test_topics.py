"""Requirements named in several languages and by system; what is denied or only works badly asks for nothing."""

import pandas as pd
import pytest

from personae.domain.tables import FEATURES, OPPORTUNITIES
from personae.stages.check.demand import demands
from personae.stages.check.topics import known_topics, topics_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Without SAML single sign-on I would have said no.", {"single sign-on"}),
        ("Wir brauchen eine Anbindung an SAP und einen AVV.", {"integration with SAP", "data protection agreement"}),
        ("Il nous faut un journal d'audit et des droits d'accès.", {"audit log", "roles and permissions"}),
        ("Necesitamos integración con Salesforce.", {"integration with Salesforce"}),
        ("It integrates with Jira and Slack.", {"integration with Jira", "integration with Slack"}),
        ("The integration with existing systems matters.", {"integration with existing systems"}),
        ("Our data must stay in the EU.", {"data residency"}),
        ("The pricing was unclear; we want a fixed price.", {"price model"}),
        ("We export the audit log into our SIEM.", {"audit log export"}),
        ("I sign on the dotted line and slack off.", set()),
    ],
)
def test_what_is_asked_for(text: str, names: set[str]) -> None:
    assert {topic.name for topic in topics_in(text, known_topics())} == names


def test_who_asks_and_who_does_not() -> None:
    said = [
        ("p1", "requirement", "We need single sign-on."),
        ("p2", "requirement", "We do not need single sign-on."),
        ("p3", "pain", "There is no single sign-on."),
        ("p4", "pain", "The single sign-on screen is ugly."),
        ("p5", "feeling", "I like the single sign-on."),
    ]
    quotes = pd.DataFrame(said, columns=["person_id", "facet", "text"]).assign(
        document_id="d", account_id="a", start=0, end=1, masked="x"
    )
    frames = {
        "quotes": quotes,
        "features": pd.DataFrame(columns=list(FEATURES.names)),
        "opportunities": pd.DataFrame(columns=list(OPPORTUNITIES.names)),
    }
    (demand,) = demands(frames, ())
    assert demand.people == {"p1", "p3"}
