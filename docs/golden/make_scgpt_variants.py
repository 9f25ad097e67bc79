"""What scGPT's variants give, computed in float64 by PyTorch's own modules.

    python docs/golden/make_scgpt_variants.py spatho-stgpt/src/test/resources/io/spatho/stgpt/scgpt/variants.json

Covers what the published small checkpoints do not: bins as categories, values that scale, layer norm before each part in both of its
forms, batch norm by batch, batch labels in the decoders, zero probabilities, the two other decoders of values from states, classes,
and the generative pass. Weights follow from their names by a formula that the test evaluates too; written from the equations of the
papers and the published sources' behaviour, without their code.
"""

import json
import math
import sys

import torch
from torch import nn

WIDTH, HEADS, HIDDEN, LAYERS, GENES, BINS, BATCHES, CLASSES = 8, 2, 6, 2, 23, 13, 3, 5
PAD, CLS = 20, 21
torch.set_default_dtype(torch.float64)


def weight(name, shape):
    count = math.prod(shape)
    phase = 0.1 * sum(name.encode())
    values = torch.tensor([0.5 * math.sin(0.013 * (i + 1) * (i + 1) + phase) for i in range(count)])
    if name.endswith("running_var"):
        values = values.abs() + 0.5
    return values.to(torch.float32).to(torch.float64).reshape(shape)


class Weights:
    """Takes weights by name and remembers their shapes."""

    def __init__(self):
        self.shapes = {}

    def __call__(self, name, *shape):
        self.shapes[name] = list(shape)
        return weight(name, shape)

    def fill(self, module, prefix):
        with torch.no_grad():
            for name, parameter in module.named_parameters():
                parameter.copy_(self(prefix + name, *parameter.shape))
        return module.eval()


def cells(category):
    lengths = [6, 4, 5]
    longest = max(lengths)
    genes = torch.full((3, longest), PAD)
    values = torch.full((3, longest), 11.0 if category else -2.0)
    for c, length in enumerate(lengths):
        for t in range(length):
            genes[c, t] = CLS if t == 0 else (3 * c + 5 * t + 1) % 20
            if t > 0:
                values[c, t] = (7 * c + 3 * t) % 11
    return genes, values, genes == PAD, lengths


class Network:
    def __init__(self, style="continuous", norms="after", batches=False, dsbn=False, product="inner", zero=False):
        w = self.w = Weights()
        self.style, self.norms, self.batches, self.product, self.zero = style, norms, batches, product, zero
        self.genes = nn.Sequential(nn.Embedding(GENES, WIDTH), nn.LayerNorm(WIDTH)).eval()
        w.fill(self.genes[0], "encoder.embedding.")
        w.fill(self.genes[1], "encoder.enc_norm.")
        if style == "continuous":
            self.values = [w.fill(nn.Linear(1, WIDTH), "value_encoder.linear1."),
                           w.fill(nn.Linear(WIDTH, WIDTH), "value_encoder.linear2."),
                           w.fill(nn.LayerNorm(WIDTH), "value_encoder.norm.")]
        elif style == "category":
            self.values = [w.fill(nn.Embedding(BINS, WIDTH), "value_encoder.embedding."),
                           w.fill(nn.LayerNorm(WIDTH), "value_encoder.enc_norm.")]
        self.dsbn = []
        if dsbn:
            for b in range(BATCHES):
                norm = nn.BatchNorm1d(WIDTH, eps=6.1e-5)
                prefix = f"dsbn.bns.{b}."
                w.fill(norm, prefix)
                norm.running_mean.copy_(w(prefix + "running_mean", WIDTH))
                norm.running_var.copy_(w(prefix + "running_var", WIDTH))
                self.dsbn.append(norm.eval())
        self.layers = []
        for i in range(LAYERS):
            layer = nn.TransformerEncoderLayer(WIDTH, HEADS, HIDDEN, batch_first=True, norm_first=norms == "before")
            self.layers.append(w.fill(layer, f"transformer_encoder.layers.{i}."))
        seen = 2 * WIDTH if batches else WIDTH
        if batches:
            self.labels = nn.Sequential(w.fill(nn.Embedding(BATCHES, WIDTH), "batch_encoder.embedding."),
                                        w.fill(nn.LayerNorm(WIDTH), "batch_encoder.enc_norm."))
        self.decoder = w.fill(self.perceptron(seen), "decoder.fc.")
        if zero:
            self.zeros = w.fill(self.perceptron(seen), "decoder.zero_logit.")
        self.query = w.fill(nn.Linear(WIDTH, 64 if product == "concatenated" else WIDTH), "mvc_decoder.gene2query.")
        if product == "inner":
            self.w_product = w.fill(nn.Linear(WIDTH, seen, bias=False), "mvc_decoder.W.")
            if zero:
                self.w_zero = w.fill(nn.Linear(WIDTH, seen), "mvc_decoder.W_zero_logit.")
        else:
            self.first = w.fill(nn.Linear(WIDTH + 64 if product == "concatenated" else WIDTH, 64), "mvc_decoder.fc1.")
            self.act = w.fill(nn.PReLU(), "mvc_decoder.hidden_activation.")
            self.second = w.fill(nn.Linear(64, 1), "mvc_decoder.fc2.")
        self.classes = nn.Sequential(*[m for i in range(2) for m in (
            w.fill(nn.Linear(WIDTH, WIDTH), f"cls_decoder._decoder.{3 * i}."), nn.ReLU(),
            w.fill(nn.LayerNorm(WIDTH), f"cls_decoder._decoder.{3 * i + 2}."))],
            w.fill(nn.Linear(WIDTH, CLASSES), "cls_decoder.out_layer."))
        self.flags = w("flag_encoder.weight", 2, WIDTH)

    @staticmethod
    def perceptron(inputs):
        return nn.Sequential(nn.Linear(inputs, WIDTH), nn.LeakyReLU(), nn.Linear(WIDTH, WIDTH), nn.LeakyReLU(),
                             nn.Linear(WIDTH, 1))

    def by_batch(self, x, labels):
        if not self.dsbn:
            return x
        return torch.stack([self.dsbn[b](row.T.unsqueeze(0))[0].T for row, b in zip(x, labels)])

    def enter(self, genes, values, labels):
        x = self.genes(genes)
        if self.style == "continuous":
            h = self.values[0](values.clamp(max=512).unsqueeze(-1)).relu()
            x = x + self.values[2](self.values[1](h))
        elif self.style == "category":
            x = x + self.values[1](self.values[0](values.long()))
        else:
            x = x * values.unsqueeze(-1)
        return self.by_batch(x, labels)

    def encode(self, x, padding):
        for layer in self.layers:
            if self.norms == "carried":
                x = layer.norm1(x)
                x = layer.norm2(x + layer.self_attn(x, x, x, key_padding_mask=padding, need_weights=False)[0])
                x = x + layer.linear2(layer.linear1(x).relu())
            else:
                x = layer(x, src_key_padding_mask=padding)
        return x

    def generate(self, known, asked, padding):
        """Known tokens attend to the known; an asked one to the known and itself, without the output projection."""
        for layer in self.layers:
            before = self.norms == "carried"
            if before:
                known, asked = layer.norm1(known), layer.norm1(asked)
            seen = layer.self_attn(known, known, known, key_padding_mask=padding, need_weights=False)[0]
            made = self.asked(layer.self_attn, known, asked, padding)
            parts = []
            for x, answer in ((known, seen), (asked, made)):
                x = layer.norm2(x + answer) if before else layer.norm1(x + answer)
                x = x + layer.linear2(layer.linear1(x).relu())
                parts.append(x if before else layer.norm2(x))
            known, asked = parts
        return known, asked

    @staticmethod
    def asked(attention, known, asked, padding):
        rows, count, each = known.shape[0], asked.shape[1], WIDTH // HEADS
        def project(x):
            q, k, v = nn.functional.linear(x, attention.in_proj_weight, attention.in_proj_bias).chunk(3, -1)
            return [p.reshape(rows, -1, HEADS, each).transpose(1, 2) for p in (q, k, v)]
        _, k0, v0 = project(known)
        q, k1, v1 = project(asked)
        allowed = torch.cat([(~padding)[:, None, :].expand(-1, count, -1),
                             torch.eye(count, dtype=torch.bool).expand(rows, -1, -1)], -1)[:, None]
        out = nn.functional.scaled_dot_product_attention(
            q, torch.cat([k0, k1], 2), torch.cat([v0, v1], 2), attn_mask=allowed)
        return out.transpose(1, 2).reshape(rows, count, WIDTH)

    def beside(self, x, labels):
        if not self.batches:
            return x
        vectors = self.labels(labels)
        return torch.cat([x, vectors.unsqueeze(1).expand(-1, x.shape[1], -1) if x.dim() == 3 else vectors], -1)

    def products(self, states, labels):
        query = self.query(self.genes(torch.arange(20))).sigmoid()
        if self.product == "inner":
            return self.beside(states, labels) @ self.w_product(query).T
        pairs = (states.unsqueeze(1) + query.unsqueeze(0) if self.product == "summed" else torch.cat(
            [states.unsqueeze(1).expand(-1, 20, -1), query.unsqueeze(0).expand(states.shape[0], -1, -1)], -1))
        return self.second(self.act(self.first(pairs))).squeeze(-1)


def run(**variant):
    network = Network(**variant)
    genes, values, padding, lengths = cells(variant.get("style") == "category")
    labels = torch.tensor([2, 0, 1])
    with torch.no_grad():
        x = network.encode(network.enter(genes, values, labels), padding)
        states = x[:, 0]
        out = {"states": states, "classes": network.classes(states), "products": network.products(states, labels),
               "expression": network.decoder(network.beside(x, labels)).squeeze(-1)}
        if network.zero:
            out["expressed"] = network.zeros(network.beside(x, labels)).squeeze(-1).sigmoid()
            query = network.query(network.genes(torch.arange(20))).sigmoid()
            out["expressed_genes"] = (network.beside(states, labels) @ network.w_zero(query).T).sigmoid()
        given = network.enter(genes, values, labels)
        given[:, 0] = states
        out["from_states"] = network.decoder(network.beside(network.encode(given, padding), labels)).squeeze(-1)
        if network.style != "scaling" and network.norms != "before":
            asked = torch.tensor([[2, 9, 14], [0, 1, 5], [7, 8, 19]])
            marked = network.by_batch(network.genes(asked) + network.flags[1], labels)
            known, made = network.generate(network.enter(genes, values, labels), marked, padding)
            out["generated"] = network.decoder(network.beside(made, labels)).squeeze(-1)
    for name in ("expression", "expressed", "from_states"):
        if name in out:
            out[name] = out[name].masked_fill(padding, 0)
    return {"shapes": network.w.shapes, "expected": {k: [[round(float(v), 9) for v in row] for row in t] for k, t in out.items()}}


variants = {
    "category": dict(style="category", zero=True),
    "carried": dict(norms="carried", product="concatenated"),
    "before": dict(norms="before", product="summed"),
    "batches": dict(batches=True, dsbn=True, zero=True),
    "scaling": dict(style="scaling"),
    "published": dict(),
}
document = {"torch": torch.__version__, "variants": {name: run(**options) for name, options in variants.items()}}
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(document, file, separators=(",", ":"))
    file.write("\n")
