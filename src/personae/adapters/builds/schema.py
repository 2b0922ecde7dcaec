"""`personas.sqlite`: what pages and faces read. One statement a table, made anew in every build."""

from typing import Final

TABLES: Final = (
    """CREATE TABLE personas (
        position INTEGER PRIMARY KEY, persona_id TEXT NOT NULL UNIQUE, layer TEXT NOT NULL, kind TEXT NOT NULL,
        name TEXT NOT NULL, n_people INTEGER NOT NULL, n_accounts INTEGER NOT NULL, body TEXT NOT NULL)""",
    """CREATE TABLE statements (
        position INTEGER PRIMARY KEY, statement_id TEXT NOT NULL, persona_id TEXT NOT NULL, facet TEXT NOT NULL,
        text TEXT NOT NULL, origin TEXT NOT NULL, standing TEXT, body TEXT NOT NULL)""",
    "CREATE INDEX statements_by_persona ON statements (persona_id, position)",
    """CREATE TABLE memberships (
        layer TEXT NOT NULL, unit_id TEXT NOT NULL, person_id TEXT, account_id TEXT, department TEXT,
        persona_id TEXT, p REAL)""",
    "CREATE TABLE links (position INTEGER PRIMARY KEY, link_id TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE paths (position INTEGER PRIMARY KEY, path_id TEXT NOT NULL, body TEXT NOT NULL)",
    """CREATE TABLE findings (
        position INTEGER PRIMARY KEY, finding_id TEXT NOT NULL, check_name TEXT NOT NULL, severity TEXT NOT NULL,
        scope TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL)""",
    "CREATE INDEX findings_by_subject ON findings (scope, subject)",
    "CREATE TABLE gaps (position INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE models (layer TEXT PRIMARY KEY, body TEXT NOT NULL)",
)

INDEXES: Final = (
    "CREATE INDEX memberships_by_person ON memberships (person_id)",
    "CREATE INDEX memberships_by_account ON memberships (account_id, layer)",
    "CREATE INDEX memberships_by_persona ON memberships (persona_id, layer)",
)

BAKED_INDEXES: Final = (
    "CREATE INDEX account_rows_by_archetype ON t_account_rows (archetype_id)",
    "CREATE INDEX account_rows_by_arr ON t_account_rows (arr DESC)",
    "CREATE INDEX account_rows_by_findings ON t_account_rows (n_findings DESC)",
    "CREATE INDEX deal_rows_by_state ON t_deal_rows (state)",
    "CREATE INDEX deal_rows_by_missing ON t_deal_rows (n_missing DESC)",
    "CREATE INDEX deal_rows_by_amount ON t_deal_rows (amount DESC)",
    "CREATE INDEX quotes_by_about ON t_quotes (about)",
    "CREATE INDEX quotes_by_facet ON t_quotes (facet)",
    "CREATE INDEX quotes_by_user_persona ON t_quotes (user_persona)",
    "CREATE INDEX quotes_by_buyer_persona ON t_quotes (buyer_persona)",
    "CREATE INDEX document_rows_by_key ON t_document_rows (document_key)",
)
"""What the lists sort and filter by (tables of app/page_tables.py); ids are indexed in every baked table."""

SEARCHES: Final = (
    """CREATE VIRTUAL TABLE quote_search USING fts5 (
        masked, content = 't_quotes', content_rowid = 'rowid', tokenize = 'porter unicode61 remove_diacritics 2')""",
    "INSERT INTO quote_search (quote_search) VALUES ('rebuild')",
    """CREATE VIRTUAL TABLE thing_search USING fts5 (
        name, text, content = 't_things', content_rowid = 'rowid', prefix = '2 3',
        tokenize = 'porter unicode61 remove_diacritics 2')""",
    "INSERT INTO thing_search (thing_search) VALUES ('rebuild')",
)
"""Full text of what may be shown: quotes only masked; names of personas, accounts, deals, findings, statements."""
