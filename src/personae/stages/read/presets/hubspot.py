"""HubSpot: contacts, companies, deals and associations, with labels or internal names, in any case.

Source: https://knowledge.hubspot.com/properties/hubspots-default-contact-properties (and company, deal properties);
hs_buying_role holds several values separated with `;`.
"""

from personae.stages.read.judge import Selection
from personae.stages.read.mapping import Header
from personae.stages.read.presets.kind import Export, Preset, domain_of, full_name, given, pieces, selection

_ID = ("Record ID", "hs_object_id", "Record ID - Contact", "vid", "Contact ID", "id")
_COMPANY = ("Primary Associated Company ID", "Associated Company IDs", "associatedcompanyid", "Associated Company ID",
            "Company ID", "hs_primary_company_id")
_CONTACTS = ("Associated Contact IDs", "Associated Contact ID", "associatedcontactids")
_DEALS = ("Associated Deal IDs", "Associated Deal ID", "associateddealids")
_ROLE = ("hs_buying_role", "Buying Role", "Buying Roles")


def _has(header: Header, *names: str) -> bool:
    return header.find(*names) is not None


def _first_id(cell: str | None) -> str | None:
    """An association column may hold several ids; the first is the primary one."""
    return cell and f"trim(regexp_extract({cell}, '^[^;,|]*'))"


def _contacts(header: Header) -> tuple[Selection, ...]:
    person = header.cell(*_ID)
    company = _first_id(header.first_given(*_COMPANY)) or header.cell("Company Name", "company")
    found = [selection("people", {
        "person_id": person, "account_id": company, "email": header.cell("Email", "hs_email", "Work email"),
        "name": full_name(header, "firstname", "lastname", "Full name", "Name"),
        "title": header.cell("jobtitle", "Job Title"), "department": header.cell("Department", "job_function",
                                                                               "Job function", "hs_role"),
        "seniority": header.cell("hs_seniority", "Employment Seniority", "Seniority"),
        "buying_role": header.cell(*_ROLE),
    })]
    deals, roles = header.cell(*_DEALS), header.cell(*_ROLE)
    if deals is not None:
        cells = {"opportunity_id": f"trim({deals})", "person_id": person, "role": roles}
        found.append(selection("contact_roles", cells, relation=pieces(deals)))
    return tuple(found)


def _companies(header: Header) -> tuple[Selection, ...]:
    return (selection("accounts", {
        "account_id": header.cell("Record ID", "hs_object_id", "Company ID", "companyId", "id"),
        "name": header.cell("Company name", "name"), "domain": domain_of(
            header.first_given("Company Domain Name", "domain", "Website URL", "website")),
        "industry": header.cell("Industry"), "employees": header.cell("Number of Employees", "numberofemployees"),
        "segment": header.cell("hs_ideal_customer_profile", "Segment", "Type", "Company Type"),
        "arr": header.cell("arr", "Annual Recurring Revenue", "hs_arr"),
    }),)


def _deals(header: Header) -> tuple[Selection, ...]:
    deal = header.cell("Record ID", "hs_object_id", "Deal ID", "dealId", "id")
    stage = header.cell("Deal Stage", "dealstage") or "NULL"
    plain = f"regexp_replace(lower({stage}), '[^a-z]', '', 'g')"
    won = f"CASE WHEN {plain} LIKE '%closedwon%' OR {plain} = 'won' THEN 'true' " \
          f"WHEN {plain} LIKE '%closedlost%' OR {plain} = 'lost' THEN 'false' END"
    won = _either(header.cell("hs_is_closed_won", "Is Closed Won"), won)
    closed = f"CASE WHEN {plain} LIKE '%closed%' OR {plain} IN ('won', 'lost') THEN 'true' " \
             f"WHEN {given(stage)} THEN 'false' END"
    closed = _either(header.cell("hs_is_closed", "Is Deal Closed?", "Is closed", "Is Closed (numeric)"), closed)
    is_closed = f"lower({closed}) IN ('true', '1', 'yes')"
    close = header.cell("Close Date", "closedate")
    found = [selection("opportunities", {
        "opportunity_id": deal, "account_id": _first_id(header.first_given(*_COMPANY)),
        "name": header.cell("Deal Name", "dealname"), "amount": header.cell("Amount", "hs_tcv"), "stage": stage,
        "created_at": header.cell("Create Date", "createdate", "hs_createdate"),
        # The close date is a forecast while a deal is open.
        "closed_at": close and f"CASE WHEN {is_closed} THEN {close} END",
        "is_won": f"CASE WHEN {is_closed} THEN {won} END", "is_closed": closed,
        "lost_reason": header.cell("closed_lost_reason", "Closed Lost Reason"),
        "source": header.cell("hs_analytics_source", "Original Source Type", "Original Traffic Source", "Deal source"),
    })]
    contacts = header.cell(*_CONTACTS)
    if contacts is not None:
        found.append(selection("contact_roles", {"opportunity_id": deal, "person_id": f"trim({contacts})"},
                               relation=pieces(contacts)))
    return tuple(found)


def _either(flag: str | None, derived: str) -> str:
    return derived if flag is None else f"coalesce(nullif({flag}, ''), {derived})"


def _associations(header: Header) -> tuple[Selection, ...]:
    contact = header.cell("Contact ID", "contactId", "contact_id")
    deal, company = header.cell("Deal ID", "dealId", "deal_id"), header.cell("Company ID", "companyId", "company_id")
    found = []
    if contact and deal:
        label = header.cell(*_ROLE, "Association Label", "Label", "labels", "Role")
        found.append(selection("contact_roles", {"opportunity_id": deal, "person_id": contact, "role": label},
                               where=given(deal) if company else None))
    if contact and company and not deal:
        found.append(selection("people", {"person_id": contact, "account_id": company}, merge=True))
    if deal and company and not contact:
        found.append(selection("opportunities", {"opportunity_id": deal, "account_id": company}, merge=True))
    return tuple(found)


def _is_association(header: Header) -> bool:
    ids = sum(_has(header, name) for name in ("Contact ID", "Deal ID", "Company ID"))
    return ids >= 2 and len(header.columns) <= 8 and not _has(
        header, "dealname", "Deal Name", "email", "firstname", "jobtitle", "Role", "IsPrimary")


PRESET = Preset("hubspot", "HubSpot", (
    Export("associations", _is_association, _associations),
    Export("deals", lambda h: _has(h, "dealname", "Deal Name") and _has(h, "dealstage", "Deal Stage"), _deals),
    Export("contacts", lambda h: _has(h, "Email", "hs_email") and _has(
        h, "Record ID", "hs_object_id", "vid", "Contact ID") and _has(
        h, "firstname", "jobtitle", "lastname", "hs_buying_role", "Buying Role"), _contacts),
    Export("companies", lambda h: _has(h, "Record ID", "hs_object_id", "Company ID", "companyId") and _has(
        h, "Company name", "name") and _has(h, "domain", "Company Domain Name", "numberofemployees", "industry",
                                            "Website URL"), _companies),
))
