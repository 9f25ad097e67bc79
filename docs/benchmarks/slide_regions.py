"""Random region reads: OpenSlide and tifffile (with zarr) on the pyramids that spatho is timed on.

    python docs/benchmarks/slide_regions.py make FOLDER        # three pyramids of 8192 x 8192 pixels
    python docs/benchmarks/slide_regions.py time FOLDER        # seconds of processor and clock, for each file and reader
    java -cp CLASSES docs/benchmarks/SlideRegions.java FOLDER  # the same regions with spatho

Needs numpy, tifffile, imagecodecs, zarr, openslide-python with openslide 4. Both sides read the same 200 regions of 512 x 512 pixels of level 0
(places from a linear congruential generator), one thread, after one round to warm up.
"""

import resource
import sys
import time
from pathlib import Path

import numpy
import tifffile

SIDE, REGIONS, EDGE = 8192, 200, 512


def picture():
    generator = numpy.random.default_rng(1)
    y, x = numpy.mgrid[0:SIDE, 0:SIDE]
    base = numpy.stack([210 + 25 * numpy.sin(x / 37), 150 + 45 * numpy.cos(y / 53), 190 + 30 * numpy.sin((x + y) / 61)], -1)
    return numpy.clip(base + generator.normal(0, 9, base.shape), 0, 255).astype(numpy.uint8)


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    image = picture()
    for name, options in {
        "jpeg.tif": {"compression": "jpeg", "compressionargs": {"level": 80}},
        "deflate.tif": {"compression": "adobe_deflate", "predictor": 2},
        "lzw.tif": {"compression": "lzw", "predictor": 2},
    }.items():
        with tifffile.TiffWriter(folder / name, bigtiff=True) as out:
            level = image
            while True:
                out.write(level, tile=(256, 256), photometric="rgb", metadata=None, resolution=(20000, 20000),
                          resolutionunit="CENTIMETER", subfiletype=0 if level is image else 1, **options)
                if level.shape[0] <= 512:
                    break
                level = level[::2, ::2].copy()


def places():
    state = 12345
    for _ in range(REGIONS):
        state = (state * 1103515245 + 12345) % 2**31
        x = state % (SIDE - EDGE)
        state = (state * 1103515245 + 12345) % 2**31
        yield x, state % (SIDE - EDGE)


def timed(name, reader, read):
    for x, y in list(places())[:20]:
        read(x, y)
    cpu, clock, total = resource.getrusage(resource.RUSAGE_SELF).ru_utime, time.perf_counter(), 0
    for x, y in places():
        total += int(read(x, y).astype(numpy.uint64).sum())
    cpu = resource.getrusage(resource.RUSAGE_SELF).ru_utime - cpu
    clock = time.perf_counter() - clock
    print(f"{name}\t{reader}\t{1000 * cpu / REGIONS:.2f} ms cpu\t{1000 * clock / REGIONS:.2f} ms\tsum {total}")


def main():
    folder = Path(sys.argv[2])
    if sys.argv[1] == "make":
        make(folder)
        return
    import openslide
    import zarr

    for path in sorted(folder.glob("*.tif")):
        with openslide.OpenSlide(path) as slide:
            timed(path.name, "openslide " + openslide.__library_version__,
                  lambda x, y: numpy.asarray(slide.read_region((x, y), 0, (EDGE, EDGE)))[..., :3])
        with tifffile.TiffFile(path) as file:
            store = file.aszarr(level=0, key=0)
            array = zarr.open(store, mode="r")
            timed(path.name, "tifffile " + tifffile.__version__, lambda x, y: array[y : y + EDGE, x : x + EDGE])


main()
