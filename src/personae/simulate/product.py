"""The product that the simulated company sells (project management), and how each user persona uses it.

The personas and the example are those of the articles: the developer who tracks sprint work and wants
little overhead, the manager, the deployer in IT, and everyone between.
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

USER_PERSONAS: Final = (
    "developer", "team_lead", "project_manager", "product_manager", "dashboard_viewer", "it_admin",
)

COMMON: Final = {
    "login": 9.0, "search_used": 6.0, "notification_opened": 8.0, "task_viewed": 12.0, "comment_added": 7.0,
    "task_created": 5.0, "attachment_added": 2.0, "mobile_app_opened": 3.0,
}
"""What everybody does, and how much."""

OWN: Final[dict[str, dict[str, float]]] = {
    "developer": {
        "sprint_board_viewed": 14, "issue_status_changed": 16, "git_branch_linked": 13, "pull_request_linked": 12,
        "ide_plugin_used": 12, "keyboard_shortcut_used": 10, "burndown_viewed": 1, "backlog_refined": 1,
    },
    "team_lead": {
        "sprint_board_viewed": 13, "sprint_planned": 9, "sprint_closed": 5, "backlog_refined": 14,
        "burndown_viewed": 13, "workload_viewed": 11, "issue_status_changed": 6, "status_report_sent": 2,
    },
    "project_manager": {
        "timeline_viewed": 18, "timeline_edited": 13, "milestone_set": 8, "dependency_added": 9, "risk_logged": 6,
        "status_report_sent": 8, "workload_viewed": 6, "dashboard_viewed": 3,
    },
    "product_manager": {
        "roadmap_viewed": 17, "roadmap_edited": 11, "feature_request_triaged": 12, "feedback_linked": 9,
        "priority_scored": 9, "release_planned": 7, "backlog_refined": 7, "dashboard_viewed": 2,
    },
    "dashboard_viewer": {
        "dashboard_viewed": 38, "report_exported": 13, "dashboard_shared": 9, "goal_viewed": 13, "timeline_viewed": 3,
        "roadmap_viewed": 3,
    },
    "it_admin": {
        "user_invited": 15, "user_deactivated": 9, "role_changed": 12, "sso_configured": 6, "audit_log_viewed": 12,
        "integration_configured": 9, "permission_scheme_edited": 9,
    },
}
"""What each persona does beyond that."""

WORKFLOWS: Final[dict[str, tuple[str, ...]]] = {
    "developer": (
        "login", "sprint_board_viewed", "task_viewed", "git_branch_linked", "ide_plugin_used", "keyboard_shortcut_used",
        "pull_request_linked", "issue_status_changed", "comment_added",
    ),
    "team_lead": (
        "login", "burndown_viewed", "sprint_board_viewed", "workload_viewed", "backlog_refined", "task_created",
        "sprint_planned", "sprint_closed", "status_report_sent",
    ),
    "project_manager": (
        "login", "dashboard_viewed", "timeline_viewed", "dependency_added", "timeline_edited", "milestone_set",
        "workload_viewed", "risk_logged", "status_report_sent",
    ),
    "product_manager": (
        "login", "feature_request_triaged", "feedback_linked", "priority_scored", "roadmap_viewed", "roadmap_edited",
        "backlog_refined", "release_planned",
    ),
    "dashboard_viewer": (
        "notification_opened", "login", "goal_viewed", "dashboard_viewed", "report_exported", "dashboard_shared",
    ),
    "it_admin": (
        "login", "audit_log_viewed", "user_invited", "role_changed", "permission_scheme_edited", "user_deactivated",
        "integration_configured", "sso_configured",
    ),
}
"""The order in which a persona works through a session."""

PACE: Final[dict[str, tuple[float, float, float, float]]] = {
    "developer": (1.5, 9.0, 45.0, 0.15),
    "team_lead": (1.3, 8.0, 60.0, 0.10),
    "project_manager": (1.1, 10.0, 80.0, 0.15),
    "product_manager": (0.9, 9.0, 90.0, 0.20),
    "dashboard_viewer": (0.4, 5.0, 70.0, 0.35),
    "it_admin": (0.5, 6.0, 55.0, 0.25),
}
"""Per persona: relative rate, events in a session, seconds between events, weight of Monday's extra sessions."""

UNUSED_EVENT: Final = "whiteboard_opened"
"""The event of a shipped feature that nobody uses (planted)."""

EVENTS: Final = tuple(dict.fromkeys([*COMMON, *(event for own in OWN.values() for event in own)]))
COMMON_SHARE: Final = 0.3
"""Share of a user's events that everybody does."""


def profiles(separation: float) -> NDArray[np.float64]:
    """Planted event probabilities, shape (personas, events).

    At `separation` 1 personas differ in all but the common events; at 0 all have the same profile.
    """
    common = np.array([COMMON.get(event, 0.0) for event in EVENTS])
    own = np.array([[OWN[persona].get(event, 0.0) for event in EVENTS] for persona in USER_PERSONAS])
    own /= own.sum(axis=1, keepdims=True)
    blended = separation * own + (1 - separation) * own.mean(axis=0)
    return np.asarray(COMMON_SHARE * common / common.sum() + (1 - COMMON_SHARE) * blended)


def workflow_ranks() -> NDArray[np.float64]:
    """Place of each event in each persona's workflow, 0..1, shape (personas, events); others in the middle."""
    ranks = np.full((len(USER_PERSONAS), len(EVENTS)), 0.5)
    for row, persona in enumerate(USER_PERSONAS):
        order = WORKFLOWS[persona]
        for place, event in enumerate(order):
            ranks[row, EVENTS.index(event)] = place / (len(order) - 1)
    return ranks


_FEATURES: Final = (
    ("sprints", "Sprint board and backlog", "core", True,
     "sprint_board_viewed;sprint_planned;sprint_closed;backlog_refined;issue_status_changed", ""),
    ("burndown", "Burndown and workload", "core", True, "burndown_viewed;workload_viewed", ""),
    ("timeline", "Timeline with dependencies", "core", True,
     "timeline_viewed;timeline_edited;milestone_set;dependency_added", ""),
    ("risks", "Risks and status reports", "core", True, "risk_logged;status_report_sent", ""),
    ("roadmap", "Roadmap and releases", "core", True, "roadmap_viewed;roadmap_edited;release_planned", ""),
    ("feedback", "Feature requests and scoring", "core", True,
     "feature_request_triaged;feedback_linked;priority_scored", ""),
    ("dashboards", "Dashboards and goals", "core", True,
     "dashboard_viewed;dashboard_shared;report_exported;goal_viewed", ""),
    ("shortcuts", "Keyboard shortcuts", "core", True, "keyboard_shortcut_used", ""),
    ("mobile", "Mobile app", "core", True, "mobile_app_opened", ""),
    ("whiteboard", "Whiteboard", "core", True, UNUSED_EVENT, ""),
    ("git", "Git and IDE integration", "integration", True,
     "git_branch_linked;pull_request_linked;ide_plugin_used", "integration with our repositories"),
    ("connectors", "Connectors and API", "integration", True, "integration_configured",
     "integration with existing systems"),
    ("provisioning", "User and role administration", "admin", True,
     "user_invited;user_deactivated;role_changed;permission_scheme_edited", "administrative control"),
    ("sso", "Single sign-on", "security", True, "sso_configured", "single sign-on"),
    ("audit_log", "Audit log", "compliance", True, "audit_log_viewed", "audit log"),
    ("scim", "SCIM provisioning", "security", False, "", "automatic provisioning (SCIM)"),
    ("own_keys", "Customer-managed encryption keys", "security", False, "", "customer-managed keys"),
    ("log_export", "Audit log export", "compliance", False, "", "audit log export"),
)
UNCOVERED: Final = "data residency"
"""A requirement that buyers name and no feature, shipped or not, answers (planted)."""


def features() -> pd.DataFrame:
    """The canonical `features` table of the product."""
    table = pd.DataFrame(_FEATURES, columns=["feature_id", "name", "kind", "shipped", "events", "covers"])
    return table.replace("", None)
