"""A Whisper that says nothing but loads as any does: one layer, all its weights zero."""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from ctranslate2.specs import WhisperSpec  # pyright: ignore[reportMissingTypeStubs]
from tokenizers import Tokenizer, models

WIDTH, WORDS = 8, 51865


@cache
def tiny_whisper() -> dict[str, bytes]:
    """Its files by name."""
    spec = WhisperSpec(1, 2, 1, 2)
    _fill(spec)
    spec.register_vocabulary([f"w{number}" for number in range(WORDS)])
    spec.validate()
    with TemporaryDirectory() as folder:
        spec.save(folder)
        Tokenizer(models.WordLevel({"w0": 0}, unk_token="w0")).save(f"{folder}/tokenizer.json")
        files = {one.name: one.read_bytes() for one in Path(folder).iterdir()}
    assert json.loads(files["tokenizer.json"])["model"]["type"] == "WordLevel"
    return files


def write_tiny_whisper(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, data in tiny_whisper().items():
        (folder / name).write_bytes(data)
    return folder


def _fill(spec: Any) -> None:
    encoder, decoder = spec.encoder, spec.decoder
    encoder.conv1.weight, encoder.conv1.bias = _zeros(WIDTH, 80, 3), _zeros(WIDTH)
    encoder.conv2.weight, encoder.conv2.bias = _zeros(WIDTH, WIDTH, 3), _zeros(WIDTH)
    encoder.position_encodings.encodings = _zeros(1500, WIDTH)
    decoder.embeddings.weight = decoder.projection.weight = _zeros(WORDS, WIDTH)
    decoder.position_encodings.encodings = _zeros(448, WIDTH)
    _norm(encoder.layer_norm)
    _norm(decoder.layer_norm)
    for layer in (*encoder.layer, *decoder.layer):
        _attention(layer.self_attention, 3, 1)
        if hasattr(layer, "attention"):
            _attention(layer.attention, 1, 2, 1)
        _norm(layer.ffn.layer_norm)
        _linear(layer.ffn.linear_0, 1)
        _linear(layer.ffn.linear_1, 1)


def _attention(attention: Any, *times: int) -> None:
    _norm(attention.layer_norm)
    for linear, of in zip(attention.linear, times, strict=True):
        _linear(linear, of)


def _norm(norm: Any) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, dtype=np.float32), _zeros(WIDTH)


def _linear(linear: Any, times: int) -> None:
    linear.weight, linear.bias = _zeros(times * WIDTH, WIDTH), _zeros(times * WIDTH)


def _zeros(*shape: int) -> Any:
    return np.zeros(shape, dtype=np.float32)
