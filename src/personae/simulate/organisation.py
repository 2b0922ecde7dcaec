"""How the customers are built: industries, departments, titles, and who uses the product for what."""

from typing import Final

INDUSTRIES: Final = (
    "Software", "Financial services", "Manufacturing", "Healthcare", "Retail", "Logistics", "Media",
    "Energy", "Insurance", "Public sector", "Telecommunications", "Education",
)

DEPARTMENT_SHARES: Final = {
    "Engineering": 0.33, "Product": 0.10, "Project Management": 0.13, "IT": 0.08, "Marketing": 0.10,
    "Operations": 0.11, "General Management": 0.03, "Finance": 0.04, "Purchasing": 0.03, "Security": 0.025,
    "Legal and Compliance": 0.025,
}
"""How the known people of an account spread over departments."""

USER_SHARES: Final = {
    "Engineering": 0.97, "Product": 0.97, "Project Management": 0.97, "IT": 0.85, "Marketing": 0.85,
    "Operations": 0.85, "General Management": 0.55, "Finance": 0.15, "Purchasing": 0.05, "Security": 0.3,
    "Legal and Compliance": 0.05,
}
"""Share of a department's people who use the product."""

PERSONA_SHARES: Final[dict[str, dict[str, float]]] = {
    "Engineering": {"developer": 0.78, "team_lead": 0.19, "it_admin": 0.02, "dashboard_viewer": 0.01},
    "Product": {"product_manager": 0.85, "project_manager": 0.08, "dashboard_viewer": 0.07},
    "Project Management": {"project_manager": 0.86, "team_lead": 0.10, "dashboard_viewer": 0.04},
    "IT": {"it_admin": 0.75, "developer": 0.17, "project_manager": 0.08},
    "Marketing": {"dashboard_viewer": 0.68, "project_manager": 0.27, "product_manager": 0.05},
    "Operations": {"project_manager": 0.52, "dashboard_viewer": 0.44, "team_lead": 0.04},
    "General Management": {"dashboard_viewer": 1.0},
    "Finance": {"dashboard_viewer": 1.0},
    "Purchasing": {"dashboard_viewer": 1.0},
    "Security": {"it_admin": 1.0},
    "Legal and Compliance": {"dashboard_viewer": 1.0},
}
"""Which user persona the non-heads of a department are. Behaviour decides, not the title."""

RANKS: Final = ("director", "vp", "manager", "senior", "professional", "junior")
RANK_SHARES: Final = (0.0, 0.0, 0.10, 0.24, 0.54, 0.12)
"""Ranks of those who do not head a department."""

_ENGINEER: Final = ("Software Engineer", "Software Developer", "Backend Developer", "Frontend Engineer", "Full Stack Developer",
    "QA Engineer", "Mobile Developer", "Platform Engineer")

TITLES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "Engineering": {
        "c_level": ("CTO", "Chief Technology Officer"),
        "vp": ("VP Engineering", "Vice President of Engineering", "SVP Engineering"),
        "director": ("Director of Engineering", "Engineering Director", "Head of Engineering", "Director, Software Development"),
        "manager": ("Engineering Manager", "Software Development Manager", "Manager, Engineering"),
        "lead": ("Team Lead Engineering", "Tech Lead", "Lead Software Engineer", "Scrum Master", "Development Team Lead"),
        "senior": tuple(f"Senior {title}" for title in _ENGINEER) + ("Principal Engineer",),
        "professional": _ENGINEER,
        "junior": ("Junior Software Developer", "Junior Software Engineer", "Associate Software Engineer"),
    },
    "Product": {
        "vp": ("VP Product", "Vice President Product Management"),
        "director": ("Director of Product", "Director Product Management", "Head of Product"),
        "manager": ("Group Product Manager", "Manager, Product Management"),
        "senior": ("Senior Product Manager", "Senior Product Owner"),
        "professional": ("Product Manager", "Product Owner", "Technical Product Manager", "Product Analyst"),
        "junior": ("Associate Product Manager", "Junior Product Manager"),
    },
    "Project Management": {
        "vp": ("VP Project Delivery", "VP PMO"),
        "director": ("Director of Project Management", "PMO Director", "Head of PMO", "Director, Program Management"),
        "manager": ("PMO Manager", "Program Manager", "Portfolio Manager Projects"),
        "senior": ("Senior Project Manager", "Senior Program Manager"),
        "professional": ("Project Manager", "IT Project Manager", "Project Coordinator", "Project Planner"),
        "junior": ("Junior Project Manager", "Project Assistant"),
    },
    "IT": {
        "c_level": ("CIO", "Chief Information Officer"),
        "director": ("IT Director", "Director of IT", "Head of IT", "Director, Information Technology"),
        "manager": ("IT Manager", "IT Operations Manager", "Manager, IT Systems"),
        "senior": ("Senior System Administrator", "Senior IT Specialist"),
        "professional": ("System Administrator", "IT Administrator", "IT Specialist", "IT Support Engineer", "Systems Engineer IT"),
        "junior": ("Junior System Administrator", "IT Support Assistant"),
    },
    "Marketing": {
        "vp": ("VP Marketing", "Chief Marketing Officer"),
        "director": ("Marketing Director", "Director of Marketing", "Head of Marketing"),
        "manager": ("Marketing Manager", "Campaign Manager", "Digital Marketing Manager"),
        "senior": ("Senior Marketing Specialist", "Senior Content Marketer"),
        "professional": ("Marketing Specialist", "Content Marketer", "Campaign Specialist", "Marketing Analyst"),
        "junior": ("Junior Marketing Specialist", "Marketing Assistant"),
    },
    "Operations": {
        "vp": ("VP Operations", "Chief Operating Officer"),
        "director": ("Director of Operations", "Operations Director", "Head of Operations"),
        "manager": ("Operations Manager", "Business Operations Manager"),
        "senior": ("Senior Operations Analyst", "Senior Operations Specialist"),
        "professional": ("Operations Specialist", "Operations Analyst", "Business Operations Analyst", "Operations Coordinator"),
        "junior": ("Junior Operations Analyst", "Operations Assistant"),
    },
    "General Management": {
        "owner": ("Founder", "Owner", "Co-Founder", "Founder & CEO"),
        "c_level": ("CEO", "Chief Executive Officer", "Managing Director"),
        "director": ("General Manager", "Managing Director"),
        "manager": ("Chief of Staff", "Branch Manager"),
        "senior": ("Executive Assistant to the CEO",),
        "professional": ("Executive Assistant",),
        "junior": ("Executive Assistant",),
    },
    "Finance": {
        "c_level": ("CFO", "Chief Financial Officer"),
        "director": ("Finance Director", "Director of Finance", "Head of Finance"),
        "manager": ("Finance Manager", "Controlling Manager"),
        "senior": ("Senior Controller", "Senior Financial Analyst"),
        "professional": ("Financial Analyst", "Controller", "Accountant"),
        "junior": ("Junior Accountant",),
    },
    "Purchasing": {
        "director": ("Director of Procurement", "Head of Purchasing", "Procurement Director"),
        "manager": ("Procurement Manager", "Purchasing Manager", "Category Manager Software"),
        "senior": ("Senior Buyer", "Senior Procurement Specialist"),
        "professional": ("Procurement Specialist", "Buyer", "Strategic Sourcing Specialist"),
        "junior": ("Junior Buyer", "Purchasing Assistant"),
    },
    "Security": {
        "c_level": ("CISO", "Chief Information Security Officer"),
        "director": ("Director of Information Security", "Head of Security"),
        "manager": ("Information Security Manager", "IT Security Manager"),
        "senior": ("Senior Security Engineer", "Senior Security Analyst"),
        "professional": ("Security Analyst", "Security Engineer", "Information Security Officer"),
        "junior": ("Junior Security Analyst",),
    },
    "Legal and Compliance": {
        "director": ("General Counsel", "Head of Legal", "Director of Compliance"),
        "manager": ("Compliance Manager", "Legal Manager", "Data Protection Officer"),
        "senior": ("Senior Counsel", "Senior Compliance Officer"),
        "professional": ("Legal Counsel", "Compliance Officer", "Contract Manager Legal"),
        "junior": ("Paralegal",),
    },
}
"""Titles by department and seniority, as customers write them."""

HEAD_RANKS: Final[dict[str, tuple[str, ...]]] = {
    "Engineering": ("director", "vp", "c_level"), "Product": ("director", "vp"), "Project Management": ("director", "vp"),
    "IT": ("director", "c_level"), "Marketing": ("director", "vp"), "Operations": ("director", "vp"),
    "General Management": ("c_level", "c_level"), "Finance": ("director", "c_level"), "Purchasing": ("manager", "director"),
    "Security": ("director", "c_level"), "Legal and Compliance": ("director", "director"),
}
"""Rank of the head of a department: the first in smaller accounts, later ones in larger."""

VAGUE_TITLES: Final = ("Specialist", "Consultant", "Associate", "Team Member", "Employee", "Staff", "Contractor")
"""Titles that name no department, as in accounts whose structure nobody recorded."""

FIRST_NAMES: Final = (
    "Anna", "Ben", "Chiara", "David", "Elif", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Kavita", "Liam", "Maria", "Nikhil",
    "Olga", "Pedro", "Quentin", "Ruth", "Sofia", "Tom", "Ute", "Victor", "Wei", "Ximena", "Yusuf", "Zoe", "Amara", "Bjorn",
    "Clara", "Dmitri", "Esther", "Felix", "Gita", "Hugo", "Ivana", "Jamal", "Katrin", "Luca", "Mina", "Noah", "Priya", "Rafael",
    "Sara", "Tariq", "Vera", "Will", "Yara", "Andrew", "Beth", "Carlos", "Dana", "Emil",
)
LAST_NAMES: Final = (
    "Abara", "Becker", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jensen", "Kumar", "Lopez", "Meyer",
    "Novak", "Okafor", "Patel", "Quist", "Rossi", "Schmidt", "Tanaka", "Ueda", "Varga", "Weber", "Xu", "Yilmaz", "Zimmer",
    "Andersen", "Bauer", "Cohen", "Diaz", "Evans", "Ferrari", "Gruber", "Horvat", "Ivanov", "Jones", "Klein", "Larsen",
    "Martin", "Nguyen", "Olsen", "Pereira", "Reyes", "Silva", "Turner", "Vogel", "Walsh", "Young",
)
COMPANY_STEMS: Final = (
    "Alder", "Beacon", "Cobalt", "Delta", "Ember", "Falcon", "Granite", "Harbor", "Indigo", "Juniper", "Kestrel", "Linden",
    "Meridian", "Northwind", "Orchard", "Pioneer", "Quarry", "Ridge", "Summit", "Tideway", "Umbra", "Vantage", "Willow", "Zenith",
)
COMPANY_TAILS: Final = (
    "Systems", "Foods", "Logistics", "Bank", "Health", "Energy", "Media", "Robotics", "Labs", "Insurance", "Works", "Retail",
)
