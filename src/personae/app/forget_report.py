"""What `personae forget` did, or would do, as text for a terminal."""

from personae.app.forget_person import ForgetResult, Searched


def render_forget(result: ForgetResult) -> str:
    """Changes, then what was searched and found. The person is not named in it."""
    done = result.searched is not None
    lines = ["Changed:" if done else "Would change (nothing was written; --yes does it):"]
    lines += [f"  {change.path}: {change.action} ({change.n}){' OUTSIDE the workspace' if change.outside else ''}"
              for change in result.changes] or ["  no source file and no card names this person"]
    lines.append(f"  {len(result.builds)} builds and the cache: removed{', one built anew' if result.build_id else ''}")
    if result.searched is None:
        return "\n".join(lines) + "\n"
    if result.build_id is None:
        lines.append("  no build was made: nothing is left to build from")
    return "\n".join([*lines, "", *_search(result, result.searched)]) + "\n"


def _search(result: ForgetResult, searched: Searched) -> list[str]:
    kinds = ", ".join(f"{n:,} {kind}" for kind, n in sorted(searched.kinds.items()))
    lines = [f"Searched {searched.n_files:,} files ({kinds}; {searched.n_bytes:,} bytes) for ids, addresses, names and "
             f"{result.n_quotes:,} sentences."]
    if result.n_short:
        lines.append(f"{result.n_short:,} sentences of three words or fewer were not searched for: they are anybody's.")
    lines += [f"  LEFT {left.path}: {left.what}" for left in searched.left]
    lines += [f"  UNREAD {name}" for name in searched.unread]
    if searched.left:
        lines.append("Something is left. Remove it from those files by hand.")
    elif searched.unread:
        lines.append("Nothing was found, but some files could not be read.")
    else:
        lines.append("Nothing was found.")
    lines.append("Backups, copies elsewhere and the history of a repository are not part of this search.")
    return lines
