"""What companies call the columns of the canonical tables, and the files that hold them."""

PERSON = ("person_id", "user_id", "userid", "user", "uid", "distinct_id", "member_id", "employee_id", "contact_id",
          "customer_user_id", "actor", "actor_id", "org:resource", "resource", "visitor_id", "anonymous_id", "username",
          "login", "person", "client_user_id", "end_user_id", "agent_id", "benutzer", "nutzer_id", "utilisateur")
ACCOUNT = ("account_id", "company_id", "organization_id", "organisation_id", "org_id", "tenant_id", "workspace_id",
           "customer_id", "client_id", "team_id", "group_id", "account", "company", "organization", "organisation",
           "tenant", "customer", "client", "accountid", "companyid", "seller_id", "owning_sig", "sig", "org", "firm",
           "workspace", "kunde", "firma", "entreprise", "site_id", "school_id", "merchant_id", "vendor_id")
OPPORTUNITY = ("opportunity_id", "deal_id", "opp_id", "opportunity", "deal", "opportunityid", "dealid", "lead_id",
               "quote_id", "proposal_id", "mql_id", "pipeline_id")
TIME = ("at", "timestamp", "event_time", "time", "occurred_at", "created_at", "datetime", "event_timestamp", "date",
        "ts", "time:timestamp", "when", "event_date", "logged_at", "received_at", "sent_at", "server_time", "event_at",
        "zeitstempel", "datum", "horodatage")

COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "accounts": {
        "account_id": ACCOUNT, "name": ("name", "account_name", "company_name", "company", "organization",
                                        "organisation", "customer_name", "seller_name", "client_name"),
        "domain": ("domain", "website", "web", "url", "company_domain", "email_domain", "homepage"),
        "industry": ("industry", "sector", "vertical", "branche", "business_segment"),
        "employees": ("employees", "number_of_employees", "employee_count", "headcount", "company_size", "size",
                      "num_employees", "mitarbeiter"),
        "segment": ("segment", "tier", "plan", "customer_segment", "type", "account_type", "lead_type"),
        "arr": ("arr", "annual_recurring_revenue", "acv", "mrr_annual", "contract_value", "subscription_value"),
    },
    "people": {
        "person_id": (*PERSON, "id", "unique_id", "record_id"), "account_id": ACCOUNT,
        "email": ("email", "email_address", "mail", "e-mail", "work_email", "business_email"),
        "name": ("name", "full_name", "fullname", "display_name", "person_name", "contact_name"),
        "title": ("title", "job_title", "jobtitle", "position", "job", "occupation", "rolle", "poste", "stelle"),
        "department": ("department", "dept", "function", "division", "business_unit", "team", "abteilung"),
        "seniority": ("seniority", "level", "grade", "job_level", "seniority_level"),
        "manager_id": ("manager_id", "reports_to", "supervisor_id", "manager", "reportsto"),
    },
    "events": {
        "person_id": PERSON, "account_id": ACCOUNT,
        "event": ("event", "event_name", "action", "event_type", "activity", "concept:name", "name", "type", "verb",
                  "operation", "eventname", "action_name", "artefact", "feature", "ereignis", "aktion"),
        "at": TIME,
        "properties": ("properties", "props", "event_properties", "attributes", "payload", "metadata", "data",
    "params"), },
    "opportunities": {
        "opportunity_id": (*OPPORTUNITY, "id", "path"), "account_id": ACCOUNT,
        "name": ("name", "opportunity_name", "deal_name", "dealname", "title", "subject"),
        "amount": ("amount", "value", "deal_value", "deal_amount", "revenue", "acv", "tcv", "price", "contract_amount"),
        "stage": ("stage", "stage_name", "deal_stage", "status", "phase", "state", "pipeline_stage"),
        "created_at": ("created_at", "created", "create_date", "created_date", "opened_at", "open_date",
                       "creation_date", "first_contact_date", "start_date", "date_created"),
        "closed_at": ("closed_at", "close_date", "closed_date", "closedate", "closed", "won_date", "end_date",
                      "decision_date", "date_closed"),
        "is_won": ("is_won", "won", "iswon", "outcome", "result", "status", "win", "closed_won"),
        "is_closed": ("is_closed", "isclosed"),
        "lost_reason": ("lost_reason", "loss_reason", "closed_lost_reason", "reason_lost", "lost_because"),
        "source": ("source", "lead_source", "origin", "channel", "utm_source"),
    },
    "contact_roles": {
        "opportunity_id": OPPORTUNITY, "person_id": (*PERSON, "contact", "contactid"),
        "role": ("role", "buying_role", "contact_role", "hs_buying_role", "stakeholder_role", "deal_role", "label"),
        "is_primary": ("is_primary", "primary", "isprimary", "primary_contact"),
    },
    "activities": {
        "opportunity_id": OPPORTUNITY, "person_id": (*PERSON, "contact", "contactid"),
        "kind": ("kind", "activity_type", "type", "activity", "channel", "task_type", "engagement_type"),
        "at": TIME, "direction": ("direction", "inbound_outbound", "in_out"),
        "subject": ("subject", "summary", "title", "description", "note"),
    },
    "outcomes": {
        "account_id": ACCOUNT, "kind": ("kind", "outcome", "type", "renewal_status", "status", "result", "event"),
        "at": (*TIME, "renewal_date", "effective_date"), "amount": ("amount", "value", "arr", "delta_arr"),
    },
    "metrics": {
        "account_id": ACCOUNT, "department": ("department", "dept", "function", "team", "business_unit"),
        "metric": ("metric", "kpi", "metric_name", "measure", "indicator", "kpi_name"),
        "period": ("period", "month", "quarter", "date", "period_start", "week", "year"),
        "value": ("value", "metric_value", "amount", "actual", "result", "score"),
        "better": ("better", "direction", "desired_direction"),
    },
    "documents": {
        "document_id": ("document_id", "doc_id", "ticket_id", "interview_id", "review_id", "call_id", "note_id",
                        "conversation_id", "issue_key", "case_number", "case_id", "highlight_id", "id"),
        "kind": ("kind", "doc_type", "document_type"),
        "person_id": (*PERSON, "requester_id", "author_id", "participant_id", "participant", "reporter", "author"),
        "account_id": ACCOUNT, "at": (*TIME, "created", "conversation_started_at", "date_created", "review_date"),
        "text": ("text", "body", "transcript", "content", "description", "comment", "review", "notes", "message",
                 "feedback", "verbatim", "review_text", "first_message", "message_body", "highlight", "quote", "note",
                 "excerpt", "snippet", "observation"),
        "title": ("title", "subject", "headline"),
        "person_title": ("person_title", "job_title", "jobtitle", "author_title", "reviewer_title"),
    },
    "answers": {
        "survey": ("survey", "survey_id", "survey_name", "form"),
        "respondent_id": ("respondent_id", "respondent", "response_id", "submission_id", "participant_id",
                          "respondentid", "id"),
        "question": ("question", "question_text", "question_id", "item"),
        "answer": ("answer", "response", "answer_text", "value", "reply"),
        "person_id": PERSON, "account_id": ACCOUNT,
        "at": (*TIME, "submitted_at", "submit_date", "date_submitted", "completed_at", "recorded_date", "end_date",
               "review_date"),
    },
    "features": {
        "feature_id": ("feature_id", "feature", "feature_key", "id"), "name": ("name", "feature_name", "title"),
        "kind": ("kind", "category", "type"), "shipped": ("shipped", "released", "is_shipped", "live"),
        "events": ("events", "event_names", "tracked_events"), "covers": ("covers", "requirement", "requirements"),
    },
    "campaigns": {
        "message_id": ("message_id", "campaign_id", "campaign", "email_id"), "channel": ("channel", "medium"),
        "persona": ("persona", "audience", "segment"), "sent": ("sent", "sends", "delivered", "impressions"),
        "responded": ("responded", "responses", "replies", "clicks", "clicked"),
    },
}
"""Table -> canonical column -> names seen for it, the likeliest first."""

FILES: dict[str, tuple[str, ...]] = {
    "accounts": ("account", "compan", "customer", "organi", "seller", "client", "tenant"),
    "people": ("people", "person", "user", "contact", "employee", "member"),
    "events": ("event", "activity_log", "log", "track", "clickstream", "incident", "usage_log", "audit"),
    "opportunities": ("deal", "opportunit", "lead", "pipeline", "proposal", "kep"),
    "contact_roles": ("contact_role", "contactrole", "stakeholder", "buying_committee", "committee", "role"),
    "activities": ("activit", "engagement", "touch", "meeting", "call", "task"),
    "outcomes": ("outcome", "renewal", "churn"),
    "metrics": ("metric", "kpi"),
    "documents": ("interview", "ticket", "review", "transcript", "note", "document", "feedback", "conversation",
                  "zendesk", "intercom", "jira", "dovetail", "highlight", "quote"),
    "answers": ("survey", "response", "answer", "questionnaire", "nps", "poll"),
    "features": ("feature",),
    "campaigns": ("campaign", "message", "mailing"),
}
"""Table -> pieces of file names that hint at it."""

FIRST_NAMES = ("first_name", "firstname", "given_name", "vorname", "prenom")
LAST_NAMES = ("last_name", "lastname", "surname", "family_name", "nachname", "nom")
