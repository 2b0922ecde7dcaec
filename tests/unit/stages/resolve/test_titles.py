"""Titles -> department and rank, in several languages, abbreviated and messy."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.domain.errors import SettingsError
from personae.domain.words import Archetype, Department, Role, Seniority
from personae.stages.resolve import classify_titles
from personae.stages.resolve.archetypes import ROLE_CEILING

BY_HAND = Path(__file__).resolve().parents[4] / "bench"


def read(title: object, **options: dict[str, str]) -> pd.Series:
    return classify_titles([title], **options).iloc[0]


@pytest.mark.parametrize(("title", "department", "seniority"), [
    ("VP Ops", "Operations", "vp"),
    ("Sr. SWE", "Engineering", "senior"),
    ("Dir. IT", "IT", "director"),
    ("EA to CEO", "Administration", "assistant"),
    ("Resp. marketing", "Marketing", "manager"),
    ("Leiter Vertrieb (m/w/d)", "Sales", "lead"),
    ("Chef de projet", "Project Management", "manager"),
    ("Geschäftsführer", "General Management", "c_level"),
    ("Geschaeftsfuehrerin", "General Management", "c_level"),
    ("Consultor sênior", "Consulting", "senior"),
    ("Responsabile Acquisti", "Purchasing", "manager"),
    ("Kierownik działu zakupów", "Purchasing", "manager"),
    ("Försäljningschef", "Sales", "manager"),
    ("🌟 Customer Happiness Hero 🌟", "Customer Success and Support", "professional"),
    ("Obchodní ředitel", "Sales", "director"),
    ("Satın Alma Müdürü", "Purchasing", "manager"),
    ("Ügyvezető igazgató", "General Management", "c_level"),
    ("Specialist resurse umane", "Human Resources", "professional"),
    ("Главный бухгалтер", "Finance", "senior"),
    ("Vlasnik", "General Management", "owner"),
    ("Ostopäällikkö", "Purchasing", "manager"),
])
def test_reads_languages_abbreviations_and_mess(title: str, department: str, seniority: str) -> None:
    row = read(title)
    assert (row["department"], row["seniority"]) == (department, seniority)


def test_the_words_that_look_alike_stay_apart() -> None:
    titles = ["Sales Assistant", "Sales Coordinator", "Sales Manager", "Sales Team Lead", "VP Sales", "Sales Director"]
    assert classify_titles(titles)["seniority"].tolist() == [
        "assistant", "professional", "manager", "lead", "vp", "director",
    ]


def test_director_does_not_contain_cto_and_product_owner_owns_nothing() -> None:
    assert read("Director")["department"] == Department.UNKNOWN
    assert read("Product Owner")["seniority"] == Seniority.PROFESSIONAL
    assert read("Social Media Manager")["seniority"] == Seniority.MANAGER


@pytest.mark.parametrize(("title", "rank"), [
    ("Assistant Manager", "manager"), ("Assistant to the CEO", "assistant"), ("Vice President Assistant", "assistant"),
    ("Account Executive", "professional"), ("Lead Generation Manager", "manager"), ("Managing Consultant", "manager"),
    ("Associate Director", "director"), ("Senior Vice President", "vp"), ("Junior Manager", "junior"),
    ("Deputy Head of Legal", "lead"), ("HR Business Partner", "professional"), ("Partner", "owner"),
    ("Advisor to the Board", "professional"), ("Director of Photography", "professional"), ("Prokurist", "director"),
    ("Self-employed translator", "professional"), ("Stage Manager", "manager"), ("Student Advisor", "professional"),
    ("Inh.", "owner"), ("Stv. Geschäftsführer", "c_level"),
])
def test_ranks_that_mislead(title: str, rank: str) -> None:
    assert read(title)["seniority"] == rank


@pytest.mark.parametrize(("title", "department"), [
    ("Insurance Marketing Manager", "Marketing"), ("Sales Controller", "Finance"), ("IT Sales Manager", "Sales"),
    ("Logistics Sales Manager", "Sales"), ("Sales & Marketing Manager", "Sales"), ("HR IT Specialist", "IT"),
    ("Marketing Operations Manager", "Marketing"), ("Technical Support Engineer", "Customer Success and Support"),
    ("Data Protection Officer", "Legal and Compliance"), ("Security Engineer", "Security"),
    ("Supply Chain Project Manager", "Project Management"), ("Vertriebscontroller", "Finance"),
    ("Responsable logistique et commerciale", "Logistics"), ("SEO Consultant", "Marketing"),
])
def test_which_of_several_departments_wins(title: str, department: str) -> None:
    assert read(title)["department"] == department


def test_owners_lead_a_business_whatever_its_trade_and_ranks_leave_the_word_to_a_function() -> None:
    assert read("Owner, Bluebird Catering")["department"] == Department.GENERAL_MANAGEMENT
    assert read("Inhaber Ingenieurbüro")["department"] == Department.GENERAL_MANAGEMENT
    assert read("Founder, CTO")["department"] == Department.IT
    assert read("Managing Director, Investment Banking")["department"] == Department.FINANCE
    assert read("Mitglied der Geschäftsleitung, Leiter Vertrieb")["department"] == Department.SALES


def test_a_slogan_before_the_title_does_not_decide() -> None:
    row = read("Helping people to market themselves | Accountant")
    assert (row["department"], row["seniority"]) == (Department.FINANCE, Seniority.PROFESSIONAL)


def test_an_employer_named_in_the_title_does_not_decide() -> None:
    assert read("Accountant at Marketing Heroes GmbH")["department"] == Department.FINANCE
    assert read("Engineer at heart")["department"] == Department.ENGINEERING
    assert read("Buyer | Sales Force AG")["department"] == Department.PURCHASING


@pytest.mark.parametrize("nothing", [None, float("nan"), "", "   ", "-", "n/a", "asdfgh", "Team Leader", "👍"])
def test_what_tells_no_department_is_unknown(nothing: object) -> None:
    assert read(nothing)["department"] == Department.UNKNOWN
    assert read(nothing)["p_department"] == 0.0


def test_rows_come_back_in_order_with_repeats_and_gaps() -> None:
    titles = ["CEO", None, "Buyer", "CEO", np.nan]
    table = classify_titles(titles)
    assert table["title"].tolist() == ["CEO", None, "Buyer", "CEO", None]
    assert table.iloc[0].drop("title").equals(table.iloc[3].drop("title"))
    assert list(classify_titles([]).columns) == list(table.columns)


def test_a_workspace_overrides_the_lexicon() -> None:
    own = read("Guild Master Growth", departments={"growth": "Product"}, seniorities={"guild master": "lead"})
    assert (own["department"], own["seniority"], own["p_department"]) == ("Product", "lead", 1.0)
    assert "set by this workspace" in own["reason"]
    with pytest.raises(SettingsError, match="Allowed: Sales"):
        classify_titles(["x"], departments={"growth": "Growth"})
    with pytest.raises(SettingsError, match="owner"):
        classify_titles(["x"], seniorities={"guild master": "wizard"})


@pytest.mark.parametrize(("title", "archetype"), [
    ("CEO", Archetype.EXECUTIVE), ("CIO", Archetype.IT_DIRECTOR), ("System Administrator", Archetype.IT_DEPLOYER),
    ("Director of Engineering", Archetype.DEPARTMENT_HEAD), ("Head of Sales", Archetype.DEPARTMENT_HEAD),
    ("Team Lead Support", Archetype.MANAGER), ("Operations Manager", Archetype.MANAGER),
    ("Account Manager", Archetype.EMPLOYEE), ("Software Engineer", Archetype.EMPLOYEE),
    ("Einkäufer", Archetype.PROCUREMENT), ("", None),
])
def test_archetypes(title: str, archetype: Archetype | None) -> None:
    assert read(title)["archetype"] == archetype


def test_no_title_claims_a_role_on_deals_with_more_than_the_ceiling() -> None:
    table = classify_titles(["CEO", "CFO", "Head of Purchasing", "General Counsel", "CTO", "Intern", "???"])
    assert (table["p_role"] <= ROLE_CEILING).all()
    told = table["role"] != Role.UNKNOWN
    assert table.loc[told, "reason"].str.contains("weak guess from the title alone").all()


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_hand_labelled_titles_stay_read(number: int) -> None:
    table = pd.read_csv(BY_HAND / f"titles_by_hand_{number}.tsv", sep="\t", keep_default_na=False)
    said = classify_titles(table["title"])
    assert (said["department"] == table["department"]).mean() >= 0.94
    assert (said["seniority"] == table["seniority"]).mean() >= 0.95
    sure = said["p_department"] >= 0.6
    assert sure.mean() >= 0.7
    assert (said["department"] == table["department"])[sure].mean() >= 0.95


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=60) | st.none() | st.floats() | st.integers(), max_size=8))
def test_any_input_gives_words_of_the_lists_and_probabilities(titles: list[object]) -> None:
    table = classify_titles(titles)
    assert len(table) == len(titles)
    assert set(table["department"]) <= set(Department)
    assert set(table["seniority"]) <= set(Seniority)
    assert table[["p_department", "p_seniority", "p_role"]].apply(lambda c: c.between(0, 1).all()).all()


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["Sales Director", "Einkäufer", "Chef de produit"]),
    st.sampled_from(["  ", " (m/w/d)", " at Acme"]),
)
def test_what_says_nothing_changes_nothing(title: str, more: str) -> None:
    plain, longer = read(title), read(title.upper() if more == "  " else title + more)
    assert (plain["department"], plain["seniority"]) == (longer["department"], longer["seniority"])
