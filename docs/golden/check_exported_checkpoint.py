"""Loads a folder that `spatho stgpt finetune --export scgpt` wrote as scGPT-spatial does, and compares embeddings.

    python docs/golden/check_exported_checkpoint.py OUT/scgpt expected.h5 embeddings.npz

expected.h5 holds the tokens of the golden set; embeddings.npz (ids, vectors) what `spatho stgpt embed --checkpoint OUT/scgpt` gave for
the same cells. The forward pass is PyTorch's own layers, with upstream's renaming of Wqkv.
"""

import json
import sys

import h5py
import numpy as np
import torch
from torch import nn

folder, tokens, vectors = sys.argv[1:4]
args = json.load(open(f"{folder}/args.json"))
vocabulary = json.load(open(f"{folder}/vocab.json"))
state = torch.load(f"{folder}/best_model.pt", map_location="cpu", weights_only=True)
state = {name.replace("Wqkv.", "in_proj_"): value for name, value in state.items()}
width = args["embsize"]
layer = nn.TransformerEncoderLayer(width, args["nheads"], args["d_hid"], batch_first=True)
encoder = nn.TransformerEncoder(layer, args["nlayers"], enable_nested_tensor=False).eval()
encoder.load_state_dict({n[len("transformer_encoder."):]: v for n, v in state.items() if n.startswith("transformer_encoder.")})


def norm(x, name):
    return nn.functional.layer_norm(x, (width,), state[name + ".weight"], state[name + ".bias"])


def linear(x, name):
    return nn.functional.linear(x, state[name + ".weight"], state[name + ".bias"])


file = h5py.File(tokens)
ids = [i.decode() if isinstance(i, bytes) else i for i in file["cell_id"][:]]
genes, values = torch.tensor(file["gene_ids"][:]).long(), torch.tensor(file["values"][:]).float()
padding = genes == vocabulary["<pad>"]
with torch.no_grad():
    v = linear(linear(values.clamp(max=512).unsqueeze(-1), "value_encoder.linear1").relu(), "value_encoder.linear2")
    x = norm(state["encoder.embedding.weight"][genes], "encoder.enc_norm") + norm(v, "value_encoder.norm")
    out = encoder(x, src_key_padding_mask=padding)[:, 0]
    out = (out / out.norm(dim=1, keepdim=True)).numpy()
ours = np.load(vectors, allow_pickle=True)
row = {str(name): i for i, name in enumerate(ours["ids"])}
shared = [i for i, name in enumerate(ids) if name in row]
difference = np.abs(out[shared] - ours["vectors"][[row[ids[i]] for i in shared]]).max()
print(f"{len(state)} tensors, {len(shared)} of {len(ids)} cells, largest difference {difference:.2e}")
sys.exit(0 if shared and difference < 1e-5 else 1)
