#!/usr/bin/env python3
"""Runs tests/quality/similar over data sets, scores the runs, prints one table. See tests/quality/run."""
import argparse
import glob
import json
import os
import subprocess
import sys
import tempfile

# Set, metric of eval_similar.py, what must be reached, what is aimed at.
BARS = [
    ("ecbplus_dev", "nDCG@10", 0.963, 0.970),
    ("fnc_dev", "nDCG@10", 0.982, 0.983),
    ("bbc", "P@10", 0.933, 0.945),
    ("reuters_dev", "P@10", 0.850, 0.870),
    ("reuters_dev", "macroP@10", 0.507, 0.505),
    ("neardup_dev", "best_F1", 0.990, 0.990),
]
# Lists that are arranged as the product does: few copies, and the best hit is still first.
ARRANGED_COPIES = ("dup@10", 0.01)
ARRANGED_FIRST = ("P@1", 0.01)


def set_name(path):
    return os.path.basename(path).split(".jsonl")[0]


def data_sets(folder, wanted):
    """Path by name of the sets that have something to score; background sets have nothing."""
    found = {set_name(p): p for p in sorted(glob.glob(os.path.join(folder, "*.jsonl*")))}
    return {n: p for n, p in found.items() if (n in wanted if wanted else "background" not in n)}


class Runner:
    def __init__(self, similar, evaluate, scratch):
        self.similar, self.evaluate, self.scratch = similar, evaluate, scratch

    def scores(self, name, path, arguments=()):
        """The metrics of one run."""
        out = os.path.join(self.scratch, name + ".tsv")
        subprocess.run([self.similar, "--data", path, "--out", out, *arguments], check=True)
        done = subprocess.run([sys.executable, self.evaluate, "--data", path, "--run", out, "--json"],
                              check=True, stdout=subprocess.PIPE)
        return json.loads(done.stdout)


def verdict(value, must, aim):
    return "aim" if value >= aim and value >= must else "ok" if value >= must else "MISSED"


def rows_of(runner, name, path):
    if "neardup" in name:
        plain, arranged = runner.scores(name, path, ["--score", "duplicate", "--k", "50"]), None
    else:
        plain, arranged = runner.scores(name, path), runner.scores(name, path, ["--arranged"])
    bars = [b for b in BARS if b[0] == name] or [(name, "nDCG@10", None, None)]
    for _, metric, must, aim in bars:
        if metric in plain:
            yield name, metric, plain[metric], must, aim, verdict(plain[metric], must, aim) if must else ""
    if arranged:
        copies, limit = ARRANGED_COPIES
        yield (name, "arranged " + copies, arranged[copies], limit, limit,
               "ok" if arranged[copies] <= limit else "MISSED")
        first, loss = ARRANGED_FIRST
        yield (name, "arranged " + first, arranged[first], plain[first] - loss, plain[first],
               "ok" if arranged[first] >= plain[first] - loss else "MISSED")


def show(row):
    name, metric, value, must, aim, word = row
    number = lambda n: "      " if n is None else f"{n:.4f}"
    print(f"{name:16} {metric:18} {number(value)}  {number(must)}  {number(aim)}  {word}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--similar", "--data", "--eval"):
        parser.add_argument(name, required=True)
    parser.add_argument("sets", nargs="*", help="names of sets; none: all")
    options = parser.parse_args()
    sets = data_sets(options.data, options.sets)
    unknown = set(options.sets) - set(sets)
    if unknown or not sets:
        sys.exit(f"akin: error: no such set in {options.data}: {', '.join(sorted(unknown)) or 'none at all'}")
    with tempfile.TemporaryDirectory() as scratch:
        runner = Runner(options.similar, options.eval, scratch)
        print(f"{'set':16} {'metric':18} {'here':6}  {'must':6}  {'aim':6}")
        for name, path in sets.items():
            for row in rows_of(runner, name, path):
                show(row)


if __name__ == "__main__":
    main()
