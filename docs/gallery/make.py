"""Makes the pictures of this folder: runs spatho, then photographs sections of the reports with headless Chromium.

    python docs/gallery/make.py --work DIR [--real XENIUM_COLON] [--chromium chromium]

Run from the root of a checkout; needs Pillow and Chromium. Runs that DIR holds already are used again. --real names a folder of
10x Genomics' public Xenium data of human colon cancer (sample P2); without it the pictures of made tissue alone are renewed.
"""
import argparse
import pathlib
import re
import subprocess

from PIL import Image, ImageChops

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = pathlib.Path("fixtures")
MOST_BYTES = 150_000
SCALES = (1, 0.8, 0.65, 0.5)

HE = ["--he", str(FIXTURES / "xenium-mini-he.ome.tif"), "--he-keypoints", str(FIXTURES / "xenium-mini-he-keypoints.csv")]
DRAWN = ["--regions", str(FIXTURES / "xenium-mini-regions.geojson"), "--regions-unit", "um", "--stgpt", "none"]
RUNS = {
    "he": [str(FIXTURES / "xenium-mini"), *HE],
    "drawn": [str(FIXTURES / "xenium-mini"), *DRAWN],
}

# what a model is made of before the run "predicted": folder, command
STEPS = {
    "features": ["histology", "encode", str(FIXTURES / "xenium-mini"), *HE, "--fields", "16,32,64"],
    "expression": ["histology", "train", str(FIXTURES / "xenium-mini"), "--features", "{features}"],
    "reference": ["synthesize", "xenium", "--cells", "2000", "--genes", "140", "--seed", "18"],
    "reference.h5ad": ["convert", "{work}/reference"],
    "index": ["rag", "index", "{work}/reference.h5ad", "--cell-type", "platform_cluster"],
    "retrieval": ["rag", "train", str(FIXTURES / "xenium-mini"), "--features", "{features}", "--index", "{work}/index"],
}
PREDICTED = [
    str(FIXTURES / "xenium-mini"), "--stgpt", "none",
    "--expression", "{work}/expression", "--expression-features", "{features}",
    "--retrieval", "{work}/retrieval", "--retrieval-index", "{work}/index", "--retrieval-features", "{features}",
]

# picture: run, part of the report, largest height in pixels, dark
PICTURES = {
    "headline": ("he", "top", 900, False),
    "map": ("he", "map", 1000, False),
    "clusters": ("he", "clusters", 1000, False),
    "neighbourhoods": ("he", "neighbourhoods", 775, False),
    "review": ("he", "review", 760, False),
    "prediction": ("predicted", "prediction", 760, False),
    "retrieval": ("predicted", "retrieval", 1180, False),
    "drawn-regions": ("drawn", "map", 1000, True),
    "colon-map": ("colon", "map", 1000, False),
    "colon-arrangement": ("colon", "spatial", 1000, False),
}


def run(name, arguments, work):
    folder = work / name
    if not (folder / "report.html").exists():
        subprocess.run(["./spatho", "run", *arguments, "-o", str(folder), "--force"], check=True)
    return folder / "report.html"


def filled(arguments, work):
    return [a.format(work=work, features=work / "features/histology/features.parquet") for a in arguments]


def prepare(work):
    for name, arguments in STEPS.items():
        if not (work / name).exists():
            subprocess.run(["./spatho", *filled(arguments, work), "-o", str(work / name)], check=True)


def part_alone(report, part):
    """The report with one section shown; its policy against foreign styles has to go for that."""
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", report.read_text(encoding="utf-8"))
    hidden = "main > :nth-child(n+2) { display: none }" if part == "top" else f"""
        .frame > nav, body > header, body > footer, main > :not(#{part}) {{ display: none }}
        .frame {{ display: block; padding: 0 24px 8px }}
        section {{ content-visibility: visible !important; margin-top: 0; padding-top: 0 }}"""
    return text.replace("</head>", f"<style>{hidden}</style></head>")


def photograph(chromium, page, size, scale, dark):
    shot = page.with_suffix(".png")
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    subprocess.run(
        [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *scheme,
         f"--force-device-scale-factor={scale}", f"--window-size={size[0]},{size[1]}", "--virtual-time-budget=20000", f"--screenshot={shot}", page.as_uri()],
        check=True, capture_output=True, timeout=300)
    return shot


def trimmed(picture):
    """Without the empty margin below and right."""
    paper = Image.new("RGB", picture.size, picture.getpixel((picture.width - 1, picture.height - 1)))
    box = ImageChops.difference(picture, paper).getbbox()
    return picture.crop((0, 0, min(picture.width, box[2] + 16), min(picture.height, box[3] + 16)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--real", type=pathlib.Path)
    parser.add_argument("--chromium", default="chromium")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    prepare(options.work)
    runs = RUNS | {"predicted": filled(PREDICTED, options.work)}
    if options.real:
        runs["colon"] = [str(options.real)]
    reports = {name: run(name, arguments, options.work) for name, arguments in runs.items()}
    for name, (source, part, height, dark) in PICTURES.items():
        if source not in reports:
            continue
        page = options.work.resolve() / f"{name}.html"
        page.write_text(part_alone(reports[source], part), encoding="utf-8")
        target = HERE / f"{name}.png"
        for scale in SCALES:
            shot = photograph(options.chromium, page, (1100, height), scale, dark)
            picture = trimmed(Image.open(shot).convert("RGB"))
            picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(target, optimize=True)
            if target.stat().st_size <= MOST_BYTES:
                break
        print(f"{target.name}: {target.stat().st_size:,} bytes at scale {scale}")


if __name__ == "__main__":
    main()
