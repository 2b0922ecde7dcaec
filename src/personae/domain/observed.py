"""Schemas of what is derived from the canonical tables: who is who, and what they do and say.

All of them always exist in a build (empty where the inputs are missing).
"""

from personae.domain.tables import Table, date, flag, number, text, time, whole

PERSONS = Table("persons", "people after resolution: one row per real person", (
    text("person_id", required=True), text("account_id"), text("name"), text("title"),
    text("department", "from the fixed list, or unknown", required=True),
    number("p_department"), text("department_source", "given, title or unknown"),
    text("seniority", "from the fixed list, or unknown", required=True), number("p_seniority"),
    text("seniority_source", "given, title or unknown"), text("title_words", "words of the title that decided"),
    text("manager_id"), flag("is_user", required=True), flag("is_contact", required=True),
), key=("person_id",))

ALIASES = Table("aliases", "every id seen -> the person it stands for", (
    text("source_id", required=True), text("person_id", required=True), text("account_id"),
    text("rule", "same id, email, or account and name"), number("p"),
), key=("source_id",))

ROLES = Table("roles", "roles on deals: recorded, or inferred where the CRM is blank", (
    text("opportunity_id", required=True), text("person_id", required=True), text("account_id"),
    text("role", required=True), text("origin", "recorded, confirmed or inferred", required=True), number("p"),
    text("reason"),
), key=("opportunity_id", "person_id", "role"))

PERSON_EVENTS = Table("person_events", "how often each person did each thing", (
    text("person_id", required=True), text("account_id"), text("event", required=True), whole("n", required=True),
), key=("person_id", "event"))

PERSON_ACTIVITY = Table("person_activity", "pace and span of each user", (
    text("person_id", required=True), text("account_id"), whole("n_events"), whole("active_days"),
    whole("n_sessions"), number("mean_session_minutes"), time("first_at"), time("last_at"),
    whole("tenure_days"), whole("breadth", "number of different events"),
), key=("person_id",))

PERSON_MONTHS = Table("person_months", "activity by person and month", (
    text("person_id", required=True), text("account_id"), date("month", required=True), whole("n_events"),
    whole("active_days"),
), key=("person_id", "month"))

TRANSITIONS = Table("transitions", "what follows what within a session", (
    text("person_id", required=True), text("event_from", required=True), text("event_to", required=True),
    whole("n", required=True),
), key=("person_id", "event_from", "event_to"))

COMMITTEES = Table("committees", "the people of each deal", (
    text("opportunity_id", required=True), text("account_id"), whole("n_people"), whole("n_departments"),
    whole("n_touches"), time("first_touch"), time("last_touch"), number("days_open"),
    number("touches_per_week"), number("inbound_share"), flag("is_won"), flag("is_closed"), number("amount"),
), key=("opportunity_id",))

CONTACTS = Table("contacts", "each person across their deals: the buyer layer's unit", (
    text("person_id", required=True), text("account_id"), whole("n_opportunities"), whole("n_won"),
    whole("n_lost"), whole("n_touches"), number("inbound_share"), number("meeting_share"),
    number("first_touch_share", "where in the deal they appear, 0 = at its start"),
    number("touch_share", "mean share of the deal's touches"),
), key=("person_id",))

DEPARTMENT_UNITS = Table("department_units", "functions inside accounts: the department layer's unit", (
    text("account_id", required=True), text("department", required=True), whole("n_people"),
    whole("n_users"), whole("n_contacts"), text("leader_id", "most senior person, if one stands out"),
    whole("n_events"), whole("active_days"),
), key=("account_id", "department"))

QUOTES = Table("quotes", "sentences of documents: exact slices", (
    text("quote_id", required=True), text("document_id", required=True), text("person_id"),
    text("account_id"), text("speaker"), whole("start"), whole("end"), text("text", required=True),
    text("masked", "what may be shown", required=True), text("facet", required=True), number("p"),
    text("concern"), text("words", "words that decided the facet"), text("kind", "kind of document"),
    number("start_s", "second of the recording at which it begins, where the document has times"),
    number("end_s", "second at which it ends"),
    text("not_of", "personas that people said it does not speak for, separated with ;"),
), key=("quote_id",))

THEMES = Table("themes", "which quotes are about the same thing: one row a quote, nearest the theme's middle first", (
    text("theme_id", "stays while most of the theme's quotes stay", required=True), text("facet", required=True),
    text("label", "what it is about, in their own words", required=True), text("quote_id", required=True),
    whole("rank", "0 = nearest the middle"),
), key=("quote_id",))

KNOWN_ROLES = ("recorded", "confirmed")
"""Origins of roles that somebody said: the CRM, or people here. The others are inferred."""

OBSERVED = (
    PERSONS, ALIASES, ROLES, PERSON_EVENTS, PERSON_ACTIVITY, PERSON_MONTHS, TRANSITIONS, COMMITTEES, CONTACTS,
    DEPARTMENT_UNITS, QUOTES, THEMES,
)
