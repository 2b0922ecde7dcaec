"""Segment: track, identify, group, page and screen calls as JSON lines, or as tables of a warehouse (CSV).

Source: https://segment.com/docs/connections/spec/ (common fields, track, identify, group, page, screen) and
https://segment.com/docs/connections/storage/warehouses/schema/ (snake_case columns, one table per event).
"""

from personae.domain.query import literal
from personae.stages.read.judge import Selection
from personae.stages.read.mapping import Header
from personae.stages.read.presets.kind import Export, Leftover, Preset, domain_of, given, selection

_ACCOUNT = ("context.groupId", "context_group_id", "groupId", "group_id", "properties.groupId", "properties.accountId",
            "account_id")
_TIME = ("timestamp", "originalTimestamp", "original_timestamp", "sentAt", "sent_at", "receivedAt", "received_at")
_CALLS = ("track", "page", "screen", "identify", "group")
_TRAITS = ("email", "name", "firstName", "lastName", "title", "company.id", "company.name", "company", "department",
           "role", "jobTitle", "position", "industry", "employees", "plan", "website", "domain")


def _person(header: Header) -> str | None:
    return header.first_given("userId", "user_id", "anonymousId", "anonymous_id")


def _trait(header: Header, *names: str) -> str | None:
    """A trait: nested in JSON (traits, or context.traits), prefixed or bare in a warehouse's table."""
    return header.first_given(
        *(f"{prefix}{name}" for name in names for prefix in ("traits.", "context.traits.", "traits_")), *names
    )


def _events(header: Header, where: str | None) -> Selection:
    event = header.first_given("event_text", "event") or "NULL"
    kind = header.cell("type")
    page = header.first_given("name", "properties.name", "properties.path", "context.page.path", "path")
    if kind and page:
        event = (f"CASE WHEN lower({kind}) IN ('page', 'screen') THEN 'Viewed ' || coalesce({page}, 'a page') "
                 f"ELSE {event} END")
    elif kind:
        event = f"CASE WHEN lower({kind}) IN ('page', 'screen') THEN 'Viewed a page' ELSE {event} END"
    return selection("events", {
        "person_id": _person(header), "account_id": header.first_given(*_ACCOUNT), "event": event,
        "at": header.first_given(*_TIME), "properties": header.cell("properties"),
    }, where=where, identity=header.first_given("messageId", "message_id", "id"))


def _people(header: Header, where: str | None, *, accounts: tuple[str, ...]) -> Selection:
    return selection("people", {
        "person_id": _person(header), "account_id": header.first_given(*accounts),
        "email": _trait(header, "email"), "name": _name(header),
        "title": _trait(header, "jobTitle", "job_title", "title", "position"),
        "department": _trait(header, "department"),
    }, where=where, merge=True)


def _name(header: Header) -> str | None:
    whole = _trait(header, "name")
    first, last = _trait(header, "firstName", "first_name"), _trait(header, "lastName", "last_name")
    parts = [f"nullif({cell}, '')" for cell in (first, last) if cell]
    joined = f"nullif(concat_ws(' ', {', '.join(parts)}), '')" if parts else None
    if whole and joined:
        return f"coalesce(nullif({whole}, ''), {joined})"
    return whole or joined


def _group(header: Header, where: str | None) -> tuple[Selection, ...]:
    group = header.first_given("groupId", "group_id", "context.groupId", "context_group_id")
    account = selection("accounts", {
        "account_id": group, "name": _trait(header, "name"), "domain": domain_of(_trait(header, "domain", "website")),
        "industry": _trait(header, "industry"), "employees": _trait(header, "employees"),
        "segment": _trait(header, "plan"), "arr": _trait(header, "arr"),
    }, where=where, merge=True)
    person = _person(header)
    if person is None or group is None:
        return (account,)
    belongs = f"{f'{where} AND ' if where else ''}{given(person)}"
    return (account, selection("people", {"person_id": person, "account_id": group}, where=belongs, merge=True))


def _calls(header: Header) -> tuple[Selection | Leftover, ...]:
    """A file of calls, told apart by `type`. A group call also says whose account it is: one people selection."""
    kind = f"lower({header.cell('type')})"
    accounts = tuple(n for n in ("groupId", "group_id", "context.groupId", "traits.company.id", "traits.companyId"))
    people = f"{kind} = 'identify' OR ({kind} = 'group' AND {given(_person(header) or 'NULL')})"
    both = _people(header, f"({people})", accounts=accounts)
    only = {name: cell if name in ("person_id", "account_id") else f"CASE WHEN {kind} = 'identify' THEN {cell} END"
            for name, cell in both.cells.items()}
    rest = f"{kind} IS NULL OR {kind} NOT IN ({', '.join(map(literal, _CALLS))})"
    return (
        _events(header, f"{kind} IN ('track', 'page', 'screen')"),
        selection("people", dict(only), where=both.where, merge=True),
        *_group(header, f"{kind} = 'group'")[:1],
        Leftover(rest, "type", header.cell("type") or "NULL", "the call is not track, identify, group, page or screen"),
    )


def _has(header: Header, *names: str) -> bool:
    return header.find(*names) is not None


def _is_calls(header: Header) -> bool:
    return _has(header, "type") and _has(header, "userId", "anonymousId", "user_id") and (
        _has(header, "messageId", "message_id", "originalTimestamp", "sentAt", "receivedAt", "timestamp"))


def _is_track(header: Header) -> bool:
    return _has(header, "event", "event_text") and _has(header, "userId", "user_id", "anonymousId") and _has(
        header, *_TIME) and _has(header, "messageId", "message_id", "received_at", "receivedAt", "sent_at",
                                 "originalTimestamp", "original_timestamp", "context_library_name", "event_text")


def _is_group(header: Header) -> bool:
    return _has(header, "groupId", "group_id") and not _has(header, "event") and _has(
        header, "userId", "user_id", "received_at", "messageId", "traits", "traits_name", "traits.name")


def _is_identify(header: Header) -> bool:
    bare = _has(header, "received_at", "receivedAt", "messageId", "context_library_name") and _has(header, "email")
    return _has(header, "userId", "user_id") and not _has(header, "event", "event_text") and (
        bare or any(name.lower().startswith("traits") for name in header.columns))


def _identify(header: Header) -> tuple[Selection, ...]:
    return (_people(header, None, accounts=(*_ACCOUNT, "traits.company.id", "traits.companyId", "company_id",
                                            "traits_company_id")),)


PRESET = Preset("segment", "Segment", (
    Export("calls", _is_calls, _calls),
    Export("track", _is_track, lambda header: (_events(header, None),)),
    Export("group", _is_group, lambda header: _group(header, None)),
    Export("identify", _is_identify, _identify),
), paths=(
    "type", "userId", "anonymousId", "event", "timestamp", "properties", "messageId", "groupId", "context.groupId",
    "name", *(f"{prefix}.{name}" for prefix in ("traits", "context.traits") for name in _TRAITS),
))

