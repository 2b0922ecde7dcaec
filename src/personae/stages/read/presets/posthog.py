"""PostHog: exported events (Parquet or JSON lines) with their people and groups.

Source: https://posthog.com/docs/cdp/batch-exports (columns of the events model) and
https://posthog.com/docs/product-analytics/group-analytics ($groups, $group_0 ..., $groupidentify).
"""

from personae.stages.read.judge import Selection
from personae.stages.read.mapping import Header
from personae.stages.read.presets.kind import Export, Leftover, Preset, domain_of, given, selection

_BOOKKEEPING = "('$identify', '$create_alias', '$merge_dangerously', '$set', '$unset', '$groupidentify')"


def _json(cell: str, *paths: str) -> str:
    """The first value found in JSON text at one of `paths` (steps are quoted: PostHog's start with $)."""
    found = ", ".join(f"json_extract_string({cell}, '{path}')" for path in paths)
    return f"CASE WHEN json_valid({cell}) THEN coalesce({found}) END"


def _person(header: Header) -> str | None:
    return header.first_given("person_id", "person.id", "distinct_id", "distinctId")


def _account(header: Header) -> str | None:
    direct = header.first_given("$group_0", "group_0", "properties.$group_0")
    properties = header.cell("properties")
    if properties is None:
        return direct
    groups = '$."$groups"'
    named = _json(properties, '$."$group_0"', f"{groups}.company", f"{groups}.organization", f"{groups}.account")
    first = f"CASE WHEN json_valid({properties}) THEN json_extract_string({properties}, '{groups}.*')[1] END"
    nested = f"coalesce({named}, {first}, {_json(properties, '$.account_id', '$.organization_id')})"
    return nested if direct is None else f"coalesce(nullif({direct}, ''), {nested})"


def _people(header: Header) -> tuple[Selection, ...]:
    """Properties of people: the export's own column, else what an event sets."""
    properties, own = header.cell("properties"), header.cell("person_properties", "person.properties")
    inside = f"json_extract({properties}, '$.\"$set\"')"
    sets = f"CASE WHEN json_valid({properties}) THEN {inside} END" if properties else None
    holders = [f"nullif({own}, '')" if own else None, sets]
    found = [holder for holder in holders if holder]
    if not found:
        return ()
    known = f"coalesce({', '.join(f'CAST({holder} AS VARCHAR)' for holder in found)})"
    return (selection("people", {
        "person_id": _person(header), "account_id": _account(header), "email": _json(known, "$.email"),
        "name": _json(known, "$.name", "$.full_name"),
        "title": _json(known, "$.title", "$.job_title", "$.jobTitle", "$.role"),
        "department": _json(known, "$.department"),
    }, where=f"{known} IS NOT NULL AND {known} NOT IN ('{{}}', 'null')", merge=True),)


def _groups(header: Header) -> tuple[Selection, ...]:
    properties, event = header.cell("properties"), header.cell("event")
    if properties is None:
        return ()
    sets = f"json_extract({properties}, '$.\"$group_set\"')"
    known = f"CASE WHEN json_valid({properties}) THEN CAST({sets} AS VARCHAR) END"
    return (selection("accounts", {
        "account_id": _json(properties, '$."$group_key"'), "name": _json(known, "$.name"),
        "domain": domain_of(_json(known, "$.domain", "$.website")), "industry": _json(known, "$.industry"),
        "employees": _json(known, "$.employees"), "segment": _json(known, "$.plan", "$.segment"),
        "arr": _json(known, "$.arr"),
    }, where=f"{event} = '$groupidentify'", merge=True),)


def _events(header: Header) -> tuple[Selection | Leftover, ...]:
    event = header.cell("event")
    events = selection("events", {
        "person_id": _person(header), "account_id": _account(header), "event": event,
        "at": header.first_given("timestamp", "created_at"), "properties": header.cell("properties"),
    }, where=f"{event} IS NULL OR {event} NOT IN {_BOOKKEEPING}", identity=header.cell("uuid"))
    return (events, *_people(header), *_groups(header))


def _persons(header: Header) -> tuple[Selection, ...]:
    properties = header.cell("properties") or "NULL"
    return (selection("people", {
        "person_id": _person(header), "email": _json(properties, "$.email"), "name": _json(properties, "$.name"),
        "title": _json(properties, "$.title", "$.job_title", "$.role"),
        "department": _json(properties, "$.department"),
    }, where=given(_person(header) or "NULL"), merge=True),)


PRESET = Preset("posthog", "PostHog", (
    Export("events", lambda h: all(h.find(n) for n in ("event", "distinct_id", "timestamp")), _events),
    Export("persons", lambda h: h.find("event") is None and all(h.find(n) for n in ("distinct_id", "properties")),
           _persons),
), paths=("uuid", "event", "distinct_id", "timestamp", "properties", "person_id", "person_properties"))
