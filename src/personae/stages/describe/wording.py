"""Plain English for what the tables call `issue_created`: verbs, plurals, shares, counts."""

import re
from collections.abc import Sequence
from functools import lru_cache

from personae.domain.evidence import Interval
from personae.domain.words import Department, Role, Seniority

_VERBS = {
    base: forms.split()
    for base, forms in {
        "add": "added",
        "approve": "approved",
        "archive": "archived",
        "assign": "assigned",
        "attach": "attached",
        "author": "authored",
        "book": "booked",
        "browse": "browsed",
        "call": "called",
        "cancel": "canceled cancelled",
        "change": "changed",
        "check": "checked",
        "click": "clicked",
        "clone": "cloned",
        "close": "closed",
        "comment": "commented",
        "commit": "committed",
        "compare": "compared",
        "complete": "completed",
        "configure": "configured",
        "connect": "connected",
        "copy": "copied",
        "create": "created",
        "deactivate": "deactivated",
        "delete": "deleted",
        "deploy": "deployed",
        "disable": "disabled",
        "download": "downloaded",
        "duplicate": "duplicated",
        "edit": "edited",
        "enable": "enabled",
        "export": "exported",
        "filter": "filtered",
        "finish": "finished",
        "fix": "fixed",
        "generate": "generated",
        "grant": "granted",
        "import": "imported",
        "install": "installed",
        "invite": "invited",
        "join": "joined",
        "launch": "launched",
        "leave": "left",
        "link": "linked",
        "log": "logged",
        "merge": "merged",
        "move": "moved",
        "open": "opened",
        "order": "ordered",
        "pause": "paused",
        "pin": "pinned",
        "place": "placed",
        "plan": "planned",
        "post": "posted",
        "print": "printed",
        "prioritise": "prioritised prioritized",
        "publish": "published",
        "push": "pushed",
        "rate": "rated",
        "read": "read",
        "receive": "received",
        "refine": "refined",
        "refresh": "refreshed",
        "reject": "rejected",
        "release": "released",
        "remove": "removed",
        "rename": "renamed",
        "reopen": "reopened",
        "reply": "replied",
        "request": "requested",
        "resolve": "resolved",
        "restore": "restored",
        "review": "reviewed",
        "revoke": "revoked",
        "run": "ran run",
        "save": "saved",
        "schedule": "scheduled",
        "score": "scored",
        "search": "searched",
        "select": "selected",
        "send": "sent",
        "set": "set",
        "share": "shared",
        "sign": "signed",
        "start": "started",
        "stop": "stopped",
        "submit": "submitted",
        "subscribe": "subscribed",
        "switch": "switched",
        "sync": "synced",
        "tag": "tagged",
        "test": "tested",
        "track": "tracked",
        "triage": "triaged",
        "trigger": "triggered",
        "unlink": "unlinked",
        "update": "updated",
        "upgrade": "upgraded",
        "upload": "uploaded",
        "use": "used",
        "validate": "validated",
        "view": "viewed",
        "visit": "visited",
        "vote": "voted",
        "watch": "watched",
        "write": "wrote written",
    }.items()
}
_PAST = {form: base for base, forms in _VERBS.items() for form in forms}
_SAME = {
    "feedback",
    "data",
    "access",
    "search",
    "status",
    "settings",
    "help",
    "information",
    "software",
    "sso",
    "work",
    "code",
}
_PARTICLES = {"in", "out", "up", "off", "on", "down"}


@lru_cache(maxsize=4096)
def action(event: str) -> str:
    """What someone does who causes `event`: "issue_created" -> "create issues"; "log ‘x’" when no verb shows."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", event)
    tokens = [w for w in re.split(r"[^\w%]+|_", words.lower()) if w and w != "$"]
    found = _verb(tokens)
    if found is None:
        return f"log ‘{event.strip()}’"
    place, verb = found
    rest = [t for i, t in enumerate(tokens) if i != place]
    if rest and rest[0] in _PARTICLES and place == 0:
        return " ".join([verb, *rest])
    return f"{verb} {_many(rest)}" if rest else verb


def _verb(tokens: Sequence[str]) -> tuple[int, str] | None:
    """Place and base form of the verb: a past form at the end or start, else a base form at the start or end."""
    for place in (len(tokens) - 1, 0):
        if tokens and tokens[place] in _PAST and (tokens[place] not in _VERBS or len(tokens) > 1):
            return place, _PAST[tokens[place]]
    for place in (0, len(tokens) - 1):
        if tokens and tokens[place] in _VERBS:
            return place, tokens[place]
    if tokens in (["login"], ["signin"], ["logout"], ["signup"]):
        return 0, {"login": "log in", "signin": "sign in", "logout": "log out", "signup": "sign up"}[tokens[0]]
    return None


_SHORT = {
    "sso": "SSO",
    "ide": "IDE",
    "api": "API",
    "pr": "PR",
    "csv": "CSV",
    "pdf": "PDF",
    "ai": "AI",
    "git": "Git",
    "scim": "SCIM",
    "url": "URL",
    "ui": "UI",
    "id": "ID",
    "kpi": "KPI",
    "crm": "CRM",
    "okr": "OKR",
    "nps": "NPS",
}


_UNITS = {
    "days": "days",
    "hours": "hours",
    "minutes": "minutes",
    "percent": "percent",
    "pct": "percent",
    "usd": "dollars",
}


def _many(tokens: Sequence[str]) -> str:
    """The words with the last in the plural."""
    *first, last = tokens
    if last not in _SAME and not last.isdigit():
        if last.endswith("y") and last[-2:-1] not in "aeiou":
            last = last[:-1] + "ies"
        elif last.endswith(("s", "x", "ch", "sh")) and not last.endswith("ss") and last.endswith("s"):
            pass
        else:
            last += "es" if last.endswith(("ss", "x", "ch", "sh")) else "s"
    return " ".join(_SHORT.get(word, word) for word in [*first, last])


def metric_words(metric: str) -> str:
    """A metric's name as words: "cycle_time_days" -> "cycle time in days"."""
    words = re.split(r"[_\s]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", metric).lower())
    named = [_SHORT.get(word, word) for word in words if word]
    if len(named) > 1 and named[-1] in _UNITS:
        return f"{' '.join(named[:-1])} in {_UNITS[named[-1]]}"
    return " ".join(named)


def percent(share: float) -> str:
    """As in "31%", "0.4%" below two percent."""
    if share == 0:
        return "0%"
    if share >= 0.995:
        return "100%"
    if share < 0.0005:
        return "under 0.1%"
    return f"{100 * share:.1f}%" if share < 0.0195 else f"{100 * share:.0f}%"


def times(lift: float) -> str:
    """As in "2.4 times"; above ten without decimals."""
    return f"{lift:.0f} times" if lift >= 9.95 else f"{lift:.1f} times"


def between(interval: Interval, kind: str = "") -> str:
    """As in "21% to 31%" (kind "share"), or plain numbers."""
    if kind == "share":
        return f"{percent(interval.low)} to {percent(interval.high)}"
    return f"{number(interval.low)} to {number(interval.high)}"


def number(value: float) -> str:
    """Two or three figures, thousands separated."""
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    return f"{value:.0f}" if size >= 20 else f"{value:.1f}"


def count(n: int, one: str, many: str = "") -> str:
    """As in "1 person", "12,000 people"."""
    if n == 1:
        return f"1 {one}"
    return f"{n:,} {many or ('people' if one == 'person' else one + 's')}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """As in "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def capital(text: str) -> str:
    """First letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


PEOPLE: dict[str, str] = {
    Department.SALES: "Sales people",
    Department.MARKETING: "Marketers",
    Department.BUSINESS_DEVELOPMENT: "Business developers",
    Department.CUSTOMER_SUCCESS: "Customer success people",
    Department.IT: "IT people",
    Department.ENGINEERING: "Engineers",
    Department.DATA: "Data people",
    Department.PRODUCT: "Product people",
    Department.PROJECT_MANAGEMENT: "Project managers",
    Department.PURCHASING: "Purchasing people",
    Department.FINANCE: "Finance people",
    Department.LEGAL: "Legal people",
    Department.HR: "HR people",
    Department.OPERATIONS: "Operations people",
    Department.LOGISTICS: "Logistics people",
    Department.PRODUCTION: "Production people",
    Department.RESEARCH: "Researchers",
    Department.CONSULTING: "Consultants",
    Department.ADMINISTRATION: "Administrators",
    Department.GENERAL_MANAGEMENT: "General managers",
    Department.SECURITY: "Security people",
}
"""What the people of a department are called in a persona's name."""

RANKS: dict[str, str] = {
    Seniority.OWNER: "owners",
    Seniority.C_LEVEL: "C-level executives",
    Seniority.VP: "vice presidents",
    Seniority.DIRECTOR: "directors",
    Seniority.LEAD: "heads or leads",
    Seniority.MANAGER: "managers",
    Seniority.SENIOR: "senior staff",
    Seniority.PROFESSIONAL: "professionals",
    Seniority.JUNIOR: "juniors",
    Seniority.ASSISTANT: "assistants",
}
"""Steps of rank in the plural."""

ROLES: dict[str, str] = {
    Role.CHAMPION: "champions",
    Role.DECISION_MAKER: "decision makers",
    Role.BUDGET_HOLDER: "budget holders",
    Role.EXECUTIVE_SPONSOR: "executive sponsors",
    Role.EVALUATOR: "evaluators",
    Role.TECHNICAL_APPROVER: "technical approvers",
    Role.LEGAL_AND_COMPLIANCE: "legal and compliance reviewers",
    Role.PROCUREMENT: "procurement",
    Role.INFLUENCER: "influencers",
    Role.END_USER: "end users",
    Role.BLOCKER: "blockers",
    Role.OTHER: "others",
}
"""Roles on deals in the plural."""
