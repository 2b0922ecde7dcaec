"""The chain in plain English, from the bottom up and from the top down."""

from collections.abc import Sequence

from personae.domain.evidence import Interval
from personae.domain.link import Link
from personae.domain.words import Layer
from personae.stages.link.inputs import Inputs
from personae.stages.link.measured import Measured

CLEAR = 0.05


def read_link(link: Link, inputs: Inputs) -> str:
    """One sentence of what the link says, with its figure; of what is missing, where it is not measured."""
    if link.kind == "asserted":
        said = f" ({link.text.rstrip('.')})" if link.text else ""
        return f"A card asserts that {inputs.name(link.source)} moves {_target(link, inputs)}{said}; not measured."
    if link.effect is None:
        return f"{name_link(link, inputs)}: not measured. {link.why_not}"
    figure = _figure(link)
    if link.kind == "serves":
        return f"{inputs.name(link.source)} are {figure} of the users in {inputs.name(link.target)}."
    if link.kind == "answers_for":
        decide = f"they decide {figure} of the deals whose decider is known"
        return f"{inputs.name(link.source)} answer for {link.target}: {decide}."
    return _moves(link, figure, inputs)


def name_link(link: Link, inputs: Inputs) -> str:
    """The two ends of a link, for the head of a line."""
    own = f" ({_words(link.source_metric)})" if link.source_layer == Layer.DEPARTMENT and link.source_metric else ""
    source = f"{inputs.name(link.source)}{own}"
    return f"{source} -> {_target(link, inputs)}" if link.target else f"{source} -> a department"


def _moves(link: Link, figure: str, inputs: Inputs) -> str:
    clear = link.p_value is not None and link.p_value < CLEAR and link.effect is not None
    better = link.effect is not None and link.effect.value > 0
    doubt = f" {link.why_not}" if link.why_not else ""
    if link.source_layer == Layer.USER:
        what = f"{inputs.name(link.target)}'s {_words(link.target_metric)}"
        if not clear:
            return f"No clear association between what {inputs.name(link.source)} do and {what} ({figure}).{doubt}"
        lag = "a month later" if "a month later" in link.method else "in the same month"
        turn = "moves with it" if "which way" in link.method else ("gets better" if better else "gets worse")
        return f"When {inputs.name(link.source)} do more, {what} {turn} {lag} ({figure}).{doubt}"
    what = f"{inputs.name(link.source)}'s {_words(link.source_metric)}"
    if not clear:
        return f"No clear association between {what} and {link.target} ({figure}).{doubt}"
    turn = f"so did {link.target}" if better else f"{link.target} got worse"
    return f"Where {what} improved, {turn} ({figure}).{doubt}"


def _figure(link: Link) -> str:
    effect = link.effect
    if effect is None:
        return "not measured"
    if link.kind in ("serves", "answers_for"):
        return f"{effect.value:.0%} ({effect.low:.0%} to {effect.high:.0%}, {link.n_accounts} accounts)"
    return f"{effect.value:+.2f} sd per sd, {effect.low:+.2f} to {effect.high:+.2f}, {link.n_accounts} accounts"


def _target(link: Link, inputs: Inputs) -> str:
    metric = f"'s {_words(link.target_metric)}" if link.target_metric else ""
    return f"{inputs.name(link.target)}{metric}"


def _words(metric: str | None) -> str:
    return (metric or "metric").replace("_", " ")


def read_path(parts: Sequence[Measured], strength: Interval | None, inputs: Inputs) -> str:
    """The path from the bottom up, then from the top down, then its strength. The weakest link stands beside it."""
    sentences = [read_link(part.link, inputs) for part in parts]
    ends = [part.link for part in parts]
    up = "From the bottom up: " + " ".join(sentences)
    down = f"From the top down: {_descent(ends, inputs)}"
    if strength is None:
        return f"{up} {down} Strength: not known."
    size = f"{strength.value:+.3f} ({strength.low:+.3f} to {strength.high:+.3f})"
    holds = "" if strength.low > 0 else " The chain is not shown to hold: its interval includes zero."
    return f"{up} {down} Strength {size}.{holds}"


def _descent(links: Sequence[Link], inputs: Inputs) -> str:
    last, first = links[-1], links[0]
    if last.target_layer == Layer.DEPARTMENT or len(links) == 1:
        where = inputs.name(last.target) if last.target else "no known department"
        return f"{where} is as far as {inputs.name(first.source)} reach; the way between them is not known."
    metric = last.source_metric or links[-2].target_metric
    by = f" through its {_words(metric)}" if metric else ""
    return f"{last.target} hangs on {inputs.name(last.source)}{by}, and that on what {inputs.name(first.source)} do."
