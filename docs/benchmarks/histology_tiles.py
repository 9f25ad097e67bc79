"""Tiles per second by OpenSlide, Pillow and torchvision, on the pyramid of slide_regions.py.

    python docs/benchmarks/slide_regions.py make FOLDER
    python docs/benchmarks/histology_tiles.py FOLDER/jpeg.tif [resnet50.safetensors]
    java -cp CLASSES docs/benchmarks/HistologyTiles.java FOLDER/jpeg.tif [resnet50.safetensors]

Fields of 112 and 8 micrometres as 224 x 224 pixels, at 0.25 micrometres a pixel; the same 192 places; two threads on both sides.
Weights as make_histology_golden.py full resnet50 writes them.
"""

import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import openslide
import torch
import torchvision
from torchvision.transforms import functional

COUNT, UM = 192, 0.25


def places():
    state = 12345
    for _ in range(COUNT):
        state = (state * 1103515245 + 12345) % 2**31
        x = 300 + state % 7500
        state = (state * 1103515245 + 12345) % 2**31
        yield x, 300 + state % 7500


def field(slide, place, um):
    across = um / UM
    level = slide.get_best_level_for_downsample(max(1, across / 224))
    pixels = max(1, round(across / slide.level_downsamples[level]))
    corner = round(place[0] - across / 2), round(place[1] - across / 2)
    picture = slide.read_region(corner, level, (pixels, pixels)).convert("RGB")
    picture = functional.resize(picture, [224, 224], functional.InterpolationMode.BICUBIC)
    return functional.normalize(functional.to_tensor(picture), [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])


def timed(name, work, batch):
    todo = list(places())
    parts = [todo[i : i + batch] for i in range(0, COUNT, batch)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, parts[: max(2, len(parts) // 4)]))
        before, clock = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        list(pool.map(work, parts))
        after, clock = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter() - clock
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name}\topenslide {openslide.__library_version__} + torchvision\t{1000 * cpu / COUNT:.2f} ms cpu a tile\t{COUNT / clock:.1f} tiles/s")


def main():
    torch.set_num_threads(1)
    slide = openslide.OpenSlide(sys.argv[1])
    timed("read 224 px of 112 um", lambda part: [field(slide, place, 112) for place in part], 16)
    timed("read 224 px of 8 um", lambda part: [field(slide, place, 8) for place in part], 16)
    if len(sys.argv) > 2:
        from safetensors.torch import load_file

        model = torchvision.models.resnet50()
        model.fc = torch.nn.Identity()
        model.load_state_dict(load_file(sys.argv[2]))
        model.eval()

        def work(part):
            with torch.no_grad():
                return model(torch.stack([field(slide, place, 112) for place in part]))

        timed("resnet50", work, 4)


main()
