"""The text says what was searched, and never that nothing is left when something is, or was not looked at."""

from personae.app.forget_person import Change, ForgetResult, Left, Searched
from personae.app.forget_report import render_forget

CHANGES = (Change("people.csv", "rows removed or cleaned", 2), Change("../x.csv", "rows removed or cleaned", 1, True))


def searched(*left: Left, unread: tuple[str, ...] = ()) -> ForgetResult:
    return ForgetResult(CHANGES[:1], ("b1",), Searched(3, 4_000, {"gzip": 1, "SQLite": 2}, unread, left), 5, 2, "b2")


def test_a_dry_run_says_that_nothing_was_written() -> None:
    text = render_forget(ForgetResult(CHANGES, ("b1", "b2"), None, 5, 0))
    assert "nothing was written" in text and "../x.csv: rows removed or cleaned (1) OUTSIDE" in text
    assert "2 builds" in text and "Searched" not in text


def test_nothing_found_only_when_all_was_read_and_nothing_is_left() -> None:
    assert "Nothing was found.\n" in render_forget(searched()) and searched().ok
    left, unread = searched(Left("a.bak", "name")), searched(unread=("b.zip (torn)",))
    assert "LEFT a.bak: name" in render_forget(left) and "Nothing was found" not in render_forget(left)
    assert "UNREAD b.zip (torn)" in render_forget(unread) and "Nothing was found.\n" not in render_forget(unread)
    assert not left.ok and not unread.ok
    text = render_forget(searched())
    assert "3 files (2 SQLite, 1 gzip; 4,000 bytes)" in text and "2 sentences of three words" in text
