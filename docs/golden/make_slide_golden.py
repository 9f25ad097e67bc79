"""Makes the tiny slides and the expected pixels of spatho-anndata/src/test/resources/io/spatho/anndata/slide.

    python docs/golden/make_slide_golden.py SAMPLE_DATA OUT

Needs numpy, tifffile, imagecodecs, openslide-python (with openslide 4) and Pillow. SAMPLE_DATA is the folder with `wsi/`; without it only
the made slides are written. Every made slide is 100 x 76 pixels (levels 100 x 76 and 50 x 38) from one formula, so that its pixels are
known for lossless codecs; for lossy ones the expected pixels are what tifffile decodes. `expected.tsv` holds one line for each region:
file, reader and its version, level, x, y, width, height, SHA-256 of the RGB bytes.
"""

import hashlib
import sys
from pathlib import Path

import imagecodecs
import numpy
import tifffile

WIDTH, HEIGHT = 100, 76


def picture(dtype=numpy.uint8):
    """Smooth and rough parts, every channel different."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH].astype(numpy.int64)
    red = (x * 3 + y) % 256
    green = 255 - (x * y // 40) % 256
    blue = ((x // 8) * 37 + (y // 8) * 91) % 256
    rgb = numpy.stack([red, green, blue], -1)
    return rgb.astype(dtype) if dtype == numpy.uint8 else (rgb * 257 - (x % 7)[..., None] * (rgb > 0)).astype(dtype)


def half(image):
    h, w = image.shape[0] // 2, image.shape[1] // 2
    return image[: 2 * h : 2, : 2 * w : 2].copy()


def pyramid(path, image, byteorder="<", bigtiff=False, ome=False, subifds=True, **options):
    levels = [image, half(image)]
    metadata = {"axes": "YXS", "PhysicalSizeX": 0.5, "PhysicalSizeXUnit": "µm", "PhysicalSizeY": 0.5,
                "PhysicalSizeYUnit": "µm"} if ome else None
    with tifffile.TiffWriter(path, bigtiff=bigtiff, byteorder=byteorder, ome=ome) as out:
        out.write(levels[0], tile=(32, 48), subifds=1 if subifds else 0, metadata=metadata,
                  resolution=(20000, 20000), resolutionunit="CENTIMETER", software=False, **options)
        out.write(levels[1], tile=(32, 48), subfiletype=1, metadata=None, software=False, **options)


def make(out):
    rgb = picture()
    wide = picture(numpy.uint16)
    pyramid(out / "none.tif", rgb, photometric="rgb", subifds=False)
    pyramid(out / "lzw.tif", rgb, photometric="rgb", compression="lzw", subifds=False)
    pyramid(out / "lzw-predictor.tif", rgb, photometric="rgb", compression="lzw", predictor=2, byteorder=">")
    pyramid(out / "deflate-predictor-big.tif", rgb, photometric="rgb", compression="adobe_deflate", predictor=2,
            bigtiff=True)
    pyramid(out / "deflate-old-bigendian-big.tif", rgb, photometric="rgb", compression="deflate", byteorder=">",
            bigtiff=True)
    pyramid(out / "packbits.tif", rgb, photometric="rgb", compression="packbits")
    pyramid(out / "zstd-predictor.tif", rgb, photometric="rgb", compression="zstd", predictor=2)
    pyramid(out / "deflate16-predictor-bigendian.tif", wide, photometric="rgb", compression="adobe_deflate",
            predictor=2, byteorder=">")
    pyramid(out / "zstd16.tif", wide, photometric="rgb", compression="zstd")
    pyramid(out / "jpeg-ycbcr.ome.tif", rgb, photometric="rgb", compression="jpeg", compressionargs={"level": 85},
            ome=True, subsampling=(2, 2))
    pyramid(out / "jpeg-full-chroma.tif", rgb, photometric="rgb", compression="jpeg", compressionargs={"level": 90},
            subsampling=(1, 1))
    pyramid(out / "jpeg2000.tif", rgb, photometric="rgb", compression="jpeg2000", compressionargs={"level": 0})
    pyramid(out / "aperio-jpeg2000-rgb.tif", rgb, photometric="rgb", compression="aperio_jp2000_rgb",
            compressionargs={"level": 0})
    pyramid(out / "rgba.tif", numpy.concatenate([rgb, ((rgb[..., :1].astype(int) * 5) % 256).astype(numpy.uint8)], -1),
            photometric="rgb", extrasamples=["unassalpha"], compression="lzw")
    pyramid(out / "grey.tif", rgb[..., 0], photometric="minisblack", compression="lzw")
    pyramid(out / "grey-white-is-zero.tif", rgb[..., 0], photometric="miniswhite", compression="packbits")
    palette = numpy.stack([numpy.arange(256) * 257, 65535 - numpy.arange(256) * 257, (numpy.arange(256) * 77 % 256) * 257])
    tifffile.imwrite(out / "palette-strips.tif", rgb[..., 2], photometric="palette", colormap=palette.astype(numpy.uint16),
                     compression="lzw", rowsperstrip=13, metadata=None, software=False)
    tifffile.imwrite(out / "planar-deflate.tif", numpy.moveaxis(rgb, -1, 0), photometric="rgb", planarconfig="separate",
                     compression="adobe_deflate", predictor=2, tile=(32, 48), metadata=None, software=False)
    with tifffile.TiffWriter(out / "channels.ome.tif", ome=True) as writer:
        writer.write(numpy.moveaxis(rgb, -1, 0), photometric="minisblack", tile=(32, 48), compression="lzw", software=False,
                     metadata={"axes": "CYX", "PhysicalSizeX": 250, "PhysicalSizeXUnit": "nm", "PhysicalSizeY": 250,
                               "PhysicalSizeYUnit": "nm", "Channel": {"Name": ["Red", "Green", "Blue"]}})
    tifffile.imwrite(out / "imagej.tif", rgb, imagej=True, resolution=(4, 4), metadata={"unit": "um"})
    pyramid(out / "webp.tif", rgb, photometric="rgb", compression="webp")


def shown(array):
    """As spatho shows it: 8-bit RGB."""
    array = numpy.asarray(array)
    if array.dtype == numpy.uint16:
        array = ((array.astype(numpy.int64) * 255 + 32767) // 65535).astype(numpy.uint8)
    if array.ndim == 2:
        array = numpy.repeat(array[..., None], 3, -1)
    if array.shape[-1] == 4:
        alpha = array[..., 3:].astype(numpy.int64)
        colour = array[..., :3].astype(numpy.int64)
        array = ((colour * alpha + 255 * (255 - alpha) + 127) // 255).astype(numpy.uint8)
    return numpy.ascontiguousarray(array[..., :3])


def levels_of(path):
    """Levels as tifffile decodes them."""
    with tifffile.TiffFile(path) as file:
        page = file.pages[0]
        if path.name == "channels.ome.tif":
            return [numpy.stack([p.asarray() for p in file.pages[:3]], -1)]
        found = [page] + list(page.pages or [])
        if len(found) == 1:
            found += [p for p in file.pages[1:]
                      if p.is_tiled == page.is_tiled and p.shape[-1:] == page.shape[-1:] and p.shape < page.shape]
        arrays = [p.asarray() for p in found]
        if page.photometric == 3:
            arrays = [(numpy.asarray(page.colormap).T[a] // 256).astype(numpy.uint8) for a in arrays]
        if page.photometric == 0:
            arrays = [255 - a for a in arrays]
        if page.planarconfig == 2 and page.samplesperpixel > 1:
            arrays = [numpy.moveaxis(a, 0, -1) for a in arrays]
        return [shown(a) for a in arrays]


def lines(path, name):
    for level, image in enumerate(levels_of(path)):
        h, w = image.shape[:2]
        for x, y, cw, ch in [(0, 0, w, h), (w // 3, h // 4, max(1, w // 3), max(1, h // 2))]:
            crop = numpy.ascontiguousarray(image[y : y + ch, x : x + cw])
            yield (name, "tifffile " + tifffile.__version__, level, x, y, cw, ch, hashlib.sha256(crop.tobytes()).hexdigest())


def openslide_lines(path, name):
    import openslide

    with openslide.OpenSlide(path) as slide:
        for level, (w, h) in enumerate(slide.level_dimensions):
            for x, y, cw, ch in [(0, 0, min(w, 512), min(h, 512)), (w // 2, h // 2, min(300, w // 2), min(300, h // 2))]:
                factor = slide.level_downsamples[level]
                if level > 0 and x > 0:
                    continue  # the reader places such regions between pixels
                crop = numpy.asarray(slide.read_region((round(x * factor), round(y * factor)), level, (cw, ch)))
                if (crop[..., 3] != 255).any():
                    continue
                rgb = numpy.ascontiguousarray(crop[..., :3])
                yield (name, "openslide " + openslide.__library_version__, level, x, y, cw, ch,
                       hashlib.sha256(rgb.tobytes()).hexdigest())


def main():
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    make(out)
    rows = []
    for path in sorted(out.glob("*.tif")):
        if path.name != "webp.tif":
            rows += lines(path, "made/" + path.name)
    wsi = data / "wsi"
    if wsi.is_dir():
        for name in ["bigtiff/BigTIFF.tif", "bigtiff/BigTIFFLong8Tiles.tif", "bigtiff/BigTIFFMotorola.tif",
                     "bigtiff/BigTIFFSubIFD8.tif", "bigtiff/Classic.tif", "ome/cells.ome.tif", "ome/cells.tif",
                     "openslide-fixtures/boxes.tiff"]:
            rows += lines(wsi / name, "wsi/" + name)
        for name in ["CMU-1-Small-Region.svs", "openslide-fixtures/small.svs"]:
            rows += openslide_lines(wsi / name, "wsi/" + name)
        rows += openslide_lines(wsi / "openslide-fixtures/boxes.tiff", "wsi/openslide-fixtures/boxes.tiff")
        from PIL import Image, __version__ as pillow

        pictures = ["wsi/ome/cells.jpg", "he-tiles/histo.jpg", "he-tiles/ihc.png",
                    "visium-mouse-embryo-cytassist/spatial/tissue_lowres_image.png",
                    "visium-h5-subset/1.0.0/spatial/tissue_lowres_image.png",
                    "visium-hd-tiny/binned_outputs/square_002um/spatial/tissue_lowres_image.png"]
        for name in pictures:
            image = numpy.asarray(Image.open(data / name).convert("RGB"))
            h, w = image.shape[:2]
            rows.append((name, "Pillow " + pillow, 0, 0, 0, w, h, hashlib.sha256(image.tobytes()).hexdigest()))
    with open(out / "expected.tsv", "w") as table:
        for row in rows:
            table.write("\t".join(map(str, row)) + "\n")


main()
