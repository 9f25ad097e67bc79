"""Losses, gradients and steps of continual training of a scGPT-spatial network, computed in float64 by PyTorch's own modules.

    python docs/golden/make_finetune_golden.py spatho-stgpt/src/test/resources/io/spatho/stgpt/finetune/golden.json

Weights follow from their names by a formula that the test evaluates too; written from the equations, without anybody's code.
"""

import json
import math
import sys

import torch
from torch import nn

WIDTH, HEADS, HIDDEN, LAYERS, GENES, BATCHES, EXPERTS = 8, 2, 6, 2, 23, 2, 4
PAD, CLS, MASK = 20, 21, -1.0
LENGTHS = [6, 4, 5, 7]
HIDDEN_TOKENS = [[2, 4], [1], [3], [1, 5, 6]]
LABELS = [0, 1, 1, 0]
X, Y = [0.0, 1.0, 0.5, 4.0], [0.0, 0.2, 1.5, 3.0]
NEIGHBOURS = 2
LOSSES = {"value": 1.0, "state": 0.5, "neighbourhood": 0.7, "batch": 0.3}
RANK, ALPHA = 2, 3.0
torch.set_default_dtype(torch.float64)


def weight(name, shape):
    count = math.prod(shape)
    phase = 0.1 * sum(name.encode())
    values = torch.tensor([0.5 * math.sin(0.013 * (i + 1) * (i + 1) + phase) for i in range(count)])
    return values.to(torch.float32).to(torch.float64).reshape(shape)


class Network:
    def __init__(self, lora=()):
        self.p = {}
        self.lora = lora
        w = self.add
        w("encoder.embedding.weight", GENES, WIDTH)
        self.norm("encoder.enc_norm")
        self.map("value_encoder.linear1", WIDTH, 1)
        self.map("value_encoder.linear2", WIDTH, WIDTH)
        self.norm("value_encoder.norm")
        for i in range(LAYERS):
            prefix = f"transformer_encoder.layers.{i}."
            w(prefix + "self_attn.in_proj_weight", 3 * WIDTH, WIDTH)
            w(prefix + "self_attn.in_proj_bias", 3 * WIDTH)
            self.map(prefix + "self_attn.out_proj", WIDTH, WIDTH)
            self.map(prefix + "linear1", HIDDEN, WIDTH)
            self.map(prefix + "linear2", WIDTH, HIDDEN)
            self.norm(prefix + "norm1")
            self.norm(prefix + "norm2")
        self.map("decoder.moe.gate.gate", EXPERTS, WIDTH)
        for e in range(EXPERTS):
            for place, outputs in ((0, WIDTH), (2, WIDTH), (4, 1)):
                self.map(f"decoder.moe.experts.{e}.fc.{place}", outputs, WIDTH)
        for head in ("mvc_decoder", "impute_mvc_decoder"):
            self.map(head + ".gene2query", WIDTH, WIDTH)
            w(head + ".W.weight", WIDTH, WIDTH)
        for place in (0, 3):
            self.map(f"grad_reverse_discriminator._decoder.{place}", WIDTH, WIDTH)
            self.norm(f"grad_reverse_discriminator._decoder.{place + 2}")
        self.map("grad_reverse_discriminator.out_layer", BATCHES, WIDTH)
        for name in [n for n in self.p if self.adapted(n)]:
            w(name + ".lora_a", RANK, self.p[name].shape[1])
            w(name + ".lora_b", self.p[name].shape[0], RANK)
        if lora:
            for name, value in self.p.items():
                value.requires_grad_(".lora_" in name)

    def adapted(self, name):
        return name.startswith("transformer_encoder.") and any(
            name.endswith(f".{t}.weight") or name.endswith(f".{t}_weight") for t in self.lora)

    def add(self, name, *shape):
        self.p[name] = weight(name, shape).requires_grad_(True)

    def map(self, name, outputs, inputs):
        self.add(name + ".weight", outputs, inputs)
        self.add(name + ".bias", outputs)

    def norm(self, name):
        self.add(name + ".weight", WIDTH)
        self.add(name + ".bias", WIDTH)

    def of(self, name):
        value = self.p[name]
        if self.adapted(name):
            value = value + ALPHA / RANK * self.p[name + ".lora_b"] @ self.p[name + ".lora_a"]
        return value

    def linear(self, x, name, bias=True):
        return nn.functional.linear(x, self.of(name + ".weight"), self.of(name + ".bias") if bias else None)

    def layer_norm(self, x, name):
        return nn.functional.layer_norm(x, (WIDTH,), self.of(name + ".weight"), self.of(name + ".bias"), 1e-5)

    def layer(self, x, padding, i):
        module = nn.TransformerEncoderLayer(WIDTH, HEADS, HIDDEN, dropout=0.0, batch_first=True)
        values = {n: self.of(f"transformer_encoder.layers.{i}.{n}") for n, _ in module.named_parameters()}
        module.train()
        return torch.func.functional_call(module, values, (x,), {"src_key_padding_mask": padding})

    def perceptron(self, x, name):
        for place in (0, 2):
            x = nn.functional.leaky_relu(self.linear(x, f"{name}.{place}"), 0.01)
        return self.linear(x, name + ".4")

    def losses(self):
        width = max(LENGTHS)
        genes = torch.full((4, width), PAD)
        truth = torch.full((4, width), -2.0)
        for c, length in enumerate(LENGTHS):
            for t in range(length):
                genes[c, t] = CLS if t == 0 else (3 * c + 5 * t + 1) % 20
                if t > 0:
                    truth[c, t] = (7 * c + 3 * t) % 11 + 1
        hidden = torch.zeros(4, width, dtype=torch.bool)
        for c, tokens in enumerate(HIDDEN_TOKENS):
            hidden[c, tokens] = True
        values = truth.masked_fill(hidden, MASK)
        padding = genes == PAD
        normed = self.layer_norm(self.of("encoder.embedding.weight")[genes], "encoder.enc_norm")
        v = self.linear(values.clamp(max=512).unsqueeze(-1), "value_encoder.linear1").relu()
        x = normed + self.layer_norm(self.linear(v, "value_encoder.linear2"), "value_encoder.norm")
        for i in range(LAYERS):
            x = self.layer(x, padding, i)
        state = x[:, 0]
        gate = self.linear(x, "decoder.moe.gate.gate").softmax(-1)
        best, place = gate.topk(2, -1)
        gate = torch.zeros_like(gate).scatter(-1, place, best)
        gate = gate / gate.sum(-1, keepdim=True)
        experts = torch.cat([self.perceptron(x, f"decoder.moe.experts.{e}.fc") for e in range(EXPERTS)], -1)
        expression = (experts * gate).sum(-1)
        around = torch.stack([state[self.near(c)].mean(0) for c in range(4)])
        shown = ~padding
        shown[:, 0] = False
        reversed_state = 2 * state.detach() - state
        d = reversed_state
        for place in (0, 3):
            d = nn.functional.leaky_relu(self.linear(d, f"grad_reverse_discriminator._decoder.{place}"), 0.01)
            d = self.layer_norm(d, f"grad_reverse_discriminator._decoder.{place + 2}")
        logits = self.linear(d, "grad_reverse_discriminator.out_layer")
        return {
            "value": (expression - truth)[hidden].square().mean(),
            "state": (self.product(normed, state, "mvc_decoder") - truth)[hidden].square().mean(),
            "neighbourhood": (self.product(normed, around, "impute_mvc_decoder") - truth)[shown].square().mean(),
            "batch": nn.functional.cross_entropy(logits, torch.tensor(LABELS)),
        }

    def product(self, normed, vectors, name):
        query = self.linear(normed, name + ".gene2query").sigmoid()
        return (self.linear(query, name + ".W", bias=False) @ vectors.unsqueeze(-1)).squeeze(-1)

    @staticmethod
    def near(c):
        order = sorted((i for i in range(4) if i != c), key=lambda i: math.hypot(X[i] - X[c], Y[i] - Y[c]))
        return order[:NEIGHBOURS]

    def total(self):
        losses = self.losses()
        return losses, sum(LOSSES[name] * loss for name, loss in losses.items())


def numbers(tensor):
    return [float(f"{v:.9g}") for v in tensor.detach().reshape(-1).tolist()]


def case(lora=()):
    network = Network(lora)
    trained = {n: v for n, v in network.p.items() if v.requires_grad}
    losses, total = network.total()
    gradients = dict(zip(trained, torch.autograd.grad(total, list(trained.values()))))
    optimizer = torch.optim.AdamW(list(trained.values()), lr=0.01, eps=1e-3, weight_decay=0.05)
    for _ in range(3):
        optimizer.zero_grad()
        network.total()[1].backward()
        norm = nn.utils.clip_grad_norm_(list(trained.values()), 1.0)
        optimizer.step()
    return {
        "losses": {name: float(loss.detach()) for name, loss in losses.items()},
        "gradients": {n: numbers(g) for n, g in gradients.items()},
        "third_norm": float(norm),
        "weights": {n: numbers(v) for n, v in trained.items()},
        "merged": {n: numbers(network.of(n)) for n in network.p if network.adapted(n)},
    }


document = {"torch": torch.__version__, "whole": case(), "lora": case(("in_proj", "linear1"))}
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(document, file, separators=(",", ":"))
    file.write("\n")
