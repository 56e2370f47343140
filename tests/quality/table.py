#!/usr/bin/env python3
"""Runs tests/quality/similar over data sets, scores the runs, prints one table. See tests/quality/run."""
import argparse
import glob
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time

import forms

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
# Of the pairs that are in one story; of the pairs that should be.
FORMS = "forms"
STORY_PRECISION, STORY_RECALL = 0.98, 0.90


def set_name(path):
    return os.path.basename(path).split(".jsonl")[0]


def data_sets(folder, wanted):
    """Path by name of the sets that have something to score; background sets have nothing."""
    found = {set_name(p): p for p in sorted(glob.glob(os.path.join(folder, "*.jsonl*")))}
    return {n: p for n, p in found.items() if (n in wanted if wanted else "background" not in n)}


# What each set may lose when all are one corpus.
TOGETHER_LOSS = 0.01


class Runner:
    def __init__(self, similar, baselines, evaluate, scratch):
        self.similar, self.baselines, self.evaluate, self.scratch = similar, baselines, evaluate, scratch

    def scores(self, path, arguments=()):
        """Akin's metrics of one run."""
        return self.evaluated(path, self.lists(path, arguments))

    def baseline(self, path, method):
        """The metrics of BM25 or Lucene's MoreLikeThis."""
        out = os.path.join(self.scratch, "baseline.tsv")
        command = [self.baselines, "--data", self.plain(path), "--out", out, "--method", method]
        subprocess.run(command, check=True)
        return self.evaluated(path, out)

    def lists(self, path, arguments=()):
        out = os.path.join(self.scratch, "akin.tsv")
        subprocess.run([self.similar, "--data", path, "--out", out, *arguments], check=True)
        return out

    def evaluated(self, path, run):
        done = subprocess.run([sys.executable, self.evaluate, "--data", path, "--run", run, "--json"],
                              check=True, stdout=subprocess.PIPE)
        return json.loads(done.stdout)

    def plain(self, path):
        if not path.endswith(".gz"):
            return path
        plain = os.path.join(self.scratch, "plain.jsonl")
        with open(plain, "wb") as out:
            out.writelines(gzip.open(path))
        return plain

    def together(self, sets):
        """By set, Akin's metrics when all sets are one corpus."""
        one = os.path.join(self.scratch, "together.jsonl")
        parts = {name: os.path.join(self.scratch, f"together_{name}.jsonl") for name in sets}
        with open(one, "w", encoding="utf-8") as whole:
            for name, path in sets.items():
                with open(parts[name], "w", encoding="utf-8") as part:
                    for line in map(json.loads, (gzip.open if path.endswith(".gz") else open)(path, mode="rt")):
                        line["id"] = f"{name}/{line['id']}"  # several sets may have the same
                        for out in (whole, part):
                            print(json.dumps(line), file=out)
        run = self.lists(one)
        return {name: self.evaluated(path, run) for name, path in parts.items()}


def verdict(value, must, aim):
    return "aim" if value >= aim and value >= must else "ok" if value >= must else "MISSED"


def rows_of(runner, name, path):
    if "neardup" in name:
        plain, arranged = runner.scores(path, ["--score", "duplicate", "--k", "50"]), None
        baselines = {}
    else:
        plain, arranged = runner.scores(path), runner.scores(path, ["--arranged"])
        baselines = {method: runner.baseline(path, method) for method in ("bm25", "mlt")}
    for _, metric, must, aim in [b for b in BARS if b[0] == name] or [(name, "nDCG@10", None, None)]:
        if metric in plain:
            others = [baselines[m][metric] if m in baselines else None for m in ("bm25", "mlt")]
            word = verdict(plain[metric], must, aim) if must else ""
            yield name, metric, plain[metric], *others, must, aim, word
    if arranged:
        copies, limit = ARRANGED_COPIES
        yield (name, "arranged " + copies, arranged[copies], None, None, limit, limit,
               "ok" if arranged[copies] <= limit else "MISSED")
        first, loss = ARRANGED_FIRST
        yield (name, "arranged " + first, arranged[first], None, None, plain[first] - loss, plain[first],
               "ok" if arranged[first] >= plain[first] - loss else "MISSED")


def rows_of_forms(engine_eval, scratch):
    """Of the engine alone, article by article as they were published."""
    articles = forms.all_articles("all")
    data, stories = (os.path.join(scratch, name) for name in ("forms.jsonl", "stories.tsv"))
    with open(data, "w", encoding="utf-8") as out:
        for article in articles:
            print(json.dumps(article), file=out)
    command = [engine_eval, "--data", data, "--stories", stories]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    values = forms.score(articles, forms.read_stories(stories), lambda *_: None)
    for metric, value, must in zip(("precision", "recall"), values, (STORY_PRECISION, STORY_RECALL)):
        yield FORMS, "stories, " + metric, value, None, None, must, must, verdict(value, must, must)


def rows_of_all(runner, sets, alone):
    """What remains of each set's metrics when all are one corpus; near-duplicates repeat other sets' articles."""
    whole = runner.together({n: p for n, p in sets.items() if "neardup" not in n})
    for name, metric, _, _ in BARS:
        if name in whole:
            bar = alone[name, metric] - TOGETHER_LOSS
            value = whole[name][metric]
            yield (name, "together " + metric, value, None, None, bar, alone[name, metric],
                   "ok" if value >= bar else "MISSED")


def show(row):
    name, metric, *numbers, word = row
    columns = "  ".join("      " if n is None else f"{n:.4f}" for n in numbers)
    print(f"{name:12} {metric:18} {columns}  {word}", flush=True)


# As what, and how much its order counts beside Akin's.
PLUGIN_BINDINGS = [("source", 1), ("ranker", 1), ("source,ranker", 1), ("source,ranker", 0.2)]


def plugin_rows(runner, name, path, command):
    """Akin alone, then with the plug-in in each role: the set's metrics, and how long all of it took."""
    metrics = [b[1] for b in BARS if b[0] == name and b[1] != "best_F1"] or ["nDCG@10"]
    variants = [("alone", [])]
    for roles, weight in PLUGIN_BINDINGS:
        arguments = ["--plugin", command, "--plugin_roles", roles, "--plugin_weight", str(weight)]
        variants.append((f"{roles} x {weight}", arguments))
    for variant, plugin in variants:
        start = time.monotonic()
        scores = runner.scores(path, plugin)
        yield name, variant, {m: scores[m] for m in metrics}, time.monotonic() - start


def show_plugin(row):
    name, variant, scores, seconds = row
    numbers = "  ".join(f"{metric} {value:.4f}" for metric, value in scores.items())
    print(f"{name:12} {variant:20} {numbers}  ({seconds:.0f} s in all)", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--similar", "--baselines", "--engine_eval", "--data", "--eval"):
        parser.add_argument(name, required=True)
    parser.add_argument("--plugin", help="measure a plug-in: the command that starts it")
    parser.add_argument("sets", nargs="*", help="names of sets; none: all")
    options = parser.parse_args()
    sets = data_sets(options.data, options.sets)
    with_forms = not options.sets or FORMS in options.sets
    unknown = set(options.sets) - set(sets) - {FORMS}
    if unknown or not (sets or with_forms):
        sys.exit(f"akin: error: no such set in {options.data}: {', '.join(sorted(unknown)) or 'none at all'}")
    with tempfile.TemporaryDirectory() as scratch:
        runner = Runner(options.similar, options.baselines, options.eval, scratch)
        if options.plugin:
            for name, path in sets.items():
                for row in plugin_rows(runner, name, path, options.plugin):
                    show_plugin(row)
            return
        titles = "  ".join(f"{title:6}" for title in ("here", "BM25", "MLT", "must", "aim"))
        print(f"{'set':12} {'metric':18} {titles}")
        for row in rows_of_forms(options.engine_eval, scratch) if with_forms else ():
            show(row)
        alone = {}
        for name, path in sets.items():
            for row in rows_of(runner, name, path):
                show(row)
                alone[row[0], row[1]] = row[2]
        if not options.sets:
            for row in rows_of_all(runner, sets, alone):
                show(row)


if __name__ == "__main__":
    main()
