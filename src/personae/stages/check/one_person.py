"""User and buyer are one person: recognised and left whole."""

from typing import Final

from personae.domain.finding import Finding
from personae.domain.words import Job, Severity
from personae.stages.check.context import CheckContext
from personae.stages.check.proof import plural, share_of_accounts

NAME: Final = "one_person"
TINY: Final = 3


def run(context: CheckContext) -> list[Finding]:
    """One note: the workspace is business to consumer, or so many of its accounts are one person (or an owner's)."""
    accounts = context.accounts
    known = accounts[accounts["n_people"].gt(0)]
    alone = known[known["n_people"].eq(1) | (known["n_people"].le(TINY) & known["owner"])]
    if not context.consumer and alone.empty:
        return []
    evidence = (
        share_of_accounts("accounts where user and buyer are one person", len(alone), len(known), "persons, roles"),
    ) if len(known) else ()
    if context.consumer:
        title, what = "User and buyer are the same people here", (
            "This is business to consumer (by the settings, or because nearly every account is one person). User and "
            "buyer personas are not split, and no department is looked for.")
    else:
        title, what = "Some accounts are one person", (
            f"In {plural(len(alone), 'account')} of {len(known):,} the user and the buyer are one person (or an owner "
            "who uses it). They are not split, and the checks between user and buyer leave them out.")
    return [Finding(
        NAME, Severity.LOW, "workspace", "", title, what,
        "Read their persona as both: the message to the user is the message to the buyer.", Job.MARKETING, None,
        evidence, int(alone["n_people"].sum()), len(alone),
    )]
