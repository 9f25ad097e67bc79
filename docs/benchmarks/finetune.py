"""Steps of continual training in PyTorch: the network, losses and batches of `spatho stgpt finetune`, for docs/benchmarks.md.

    python docs/benchmarks/finetune.py CHECKPOINT expected.h5 STEPS

Four patches of 16 cells a step, gradients added up, clipping, AdamW; 30 % of the values hidden; losses of values (experts), states and
neighbourhoods. Prints processor and clock seconds of a step without the first five.
"""

import json
import os
import sys
import time

import h5py
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(int(os.environ.get("THREADS", "2")))
folder, tokens, steps = sys.argv[1], sys.argv[2], int(sys.argv[3])
args = json.load(open(f"{folder}/args.json"))
vocabulary = json.load(open(f"{folder}/vocab.json"))
state = torch.load(f"{folder}/best_model.pt", map_location="cpu", weights_only=True)
p = nn.ParameterDict({n.replace("Wqkv.", "in_proj_").replace(".", "/"): nn.Parameter(v.float()) for n, v in state.items()})
width, heads, layers = args["embsize"], args["nheads"], args["nlayers"]
w = lambda name: p[name.replace(".", "/")]
linear = lambda x, name: F.linear(x, w(name + ".weight"), w(name + ".bias"))
norm = lambda x, name: F.layer_norm(x, (width,), w(name + ".weight"), w(name + ".bias"))


def attend(x, mask, name):
    rows, length = x.shape[:2]
    q, k, v = F.linear(x, w(name + ".in_proj_weight"), w(name + ".in_proj_bias")).view(
        rows, length, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
    return linear(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).reshape(rows, length, width), name + ".out_proj")


def perceptron(x, name):
    for place in (0, 2):
        x = F.leaky_relu(linear(x, f"{name}.{place}"), 0.01)
    return linear(x, name + ".4").squeeze(-1)


def product(normed, vectors, name):
    return torch.einsum("ctd,cd->ct", F.linear(linear(normed, name + ".gene2query").sigmoid(), w(name + ".W.weight")), vectors)


def loss(genes, truth):
    shown = genes != vocabulary["<pad>"]
    genes, truth, shown = genes[:, :shown.sum(1).max()], truth[:, :shown.sum(1).max()], shown[:, :shown.sum(1).max()]
    mask = torch.zeros(shown.shape).masked_fill(~shown, float("-inf"))[:, None, None]
    shown = shown.clone()
    shown[:, 0] = False
    hidden = shown & (torch.rand(shown.shape) < 0.3)
    normed = norm(F.embedding(genes, w("encoder.embedding.weight")), "encoder.enc_norm")
    v = linear(truth.masked_fill(hidden, -1).unsqueeze(-1), "value_encoder.linear1").relu()
    x = normed + norm(linear(v, "value_encoder.linear2"), "value_encoder.norm")
    for i in range(layers):
        name = f"transformer_encoder.layers.{i}"
        x = norm(x + attend(x, mask, name + ".self_attn"), name + ".norm1")
        x = norm(x + linear(linear(x, name + ".linear1").relu(), name + ".linear2"), name + ".norm2")
    asked = x[hidden]
    share = linear(asked, "decoder.moe.gate.gate").softmax(-1)
    best, place = share.topk(2, -1)
    share = torch.zeros_like(share).scatter(-1, place, best)
    share = share / share.sum(-1, keepdim=True)
    values = sum(share[:, e] * perceptron(asked, f"decoder.moe.experts.{e}.fc") for e in range(4))
    around = (x[:, 0].sum(0, keepdim=True) - x[:, 0]) / (len(x) - 1)
    return ((values - truth[hidden]).square().mean()
            + (product(normed, x[:, 0], "mvc_decoder") - truth)[hidden].square().mean()
            + (product(normed, around, "impute_mvc_decoder") - truth)[shown].square().mean())


file = h5py.File(tokens)
genes, truth = torch.tensor(file["gene_ids"][:]).long(), torch.tensor(file["values"][:]).float()
optimizer = torch.optim.AdamW(p.values(), lr=1e-4)
for step in range(steps):
    if step == 5:
        processor, clock = time.process_time(), time.perf_counter()
    optimizer.zero_grad()
    for patch in range(4):
        rows = torch.randint(0, len(genes), (16,))
        (loss(genes[rows], truth[rows]) / 4).backward()
    nn.utils.clip_grad_norm_(list(p.values()), 1.0)
    optimizer.step()
print(f"processor {(time.process_time() - processor) / (steps - 5):.4f} clock {(time.perf_counter() - clock) / (steps - 5):.4f} s a step")
