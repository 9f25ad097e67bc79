"""Golden values for io.spatho.stgpt.histology: timm, torchvision, torchstain, scikit-image and Pillow on numbers made by formula.

    python docs/golden/make_histology_golden.py spatho-stgpt/src/test/resources/io/spatho/stgpt/histology

Needs torch, timm, torchvision, torchstain, scikit-image, scipy, Pillow. With `full NAME FOLDER` instead of a folder it writes weights and
pictures of a whole network (resnet50, uni2-h, virchow2, prov-gigapath, h-optimus-1) as safetensors and its vectors, for a check by hand
with docs/golden/FullEncoder.java.
"""

import json
import sys
from pathlib import Path

import numpy as np
import timm
import torch
import torchvision
from timm.layers import SwiGLUPacked

MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def waves(name, count):
    start = sum(ord(c) * (k + 1) for k, c in enumerate(name)) % 997
    t = (np.arange(count, dtype=np.int64) * 7919 % 10007).astype(np.float64)
    return np.sin(start + 0.37 * t + 0.0011 * t * t)


def weight(name, shape):
    values = waves(name, int(np.prod(shape)))
    if name.endswith("running_var"):
        values = 1 + 0.5 * values
    elif name.endswith("gamma") or (len(shape) == 1 and name.endswith("weight")):
        values = 1 + 0.3 * values
    elif len(shape) >= 2 and name.endswith("weight"):
        values = values * (2.0 / np.prod(shape[1:])) ** 0.5
    else:
        values = 0.2 * values
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def fill(model):
    state = model.state_dict()
    for name in state:
        if not name.endswith("num_batches_tracked"):
            state[name] = weight(name, tuple(state[name].shape))
    model.load_state_dict(state)
    return model.eval()


def pictures(count, side):
    n, y, x, c = np.meshgrid(*[np.arange(k) for k in (count, side, side, 3)], indexing="ij")
    return ((x * 7 + y * 13 + c * 29 + (x * y) % 11 * 5 + n * 41) % 256).astype(np.uint8)


def prepared(images, mean=MEAN, std=STD):
    x = torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255
    return (x - torch.tensor(mean).view(1, 3, 1, 1)) / torch.tensor(std).view(1, 3, 1, 1)


class Pooler(torch.nn.Module):
    """Attention of one learnt query over layer-normed tokens, as CONCH v1.5 pools."""

    def __init__(self, width, context, heads):
        super().__init__()
        self.heads = heads
        self.query = torch.nn.Parameter(torch.zeros(1, width))
        self.ln_k, self.ln_q = torch.nn.LayerNorm(context), torch.nn.LayerNorm(width)
        self.to_q = torch.nn.Linear(width, width, bias=False)
        self.to_kv = torch.nn.Linear(context, 2 * width, bias=False)
        self.to_out = torch.nn.Linear(width, width, bias=False)

    def forward(self, x):
        q = self.to_q(self.ln_q(self.query)).expand(len(x), -1, -1)
        k, v = self.to_kv(self.ln_k(x)).chunk(2, -1)
        split = lambda t: t.unflatten(-1, (self.heads, -1)).transpose(1, 2)
        q, k, v = split(q), split(k), split(v)
        share = (q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5).softmax(-1)
        return self.to_out((share @ v).transpose(1, 2).flatten(2))


class Tower(torch.nn.Module):
    def __init__(self, trunk, width, context, heads):
        super().__init__()
        self.trunk = trunk
        self.attn_pool_contrast = Pooler(width, context, heads)
        self.ln_contrast = torch.nn.LayerNorm(width)

    def forward(self, x):
        return self.ln_contrast(self.attn_pool_contrast(self.trunk.forward_features(x))[:, 0])


def vit(**options):
    base = dict(img_size=32, patch_size=8, embed_dim=24, depth=2, num_heads=3, num_classes=0)
    return timm.models.vision_transformer.VisionTransformer(**{**base, **options})


SWIGLU = dict(mlp_ratio=5.33334, mlp_layer=SwiGLUPacked, act_layer=torch.nn.SiLU, init_values=1e-5)
SMALL = dict(family="vit", um_per_pixel=0.5, mean=MEAN, std=STD, patch=8, width=24, depth=2, heads=3, hidden=128, gated=True,
             layer_scale=True)


def class_and_mean(model, others):
    return lambda x: (lambda t: torch.cat([t[:, 0], t[:, others:].mean(1)], -1))(model.forward_features(x))


def encoders():
    cases = []

    def add(settings, model, run, side):
        fill(model)
        names = {n: list(t.shape) for n, t in model.state_dict().items() if not n.endswith("num_batches_tracked")}
        with torch.no_grad():
            out = run(prepared(pictures(2, side))).numpy()
        step = max(1, out.shape[1] // 64)
        cases.append(dict(settings={**settings, "input_pixels": side}, tensors=names, step=step,
                          outputs=out.shape[1], expected=[[float(v) for v in row[::step]] for row in out]))

    model = vit(**SWIGLU, global_pool="token")
    add({**SMALL, "name": "gigapath", "positions": "all", "pooling": "class"}, model, model, 32)
    model = vit(**SWIGLU, global_pool="", reg_tokens=2)
    add({**SMALL, "name": "virchow2", "positions": "all", "registers": 2, "pooling": "class_and_mean"}, model, class_and_mean(model, 3), 32)
    model = vit(**SWIGLU, global_pool="token", reg_tokens=3, no_embed_class=True)
    add({**SMALL, "name": "uni2-h", "positions": "patches", "registers": 3, "pooling": "class"}, model, model, 32)
    model = vit(**SWIGLU, global_pool="token", reg_tokens=3, no_embed_class=True, dynamic_img_size=True)
    add({**SMALL, "name": "resampled", "positions": "patches", "registers": 3, "pooling": "class"}, model, model, 48)
    model = vit(mlp_ratio=4, global_pool="avg")
    add({**SMALL, "name": "gelu", "hidden": 96, "gated": False, "layer_scale": False, "positions": "all", "pooling": "mean"}, model, model, 32)
    model = Tower(vit(mlp_ratio=4, init_values=1.0, global_pool=""), 16, 24, 2)
    add({**SMALL, "name": "conch", "prefix": "trunk.", "hidden": 96, "gated": False, "positions": "all", "pooling": "attention",
         "attention_width": 16, "attention_heads": 2, "resampling": "bilinear"}, model, model, 32)
    model = torchvision.models.ResNet(torchvision.models.resnet.Bottleneck, [1, 1, 1, 1])
    model.fc = torch.nn.Identity()
    add({"name": "resnet", "family": "resnet", "um_per_pixel": 0.5, "mean": MEAN, "std": STD, "blocks": [1, 1, 1, 1]}, model, model, 64)
    return cases


def stained(side):
    y, x = np.mgrid[0:side, 0:side]
    h = 0.9 + 0.8 * np.sin(x * 0.7 + 0.3 * y) * np.cos(y * 0.23)
    e = 0.6 + 0.5 * np.cos(x * 0.41 - y * 0.57)
    density = h[..., None] * np.array([0.60, 0.68, 0.42]) + e[..., None] * np.array([0.15, 0.86, 0.48])
    return np.clip(240 * np.exp(-density), 0, 255).astype(np.uint8)


def colors():
    import torchstain
    from skimage.color import rgb2hed

    image = stained(24)
    normalizer = torchstain.normalizers.MacenkoNormalizer(backend="numpy")
    normal, _, _ = normalizer.normalize(I=image.copy(), Io=240, alpha=1, beta=0.15, stains=False)
    return dict(side=24, rgb=image.tobytes().hex(), normalized=normal.astype(np.uint8).tobytes().hex(),
                hed=[[float(v) for v in rgb2hed(image)[..., k].ravel()[::7]] for k in range(3)])


def texture():
    from skimage.color import rgb2gray
    from skimage.feature import graycomatrix, graycoprops, local_binary_pattern

    image = stained(24)
    gray = rgb2gray(image) * 255
    levels = np.minimum(31, (gray * 32 / 256).astype(int)).astype(np.uint8)
    angles = [0, np.pi / 4, np.pi / 2, 3 * np.pi / 4]
    matrix = graycomatrix(levels, [1, 4], angles, levels=32, symmetric=True, normed=True)
    found = {p: [float(v) for v in graycoprops(matrix, p).mean(1)] for p in ("contrast", "homogeneity", "energy", "correlation")}
    codes = local_binary_pattern(gray, 8, 1, "uniform")[1:-1, 1:-1].astype(int)
    return dict(**found, patterns=[float(v) for v in np.bincount(codes.ravel(), minlength=10) / codes.size])


def shapes():
    from scipy.ndimage import distance_transform_edt
    from skimage.measure import label, regionprops

    y, x = np.mgrid[0:40, 0:40]
    mask = ((x - 9) ** 2 / 36 + (y - 10) ** 2 / 16 <= 1) | ((x - 28) ** 2 + (y - 27) ** 2 <= 49) | ((x > 30) & (y < 8) & (x + y < 41))
    distance = distance_transform_edt(mask)
    parts = regionprops(label(mask, connectivity=2))
    return dict(side=40, mask="".join("1" if v else "0" for v in mask.ravel()),
                parts=[dict(area=int(p.area), perimeter=float(p.perimeter), eccentricity=float(p.eccentricity),
                            radius=float(distance[p.coords[:, 0], p.coords[:, 1]].max()),
                            y=float(p.centroid[0]), x=float(p.centroid[1])) for p in parts])


def enlarged():
    from PIL import Image

    image = Image.fromarray(pictures(1, 16)[0] // 2 + 64)
    made = image.resize((20, 20), Image.BICUBIC, box=(3.25, 4.5, 11.25, 12.5))
    return dict(side=16, box=[3.25, 4.5, 8.0], pixels=20, rgb=np.asarray(made).tobytes().hex())


FULL = {
    "uni2-h": dict(img_size=224, patch_size=14, depth=24, num_heads=24, init_values=1e-5, embed_dim=1536, mlp_ratio=2.66667 * 2,
                   no_embed_class=True, mlp_layer=SwiGLUPacked, act_layer=torch.nn.SiLU, reg_tokens=8, global_pool="token"),
    "virchow2": dict(img_size=224, patch_size=14, depth=32, num_heads=16, init_values=1e-5, embed_dim=1280, mlp_ratio=5.3375,
                     mlp_layer=SwiGLUPacked, act_layer=torch.nn.SiLU, reg_tokens=4, global_pool=""),
    "prov-gigapath": dict(img_size=224, patch_size=16, depth=40, num_heads=24, init_values=1e-5, embed_dim=1536, mlp_ratio=5.33334,
                          mlp_layer=SwiGLUPacked, act_layer=torch.nn.SiLU, global_pool="token"),
    "h-optimus-1": dict(img_size=224, patch_size=14, depth=40, num_heads=24, init_values=1e-5, embed_dim=1536, mlp_ratio=2.66667 * 2,
                        no_embed_class=True, mlp_layer=SwiGLUPacked, act_layer=torch.nn.SiLU, reg_tokens=4, global_pool="token"),
}


def full(name, folder):
    from safetensors.torch import save_file

    mean, std = (MEAN, STD) if name != "h-optimus-1" else ([0.707223, 0.578729, 0.703617], [0.211883, 0.230117, 0.177517])
    if name == "resnet50":
        model = torchvision.models.resnet50()
        model.fc = torch.nn.Identity()
        run = model
    else:
        model = timm.models.vision_transformer.VisionTransformer(num_classes=0, **FULL[name])
        run = class_and_mean(model, 5) if name == "virchow2" else model
    fill(model)
    folder.mkdir(parents=True, exist_ok=True)
    save_file({n: t.contiguous() for n, t in model.state_dict().items()}, folder / f"{name}.safetensors")
    with torch.no_grad():
        out = run(prepared(pictures(2, 224), mean, std)).numpy()
    out.astype("<f4").tofile(folder / f"{name}.f32")
    print(name, out.shape, float(np.abs(out).mean()))


def main():
    if sys.argv[1] == "full":
        full(sys.argv[2], Path(sys.argv[3]))
        return
    versions = dict(torch=torch.__version__, timm=timm.__version__, torchvision=torchvision.__version__)
    document = dict(versions=versions, encoders=encoders(), colors=colors(), texture=texture(), shapes=shapes(), enlarged=enlarged())
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "golden-histology.json").write_text(json.dumps(document, indent=None, separators=(",", ":")) + "\n")


main()
