#!/usr/bin/env python3
"""Fits weights.h of search by going along one weight after another. See fit_search."""
import argparse
import json
import os
import re
import subprocess
import tempfile

SUBJECTS = ("time", "cranfield", "med")
FACTORS = (0.6, 0.8, 0.9, 1.1, 1.25, 1.6)
LEAST_GAIN = 0.0002  # less is chance


def read_weights(path):
    with open(path) as file:
        return {name: float(value) for name, value in re.findall(r"double (\w+) = ([\d.]+);", file.read())}


class Evaluation:
    """Asks akin_search_eval, which has indexed the sets."""

    def __init__(self, options, scratch):
        sets = sorted(os.path.join(options.data, name) for name in os.listdir(options.data)
                      if os.path.exists(os.path.join(options.data, name, "qrels.tsv")))
        self.program = subprocess.Popen([options.program, scratch, str(options.every), *sets], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def scores(self, weights):
        """nDCG@10 of either half, by set."""
        print(*(f"{name}={value:g}" for name, value in weights.items()), file=self.program.stdin, flush=True)
        return json.loads(self.program.stdout.readline())


def worth(scores, half):
    """Subjects and questions count alike."""
    kinds = [[s[half] for name, s in scores.items() if (name in SUBJECTS) == is_subject] for is_subject in (True, False)]
    return sum(sum(kind) / len(kind) for kind in kinds if kind) / sum(map(bool, kinds))


def fit(evaluation, weights, half, rounds):
    best = worth(evaluation.scores(weights), half)
    for _ in range(rounds):
        before = best
        for name in weights:
            for factor in FACTORS:
                tried = {**weights, name: round(weights[name] * factor, 3)}
                gained = worth(evaluation.scores(tried), half)
                if gained > best + LEAST_GAIN:
                    best, weights = gained, tried
        if best < before + LEAST_GAIN:
            break
    return weights


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--program", "--data", "--weights"):
        parser.add_argument(name, required=True)
    parser.add_argument("--every", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    now = read_weights(options.weights)
    with tempfile.TemporaryDirectory() as scratch:
        evaluation = Evaluation(options, scratch)
        cases = {"weights of now": now}
        for half in (0, 1):
            cases[f"fitted on half {half}"] = fit(evaluation, now, half, options.rounds)
        scores = {title: evaluation.scores(weights) for title, weights in cases.items()}
    for title, weights in cases.items():
        print(f"{title}: half 0 {worth(scores[title], 0):.4f}, half 1 {worth(scores[title], 1):.4f}")
        print("  " + ", ".join(f"{name} {value:g}" for name, value in weights.items()))
    print("nDCG@10 of halves 0, 1")
    for name in scores["weights of now"]:
        print(f"  {name:12}" + "   ".join(f"{s[name][0]:.4f} {s[name][1]:.4f}" for s in scores.values()))


if __name__ == "__main__":
    main()
