#!/usr/bin/env python3
"""Runs akin_quality_search over sets of judged queries, scores the runs, prints one table. See tests/quality/search."""
import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# Rankings of subjects; the others are of questions, each with one paragraph.
SUBJECTS = ("time", "cranfield", "med")
AIMS = {"subjects": 0.03, "questions": 0.01}


def run_of_akin(folder, scratch):
    out, work = os.path.join(scratch, "akin.tsv"), os.path.join(scratch, "akin")
    os.mkdir(work)
    subprocess.run([OPTIONS.program, "--data", folder, "--out", out, "--work_dir", work], check=True)
    return SCORER.loadrun(out)


def language_of(name):
    """The last part of a set's name that is one, as in xquad_de; English otherwise."""
    tag = name.rpartition("_")[2]
    return tag if len(tag) == 2 else "en"


def write_tabbed(folder, out):
    """The documents as Lucene's program reads them: id and text by a tab."""
    with open(os.path.join(folder, "docs.jsonl"), encoding="utf-8") as lines, open(out, "w", encoding="utf-8") as file:
        for document in map(json.loads, lines):
            text = " ".join(f"{document.get('title') or ''}. {document['body']}".split())
            file.write(f"{document['id']}\t{text}\n")


def runs_of_lucene(name, folder, scratch):
    documents, runs = os.path.join(scratch, "documents"), [os.path.join(scratch, run) for run in ("bm25", "rm3")]
    write_tabbed(folder, documents)
    subprocess.run(["java", "-Xmx2g", "-cp", OPTIONS.class_path, os.path.join(HERE, "lucene", "Bm25Runs.java"),
                    language_of(name), documents, os.path.join(folder, "queries.tsv"), *runs], check=True)
    return [SCORER.loadrun(run) for run in runs]


def halves(folder, judged):
    ids = [line.split("\t")[0] for line in open(os.path.join(folder, "queries.tsv"), encoding="utf-8")]
    for half in (0, 1):
        yield {query: judged[query] for i, query in enumerate(ids) if i % 2 == half and query in judged}


def row_of(name, folder):
    judged = SCORER.load(folder)
    with tempfile.TemporaryDirectory() as scratch:
        run = run_of_akin(folder, scratch)
        bm25, rm3 = (SCORER.score(judged, peer)["ndcg10"] for peer in runs_of_lucene(name, folder, scratch))
    scores = SCORER.score(judged, run)
    parts = [SCORER.score(half, run)["ndcg10"] for half in halves(folder, judged)]
    empty = sum(not run.get(query) for query in judged) / len(judged)
    gain = scores["ndcg10"] - bm25
    print(f"| {name} | {scores['ndcg10']:.3f} | {parts[0]:.3f}, {parts[1]:.3f} | {scores['mrr']:.3f} | {scores['r100']:.3f}"
          f" | {empty:.3f} | {bm25:.3f} | {rm3:.3f} | {gain:+.3f} |", flush=True)
    return gain


def sets_of(options):
    names = options.sets or sorted(os.listdir(options.data))
    folders = {name: os.path.join(options.data, name) for name in names}
    folders = {name: path for name, path in folders.items() if os.path.exists(os.path.join(path, "qrels.tsv"))}
    return folders or sys.exit(f"akin: error: no such set in {options.data}")


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--program", "--class_path", "--data", "--tools"):
        parser.add_argument(name, required=True)
    parser.add_argument("sets", nargs="*", help="names of sets; none: all")
    return parser.parse_args()


def main():
    global OPTIONS, SCORER
    OPTIONS = parse()
    sys.path.insert(0, OPTIONS.tools)
    SCORER = importlib.import_module("score_search")
    print("| set | nDCG@10 | of halves | MRR | R@100 | nothing found | Lucene BM25 | RM3 | gain over BM25 |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    gains = {"subjects": [], "questions": []}
    for name, folder in sets_of(OPTIONS).items():
        gains["subjects" if name in SUBJECTS else "questions"].append(row_of(name, folder))
    for kind, values in gains.items():
        if values:
            print(f"\nMean gain over {kind}: {sum(values) / len(values):+.4f} (aim {AIMS[kind]:+.2f})")


if __name__ == "__main__":
    main()
