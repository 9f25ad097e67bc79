"""A full-size scGPT checkpoint made by a seed, cells for it, and a plain PyTorch embedder to measure spatho beside.

    python docs/benchmarks/scgpt_embedding.py make FOLDER            # best_model.pt of 200 MB, vocab.json, args.json, cells-*.bin
    python docs/benchmarks/scgpt_embedding.py time FOLDER short|long # embeds the cells, two threads, writes vectors-*.torch.bin
    python docs/benchmarks/scgpt_embedding.py same FOLDER short|long # largest difference to what ScgptEmbedding.java wrote

The embedder is the usual one: cells in file order, 64 in a batch, padded to the longest, PyTorch's scaled_dot_product_attention, and
every token through every layer. Needs torch.
"""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

WIDTH, HEADS, HIDDEN, LAYERS, TOKENS = 512, 8, 512, 12, 60697
PAD, CLS = TOKENS - 3, TOKENS - 2
BATCH = 64


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(7)
    shapes = {"encoder.embedding.weight": (TOKENS, WIDTH)}

    def norm(name):
        shapes[name + ".weight"] = shapes[name + ".bias"] = (WIDTH,)

    def linear(name, rows, columns):
        shapes[name + ".weight"], shapes[name + ".bias"] = (rows, columns), (rows,)

    norm("encoder.enc_norm")
    linear("value_encoder.linear1", WIDTH, 1)
    linear("value_encoder.linear2", WIDTH, WIDTH)
    norm("value_encoder.norm")
    for i in range(LAYERS):
        prefix = f"transformer_encoder.layers.{i}."
        linear(prefix + "self_attn.Wqkv", 3 * WIDTH, WIDTH)
        linear(prefix + "self_attn.out_proj", WIDTH, WIDTH)
        linear(prefix + "linear1", HIDDEN, WIDTH)
        linear(prefix + "linear2", WIDTH, HIDDEN)
        norm(prefix + "norm1")
        norm(prefix + "norm2")
    state = {}
    for name, shape in shapes.items():
        if "norm" in name:
            state[name] = 1 + 0.1 * torch.randn(shape) if name.endswith("weight") else 0.1 * torch.randn(shape)
        else:
            state[name] = torch.randn(shape) * (1 / np.sqrt(shape[-1]) if len(shape) == 2 else 0.05)
    torch.save(state, folder / "best_model.pt")
    settings = dict(embsize=WIDTH, nheads=HEADS, d_hid=HIDDEN, nlayers=LAYERS, n_layers_cls=3, dropout=0.2,
                    pad_token="<pad>", pad_value=-2, n_bins=51, max_seq_len=1200)
    vocabulary = {f"G{i}": i for i in range(TOKENS - 3)} | {"<pad>": PAD, "<cls>": CLS, "<eoc>": TOKENS - 1}
    (folder / "args.json").write_text(json.dumps(settings))
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    other = folder.with_name(folder.name + "-safetensors")
    other.mkdir(exist_ok=True)
    (other / "args.json").write_text(json.dumps(settings))
    (other / "vocab.json").write_text(json.dumps(vocabulary))
    save_safetensors(state, other / "best_model.safetensors")
    random = np.random.default_rng(3)
    for name, cells, middle in (("short", 512, 50), ("long", 64, 350)):
        lengths = np.clip(np.round(middle * np.exp(0.6 * random.standard_normal(cells))), 5, 1200).astype("<i4")
        genes = np.concatenate([np.r_[CLS, random.choice(TOKENS - 3, n - 1, replace=False)] for n in lengths])
        values = np.concatenate([np.r_[-2, random.integers(1, 51, n - 1)] for n in lengths])
        with open(folder / f"cells-{name}.bin", "wb") as file:
            file.write(np.array([cells], "<i4").tobytes() + lengths.tobytes())
            file.write(genes.astype("<i4").tobytes() + values.astype("<f4").tobytes())


def save_safetensors(state, file):
    header, at = {}, 0
    for name, tensor in state.items():
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + 4 * tensor.numel()]}
        at += 4 * tensor.numel()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(file, "wb") as out:
        out.write(len(text).to_bytes(8, "little") + text)
        for tensor in state.values():
            out.write(tensor.contiguous().numpy().tobytes())


def read_cells(folder, name):
    raw = (folder / f"cells-{name}.bin").read_bytes()
    cells = np.frombuffer(raw, "<i4", 1)[0]
    lengths = np.frombuffer(raw, "<i4", cells, 4)
    total = lengths.sum()
    genes = np.frombuffer(raw, "<i4", total, 4 + 4 * cells)
    values = np.frombuffer(raw, "<f4", total, 4 + 4 * cells + 4 * total)
    cuts = np.cumsum(lengths)[:-1]
    return np.split(genes, cuts), np.split(values, cuts)


class Embedder:
    def __init__(self, state):
        self.w = state

    def linear(self, x, name):
        return F.linear(x, self.w[name + ".weight"], self.w[name + ".bias"])

    def norm(self, x, name):
        return F.layer_norm(x, (WIDTH,), self.w[name + ".weight"], self.w[name + ".bias"])

    def __call__(self, genes, values):
        padding = genes == PAD
        x = self.norm(F.embedding(genes, self.w["encoder.embedding.weight"]), "encoder.enc_norm")
        v = self.linear(values.clamp(max=512).unsqueeze(-1), "value_encoder.linear1").relu()
        x = x + self.norm(self.linear(v, "value_encoder.linear2"), "value_encoder.norm")
        mask = None if not padding.any() else (~padding)[:, None, None, :]
        for i in range(LAYERS):
            p = f"transformer_encoder.layers.{i}."
            q, k, v = self.linear(x, p + "self_attn.Wqkv").view(*x.shape[:2], 3, HEADS, -1).permute(2, 0, 3, 1, 4)
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(x.shape)
            x = self.norm(x + self.linear(a, p + "self_attn.out_proj"), p + "norm1")
            x = self.norm(x + self.linear(self.linear(x, p + "linear1").relu(), p + "linear2"), p + "norm2")
        return F.normalize(x[:, 0], dim=1)


def measure(folder, name):
    torch.set_num_threads(2)
    started = time.perf_counter()
    model = Embedder(torch.load(folder / "best_model.pt", weights_only=True))
    loaded = time.perf_counter() - started
    genes, values = read_cells(folder, name)
    out = []
    before, started = time.process_time(), time.perf_counter()
    with torch.inference_mode():
        for at in range(0, len(genes), BATCH):
            some = genes[at:at + BATCH], values[at:at + BATCH]
            longest = max(map(len, some[0]))
            ids, numbers = np.full((len(some[0]), longest), PAD), np.full((len(some[0]), longest), -2, "f4")
            for row, (g, v) in enumerate(zip(*some)):
                ids[row, :len(g)], numbers[row, :len(v)] = g, v
            out.append(model(torch.from_numpy(ids), torch.from_numpy(numbers)).numpy())
    wall, processor = time.perf_counter() - started, time.process_time() - before
    np.concatenate(out).astype("<f4").tofile(folder / f"vectors-{name}.torch.bin")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"PyTorch {torch.__version__} {name}: load {loaded:.2f} s, {len(genes)} cells in {wall:.2f} s, "
          f"{processor:.2f} processor s, {len(genes) / wall:.2f} cells/s, peak {peak:.0f} MB")


def same(folder, name):
    left = np.fromfile(folder / f"vectors-{name}.torch.bin", "<f4").reshape(-1, WIDTH)
    right = np.fromfile(folder / f"vectors-{name}.spatho.bin", "<f4").reshape(-1, WIDTH)
    print("largest difference", np.abs(left - right).max(), "smallest cosine", (left * right).sum(1).min())


if __name__ == "__main__":
    verb, where = sys.argv[1], Path(sys.argv[2])
    if verb == "make":
        make(where)
    else:
        {"time": measure, "same": same}[verb](where, sys.argv[3])
