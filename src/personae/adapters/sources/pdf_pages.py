"""A program of its own (bytes of a PDF in, JSON out): the text of each page, or one sentence why there is none.

Run as a script by `pdf`, in a process with limits on memory and processor time; it imports nothing of the project.
"""

import json
import sys
import warnings

MOST_PAGES = 2_000
MOST_CHARACTERS = 20_000_000
_MEMORY, _SECONDS = 2 << 30, 80


def pages_of(content: bytes) -> list[str] | str:
    """The text of each page, or the reason why the document is not read."""
    # Imported once the limits are set; the package ships no types.
    import pypdfium2 as pdfium  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            return "the PDF is encrypted: save it without a password"
        return f"the PDF is damaged ({error})"
    if len(document) > MOST_PAGES:
        return f"the PDF has {len(document):,} pages; at most {MOST_PAGES:,} are read as one document: split it"
    pages: list[str] = []
    n = 0
    for i in range(len(document)):
        try:
            pages.append(document[i].get_textpage().get_text_range())
        except pdfium.PdfiumError as error:
            return f"page {i + 1} of the PDF is damaged ({error})"
        n += len(pages[-1])
        if n > MOST_CHARACTERS:
            return f"it holds more than {MOST_CHARACTERS:,} characters, the most that is read as one document: split it"
    return pages


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 -- not there on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


if __name__ == "__main__":
    _limit()
    warnings.simplefilter("ignore")
    json.dump(pages_of(sys.stdin.buffer.read()), sys.stdout)
