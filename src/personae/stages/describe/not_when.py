"""When someone is not this persona: the habit by which its nearest neighbour is told apart."""

import numpy as np

from personae.domain.evidence import Measure
from personae.domain.statement import Statement
from personae.domain.words import Facet, Layer, Origin
from personae.stages.describe.clustered import sums
from personae.stages.describe.doing import mean_interval
from personae.stages.describe.summary import profiles
from personae.stages.describe.view import View
from personae.stages.describe.wording import action, percent

_GAP = 0.02


def not_when(ready: View) -> list[Statement]:
    """One statement per user persona with a near neighbour: what that one does and this one does not."""
    ground = ready.cohorts
    if ground.layer is not Layer.USER or not ready.doing.events:
        return []
    means = profiles(ready)
    nearest = {group.persona_id: group.nearest for group in ready.result.personas}
    said = []
    for index, persona_id, rows in ground.each():
        near = nearest.get(persona_id)
        other = ground.ids.index(near) if near in ground.ids else -1
        here, there = means[index], means[other] if other >= 0 else None
        if here is None or there is None:
            continue
        event = int(np.argmax(there - here))
        if there[event] - here[event] < _GAP:
            continue
        mine = rows & ready.doing.active
        own = sums(ready.doing.shares, ground.cluster, ground.n_clusters, mine)
        evidence = Measure(
            f"share of actions: {ready.doing.events[event]}",
            mean_interval(own, event),
            "share of a person's actions",
            ground.n_people(mine),
            ground.n_accounts(mine),
            "describe.doing: mean share of a person's actions, by account",
        )
        habit, name = action(ready.doing.events[event]), ready.names[other]
        text = (
            f"Not this persona when {percent(float(there[event]))} or more of what they do is to {habit} "
            f"(here {percent(float(here[event]))}): that is typical of “{name}”."
        )
        said.append(
            Statement(
                persona_id,
                Facet.NOT_WHEN,
                text,
                Origin.MEASURED,
                (evidence,),
                n_people=evidence.n_people,
                n_accounts=evidence.n_accounts,
            )
        )
    return said
