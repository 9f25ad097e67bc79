"""A TorchScript archive whose parameters are those of the "published" variant, as somebody might export a scGPT model.

    python docs/golden/make_script_checkpoint.py spatho-stgpt/src/test/resources/io/spatho/stgpt/nn/script.pt
"""

import math
import sys

import torch
from torch import nn

SHAPES = {"encoder.embedding.weight": (7, 4), "encoder.enc_norm.weight": (4,), "small.weight": (2, 3)}


class Part(nn.Module):
    def forward(self, x):
        return x


def weight(name, shape):
    phase = 0.1 * sum(name.encode())
    values = [0.5 * math.sin(0.013 * (i + 1) * (i + 1) + phase) for i in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float32).reshape(shape)


root = Part()
for name, shape in SHAPES.items():
    *path, last = name.split(".")
    at = root
    for step in path:
        if not hasattr(at, step):
            at.add_module(step, Part())
        at = getattr(at, step)
    value = weight(name, shape)
    at.register_parameter(last, nn.Parameter(value.half() if name.startswith("small") else value, requires_grad=False))
torch.jit.script(root).save(sys.argv[1])
