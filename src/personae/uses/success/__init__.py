"""Success: does the value that was sold show in behaviour and department metrics before renewal?"""

from personae.uses.success.health import account_health, sign_record
from personae.uses.success.metrics import metric_moves
from personae.uses.success.promises import account_promises
from personae.uses.success.sheets import account_use, renewals_use

__all__ = ["account_health", "account_promises", "account_use", "metric_moves", "renewals_use", "sign_record"]
