"""Salesforce: objects as exported by Data Loader or the weekly export (API names), or report columns (labels).

Source: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/ (Account, Contact,
Opportunity, OpportunityContactRole, Task, Event).
"""

from personae.stages.read.judge import Selection
from personae.stages.read.mapping import Header
from personae.stages.read.presets.kind import Export, Preset, domain_of, full_name, given, selection


def _accounts(header: Header) -> tuple[Selection, ...]:
    return (selection("accounts", {
        "account_id": header.cell("Id", "Account ID"), "name": header.cell("Name", "Account Name"),
        "domain": domain_of(header.cell("Website")), "industry": header.cell("Industry"),
        "employees": header.cell("NumberOfEmployees", "Employees"),
        "segment": header.cell("Segment__c", "Segment", "Type"),
        "arr": header.cell("ARR__c", "ARR", "Annual_Recurring_Revenue__c"),
    }),)


def _contacts(header: Header) -> tuple[Selection, ...]:
    return (selection("people", {
        "person_id": header.cell("Id", "Contact ID"), "account_id": header.cell("AccountId", "Account ID"),
        "email": header.cell("Email"), "name": full_name(header, "FirstName", "LastName", "Name", "Full Name"),
        "title": header.cell("Title"), "department": header.cell("Department"),
        "manager_id": header.cell("ReportsToId"),
    }),)


def _opportunities(header: Header) -> tuple[Selection, ...]:
    stage = header.cell("StageName", "Stage") or "NULL"
    lower = f"lower(trim({stage}))"
    won = header.cell("IsWon", "Won") or (
        f"CASE WHEN {lower} IN ('closed won', 'closedwon', 'won') THEN 'true' "
        f"WHEN {lower} IN ('closed lost', 'closedlost', 'lost') THEN 'false' END")
    closed = header.cell("IsClosed", "Closed") or (
        f"CASE WHEN {lower} LIKE 'closed%' OR {lower} IN ('won', 'lost') THEN 'true' "
        f"WHEN {given(stage)} THEN 'false' END")
    close = header.cell("CloseDate", "Close Date")
    return (selection("opportunities", {
        "opportunity_id": header.cell("Id", "Opportunity ID"), "account_id": header.cell("AccountId", "Account ID"),
        "name": header.cell("Name", "Opportunity Name"), "amount": header.cell("Amount"), "stage": stage,
        "created_at": header.cell("CreatedDate", "Created Date"),
        # CloseDate is a forecast while a deal is open, and only then a fact.
        "closed_at": close and f"CASE WHEN lower(trim({closed})) IN ('true', '1', 'yes') THEN {close} END",
        "is_won": f"CASE WHEN lower(trim({closed})) IN ('true', '1', 'yes') THEN {won} END",
        "is_closed": closed,
        "lost_reason": header.cell("Loss_Reason__c", "Lost_Reason__c", "Loss Reason", "Closed_Lost_Reason__c"),
        "source": header.cell("LeadSource", "Lead Source"),
    }),)


def _contact_roles(header: Header) -> tuple[Selection, ...]:
    return (selection("contact_roles", {
        "opportunity_id": header.cell("OpportunityId", "Opportunity ID"),
        "person_id": header.cell("ContactId", "Contact ID"), "role": header.cell("Role", "Contact Role"),
        "is_primary": header.cell("IsPrimary", "Primary"),
    }),)


def _activities(header: Header) -> tuple[Selection, ...]:
    kind = header.first_given("TaskSubtype", "EventSubtype", "Type")
    default = "'meeting'" if header.find("ActivityDateTime", "StartDateTime") else "'task'"
    direction = header.cell("CallType")
    if direction:
        default = f"CASE WHEN {given(direction)} THEN 'call' ELSE {default} END"
    return (selection("activities", {
        "opportunity_id": _opportunity(header), "person_id": header.cell("WhoId", "Contact ID"),
        "kind": f"coalesce(nullif(lower(trim({kind})), ''), {default})" if kind else default,
        "at": header.first_given("ActivityDateTime", "StartDateTime", "ActivityDate", "Date", "CreatedDate"),
        "direction": direction and (f"CASE lower(trim({direction})) WHEN 'inbound' THEN 'in' "
                                    f"WHEN 'outbound' THEN 'out' END"),
        "subject": header.cell("Subject"),
    }, identity=header.cell("Id", "Activity ID")),)


def _opportunity(header: Header) -> str | None:
    """WhatId names any object; those of opportunities start with 006 (Salesforce key prefixes)."""
    what = header.cell("WhatId")
    if what is None:
        return header.cell("Opportunity ID", "OpportunityId")
    return f"CASE WHEN {what} NOT SIMILAR TO '00[01][0-9A-Za-z]{{12,15}}' THEN {what} END"


def _has(header: Header, *names: str) -> bool:
    return header.find(*names) is not None


def _is_account(h: Header) -> bool:
    named = _has(h, "Id", "Account ID") and _has(h, "Name", "Account Name") and not _has(h, "StageName", "Stage")
    return named and _has(h, "NumberOfEmployees", "BillingCity", "BillingCountry", "AnnualRevenue", "Website",
                          "Industry", "ParentId")


PRESET = Preset("salesforce", "Salesforce", (
    Export("OpportunityContactRole", lambda h: _has(h, "OpportunityId", "Opportunity ID") and _has(
        h, "ContactId", "Contact ID") and _has(h, "Role", "IsPrimary", "Contact Role", "Primary"), _contact_roles),
    Export("Task or Event", lambda h: _has(h, "WhoId", "WhatId") and _has(
        h, "ActivityDate", "ActivityDateTime", "StartDateTime", "Subject"), _activities),
    Export("Opportunity", lambda h: _has(h, "Id", "Opportunity ID") and _has(h, "StageName", "Stage") and _has(
        h, "CloseDate", "Close Date"), _opportunities),
    Export("Contact", lambda h: _has(h, "Id", "Contact ID") and _has(h, "LastName", "FirstName") and _has(
        h, "AccountId", "Account ID", "ReportsToId"), _contacts),
    Export("Account", _is_account, _accounts),
))
