"""axe-core finds nothing to object to on any page, light or dark."""

from importlib import resources
from typing import Any

import pytest

from tests.browser.test_journeys import EVERY

axe = pytest.importorskip("axe_playwright_python", reason="needs axe-core: pip install 'personae[dev]'")
RUN = "axe.run().then(found => found.violations.map(v => v.id + ' ' + v.nodes[0].target))"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Any, site: str, scheme: str) -> None:
    script = resources.files(axe).joinpath("axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # only the test's own script is let in
    page = context.new_page()
    found = {}
    for path in EVERY:
        page.goto(site + path)
        page.evaluate(script)
        if violations := page.evaluate(RUN):
            found[path] = violations
    context.close()
    assert found == {}
