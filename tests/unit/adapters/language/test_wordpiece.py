import personae_language
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.adapters.language.wordpiece import WordPiece, by_length

TOKENIZER = WordPiece.read(personae_language.VOCABULARY, 256)
RECORDED: dict[str, tuple[int, ...]] = {
    "The page takes ages to load.": (1996, 3931, 3138, 5535, 2000, 7170, 1012),
    "Café résumé naïve": (7668, 13746, 15743),
    "SSO/SAML isn't supported (yet)!": (7020, 2080, 1013, 3520, 2140, 3475, 1005, 1056, 3569, 1006, 2664, 1007, 999),
    "价格太高 too high": (100, 100, 1812, 1981, 2205, 2152),
    "unaffable Jupyterhubbing": (14477, 20961, 3468, 18414, 7685, 3334, 6979, 23200),
    "x" * 101 + " ok": (100, 7929),
    "€5,000/yr\u00a0+ “cheap”": (1574, 2629, 1010, 2199, 1013, 1061, 2099, 1009, 1523, 10036, 1524),
    "": (),
    "\ttabs\nand\u200b zero\u0007 width": (21628, 2015, 1998, 5717, 9381),
}  # fmt: skip
"""As the published tokenizer (Hugging Face tokenizers 0.23.3 with the model's tokenizer.json) gave them."""


@pytest.mark.parametrize("text", RECORDED)
def test_the_same_numbers_as_the_published_tokenizer(text: str) -> None:
    assert TOKENIZER.encode([text]) == [(101, *RECORDED[text], 102)]


def test_a_long_text_is_cut_to_what_the_model_reads() -> None:
    assert len(TOKENIZER.encode(["word " * 500])[0]) == 256


@given(st.text())
def test_any_text_gives_known_numbers_and_the_same_in_any_company(text: str) -> None:
    alone = TOKENIZER.encode([text])[0]
    assert TOKENIZER.encode(["before", text, text]) == [(101, 2077, 102), alone, alone]
    assert alone[0] == 101 and alone[-1] == 102 and all(0 <= number < 30522 for number in alone)


def test_places_by_length() -> None:
    assert by_length([(1, 2, 3), (1,), (4, 5, 6)]) == {1: [1], 3: [0, 2]}
