"""Long lists a page at a time; a frozen page holds the first rows and says how many there are."""

from dataclasses import dataclass

from personae.faces.pages.page import Asked, Params

SIZE, FROZEN = 50, 300


@dataclass(frozen=True, slots=True)
class Paging:
    """This page of `total` rows. `before` and `after` are questions for its neighbours, None at the ends."""

    first: int
    last: int
    total: int
    size: int
    offset: int
    before: Params | None
    after: Params | None


def paging(asked: Asked, total: int, size: int = SIZE) -> Paging:
    """`?page=2`: which rows to show. A number that is none, or is out of range, gives the nearest page."""
    size = size if asked.links.asks else FROZEN
    text = asked.query.get("page", "1")
    last_page = max(1, -(-total // size))
    page = min(max(1, int(text)), last_page) if text.isascii() and text.isdigit() and len(text) < 10 else 1
    rest = {key: value for key, value in asked.query.items() if key not in ("page", "token")}
    offset = (page - 1) * size
    can = asked.links.asks
    return Paging(
        first=min(offset + 1, total),
        last=min(offset + size, total),
        total=total,
        size=size,
        offset=offset,
        before={**rest, "page": str(page - 1)} if can and page > 1 else None,
        after={**rest, "page": str(page + 1)} if can and page < last_page else None,
    )
