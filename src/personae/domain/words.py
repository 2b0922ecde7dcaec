"""The fixed vocabularies. A word that is not here does not appear in code, pages or files."""

from enum import StrEnum


class Layer(StrEnum):
    """The three layers of the value chain."""

    USER = "user"
    DEPARTMENT = "department"
    BUYER = "buyer"


class Origin(StrEnum):
    """How we know a statement."""

    MEASURED = "measured"
    QUOTED = "quoted"
    OBSERVED = "observed"
    RECORDED = "recorded"
    AUTHORED = "authored"
    ASSUMED = "assumed"


class Standing(StrEnum):
    """What the data say of an authored or assumed statement."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    MIXED = "mixed"
    UNTESTED = "untested"


class Facet(StrEnum):
    """What a statement is about."""

    CHARACTERISTIC = "characteristic"
    BACKGROUND = "background"
    RESPONSIBILITY = "responsibility"
    TOOL = "tool"
    GOAL = "goal"
    WHY_IT_MATTERS = "why_it_matters"
    SUCCESS_METRIC = "success_metric"
    BEHAVIOUR = "behaviour"
    WORKFLOW_STEP = "workflow_step"
    PAIN = "pain"
    FEELING = "feeling"
    CHANNEL = "channel"
    OWN_WORDS = "own_words"
    TRIGGER = "trigger"
    ALTERNATIVE = "alternative"
    DECISION_CRITERION = "decision_criterion"
    DECISION_STEP = "decision_step"
    CONCERN = "concern"
    REQUIREMENT = "requirement"
    BUDGET = "budget"
    INFLUENCE = "influence"
    NOT_WHEN = "not_when"
    NONE = "none"


class Concern(StrEnum):
    """Which worry drives an evaluation; the same words tag features and requirements."""

    SECURITY = "security"
    COMPLIANCE = "compliance"
    ADMIN = "admin"
    INTEGRATION = "integration"
    COST = "cost"
    RISK = "risk"
    ADOPTION = "adoption"


class FeatureKind(StrEnum):
    """Kinds of product feature: core serves users, the others answer buyers' concerns."""

    CORE = "core"
    ADMIN = "admin"
    SECURITY = "security"
    COMPLIANCE = "compliance"
    INTEGRATION = "integration"


class PersonaType(StrEnum):
    """Types of user and department persona, earned by evidence."""

    GOAL_DIRECTED = "goal-directed"
    ROLE_BASED = "role-based"
    ENGAGING = "engaging"
    FICTIONAL = "fictional"


class BuyerType(StrEnum):
    """Buyer types on two axes: pace (fast, deliberate) and appetite (reason, relationship)."""

    COMPETITIVE = "competitive"
    SPONTANEOUS = "spontaneous"
    HUMANISTIC = "humanistic"
    METHODICAL = "methodical"


class Archetype(StrEnum):
    """Places in an organisation that recur in business software."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    IT_DEPLOYER = "it_deployer"
    DEPARTMENT_HEAD = "department_head"
    EXECUTIVE = "executive"
    IT_DIRECTOR = "it_director"
    PROCUREMENT = "procurement"


class Role(StrEnum):
    """A contact's role on an opportunity. `unknown` is an empty field, never a no."""

    CHAMPION = "champion"
    DECISION_MAKER = "decision_maker"
    BUDGET_HOLDER = "budget_holder"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    EVALUATOR = "evaluator"
    TECHNICAL_APPROVER = "technical_approver"
    LEGAL_AND_COMPLIANCE = "legal_and_compliance"
    PROCUREMENT = "procurement"
    INFLUENCER = "influencer"
    END_USER = "end_user"
    BLOCKER = "blocker"
    OTHER = "other"
    UNKNOWN = "unknown"


class Department(StrEnum):
    """The one fixed list of functions inside an account."""

    SALES = "Sales"
    MARKETING = "Marketing"
    BUSINESS_DEVELOPMENT = "Business Development"
    CUSTOMER_SUCCESS = "Customer Success and Support"
    IT = "IT"
    ENGINEERING = "Engineering"
    DATA = "Data"
    PRODUCT = "Product"
    PROJECT_MANAGEMENT = "Project Management"
    PURCHASING = "Purchasing"
    FINANCE = "Finance"
    LEGAL = "Legal and Compliance"
    HR = "Human Resources"
    OPERATIONS = "Operations"
    LOGISTICS = "Logistics"
    PRODUCTION = "Production and Quality"
    RESEARCH = "Research"
    CONSULTING = "Consulting"
    ADMINISTRATION = "Administration"
    GENERAL_MANAGEMENT = "General Management"
    SECURITY = "Security"
    OTHER = "Other"
    UNKNOWN = "unknown"


class Seniority(StrEnum):
    """Steps of rank that titles tell apart."""

    OWNER = "owner"
    C_LEVEL = "c_level"
    VP = "vp"
    DIRECTOR = "director"
    LEAD = "lead"
    MANAGER = "manager"
    SENIOR = "senior"
    PROFESSIONAL = "professional"
    JUNIOR = "junior"
    ASSISTANT = "assistant"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How much a finding matters, most first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Job(StrEnum):
    """Whose job a finding is, and for whom a page is made."""

    PRODUCT = "product"
    MARKETING = "marketing"
    SALES = "sales"
    SUCCESS = "success"
    RESEARCH = "research"
    DATA = "data"
