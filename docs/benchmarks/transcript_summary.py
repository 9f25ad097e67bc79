"""The same summary of transcripts with pandas and pyarrow: counts and nuclear share of each cell, quality 20, genes only."""

import resource
import sys
import time

import pandas as pd

start = time.time()
columns = ["cell_id", "feature_name", "qv", "overlaps_nucleus", "codeword_category"]
table = pd.read_parquet(f"{sys.argv[1]}/transcripts.parquet", columns=columns)
kept = table[(table.qv >= 20) & table.codeword_category.isin(["predesigned_gene", "custom_gene"])]
cells = kept.groupby("cell_id").agg(count=("qv", "size"), nuclear=("overlaps_nucleus", "mean"))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{len(table):,} transcripts, {len(cells):,} cells: {time.time() - start:.2f} s, {peak:,} MB")
