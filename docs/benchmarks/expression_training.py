"""The network of `spatho histology train` (attention across fields, linear decoder, Poisson) in PyTorch: seconds of training steps.

    python expression_training.py EVALUATION/histology/expression/held_out.parquet FEATURES.parquet [steps] [threads]

Steps of four patches of 64 near observations, as spatho has them; a look at a fifth of the observations every 20 steps. "loop" takes one
patch after the other, "batch" all four at once.
"""

import resource
import sys
import time

import numpy
import pyarrow.parquet
import torch
from torch import nn
from torch.nn import functional

WIDTH, HEADS, PATCH, PATCHES, EVERY = 64, 4, 64, 4, 20


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def forward(self, x, context):
        def heads(y):
            return y.reshape(y.shape[0], y.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)

        found = functional.scaled_dot_product_attention(
            heads(self.query(x)), heads(self.key(context)), heads(self.value(context)))
        return self.out(found.transpose(1, 2).reshape(x.shape))


class Network(nn.Module):
    def __init__(self, scales, features, log_means):
        super().__init__()
        self.project = nn.ModuleList(
            nn.Sequential(nn.Linear(features, WIDTH), nn.LayerNorm(WIDTH), nn.GELU()) for _ in range(scales))
        self.fuse = nn.ModuleList(Attention() for _ in range(scales))
        self.shares = nn.Parameter(torch.zeros(scales))
        self.norm = nn.LayerNorm(WIDTH)
        self.rate = nn.Linear(WIDTH, len(log_means))
        with torch.no_grad():
            self.rate.weight.mul_(0.1)
            self.rate.bias.copy_(log_means)

    def forward(self, x):
        fields = [project(x[scale]) for scale, project in enumerate(self.project)]
        parts = torch.stack([field + fuse(fields[0], field) for field, fuse in zip(fields, self.fuse)])
        fused = fields[0] + (parts * self.shares.softmax(0).reshape(-1, 1, 1, 1)).sum(0)
        return self.rate(self.norm(fused))


def read(held_out, features):
    table = pyarrow.parquet.read_table(held_out, columns=["tile_id", "gene", "x_um", "y_um", "measured", "fold"]).to_pandas()
    genes = table.gene.nunique()
    counts = table.measured.to_numpy(numpy.float32).reshape(-1, genes)
    places = table.iloc[::genes]
    tiles = pyarrow.parquet.read_table(features).to_pandas()
    columns = [name for name in tiles.columns if name not in ("tile_id", "x_um", "y_um", "scale_um")]
    fields = []
    for _, part in tiles.groupby("scale_um", sort=True):
        values = part.set_index("tile_id").loc[places.tile_id, columns].to_numpy(numpy.float32)
        fields.append((values - values.mean(0)) / (values.std(0) + 1e-6))
    return torch.tensor(numpy.stack(fields)), torch.tensor(counts), places[["x_um", "y_um"]].to_numpy(), places.fold.to_numpy()


def patches(places, rows, turn):
    """Halves along the longer of two turned axes until a part has 64 places at most."""
    x = places[rows] @ numpy.array([[numpy.cos(turn), -numpy.sin(turn)], [numpy.sin(turn), numpy.cos(turn)]])
    todo, done = [numpy.arange(len(rows))], []
    while todo:
        part = todo.pop()
        if len(part) <= PATCH:
            done.append(rows[part])
            continue
        axis = numpy.ptp(x[part], axis=0).argmax()
        order = part[numpy.argsort(x[part, axis], kind="stable")]
        todo += [order[: len(order) // 2], order[len(order) // 2:]]
    return done


def main():
    fields, counts, places, fold = read(sys.argv[1], sys.argv[2])
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    torch.set_num_threads(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    training, choosing = numpy.flatnonzero(fold > 1), numpy.flatnonzero(fold == 1)
    random = numpy.random.default_rng(0)
    plan = []
    while len(plan) < steps * PATCHES:
        plan += patches(places, training, random.uniform(0, numpy.pi))
    looks = patches(places, choosing, 0)
    for way in ("loop", "batch"):
        torch.manual_seed(0)
        network = Network(len(fields), fields.shape[2], torch.log(counts[training].mean(0) + 1e-4))
        optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-4)
        cpu = resource.getrusage(resource.RUSAGE_SELF)
        started = time.time()
        for step in range(steps):
            chosen = plan[step * PATCHES: (step + 1) * PATCHES]
            optimizer.zero_grad(set_to_none=True)
            scale = 1 / (sum(map(len, chosen)) * counts.shape[1])
            if way == "batch":
                least = min(map(len, chosen))
                groups = [numpy.stack([rows[:least] for rows in chosen])]
            else:
                groups = [rows[None] for rows in chosen]
            for rows in groups:
                rate = network(fields[:, rows]).clamp(max=12)
                ((rate.exp() - counts[rows] * rate).sum() * scale).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            if step % EVERY == EVERY - 1:
                with torch.inference_mode():
                    error = [float(functional.poisson_nll_loss(network(fields[:, rows[None]]), counts[rows][None])) for rows in looks]
        wall = time.time() - started
        after = resource.getrusage(resource.RUSAGE_SELF)
        used = after.ru_utime + after.ru_stime - cpu.ru_utime - cpu.ru_stime
        print(f"{way}: {steps / wall:.1f} steps/s on the clock, {steps / used:.1f} per processor second; last error {numpy.mean(error):.4f}")


if __name__ == "__main__":
    main()
