#!/usr/bin/env python3
"""Runs akin_quality_search over sets of judged queries, scores the runs, prints one table. See tests/quality/search."""
import argparse
import importlib
import os
import subprocess
import sys
import tempfile

# Rankings of subjects; the others are of questions, each with one paragraph.
SUBJECTS = ("time", "cranfield", "med")
AIMS = {"subjects": 0.03, "questions": 0.01}


def lucene_figures(readme):
    """nDCG@10 of Lucene's BM25 by set, of the table in the README of the sets."""
    figures = {}
    for line in open(readme, encoding="utf-8"):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 4 and cells[3].replace(".", "").isdigit():
            figures[cells[1]] = float(cells[3])
    return figures


def run_of(program, folder):
    with tempfile.TemporaryDirectory() as scratch:
        out, work = os.path.join(scratch, "run.tsv"), os.path.join(scratch, "akin")
        os.mkdir(work)
        subprocess.run([program, "--data", folder, "--out", out, "--work_dir", work], check=True)
        return SCORER.loadrun(out)


def halves(folder, judged):
    ids = [line.split("\t")[0] for line in open(os.path.join(folder, "queries.tsv"), encoding="utf-8")]
    for half in (0, 1):
        yield {query: judged[query] for i, query in enumerate(ids) if i % 2 == half and query in judged}


def row_of(name, folder, program, lucene):
    judged, run = SCORER.load(folder), run_of(program, folder)
    scores = SCORER.score(judged, run)
    parts = [SCORER.score(half, run)["ndcg10"] for half in halves(folder, judged)]
    empty = sum(not run.get(query) for query in judged) / len(judged)
    gain = scores["ndcg10"] - lucene if lucene else None
    print(f"{name:12} {scores['ndcg10']:7.4f}  {parts[0]:.4f} {parts[1]:.4f}  {scores['mrr']:.4f}  {scores['r100']:.4f}"
          f"  {empty:7.4f}  {lucene or float('nan'):7.3f}  {gain if gain is not None else float('nan'):+.4f}", flush=True)
    return gain


def main():
    global SCORER
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--program", "--data", "--tools"):
        parser.add_argument(name, required=True)
    parser.add_argument("sets", nargs="*", help="names of sets; none: all")
    options = parser.parse_args()
    sys.path.insert(0, options.tools)
    SCORER = importlib.import_module("score_search")
    lucene = lucene_figures(os.path.join(options.data, "README.md"))
    names = options.sets or sorted(os.listdir(options.data))
    folders = {name: os.path.join(options.data, name) for name in names}
    folders = {name: path for name, path in folders.items() if os.path.exists(os.path.join(path, "qrels.tsv"))}
    if not folders:
        sys.exit(f"akin: error: no such set in {options.data}")
    print(f"{'set':12} {'nDCG@10':7}  {'of halves':13}  {'MRR':6}  {'R@100':6}  {'nothing':7}  {'Lucene':7}  {'gain'}")
    gains = {"subjects": [], "questions": []}
    for name, folder in folders.items():
        gain = row_of(name, folder, options.program, lucene.get(name))
        if gain is not None:
            gains["subjects" if name in SUBJECTS else "questions"].append(gain)
    for kind, values in gains.items():
        if values:
            print(f"mean gain over {kind}: {sum(values) / len(values):+.4f} (aim {AIMS[kind]:+.2f})")


if __name__ == "__main__":
    main()
