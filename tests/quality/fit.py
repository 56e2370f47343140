#!/usr/bin/env python3
"""Fits weights.h on the development sets, looking at half of each set for what the other half gave. See fit.

Three things are fitted: the weights of the story decision (two articles report one event or not), share and threshold
of the duplicate score, and the shape of the similarity. Each is printed with what it is now. Time is no part of it: the
sets have no dates.
"""
import argparse
import collections
import json
import math
import os
import subprocess
import sys
import tempfile

# Names in weights.h, features of engine_eval.
EVENT = [("kEventLexical", "text"), ("kEventTitle", "title"), ("kEventNames", "names"), ("kEventNumbers", "numbers"),
         ("kEventContainment", "containment"), ("kEventNumberConflict", "conflict")]
# Of the reports in a corpus, so few are about one and the same event: what the pairs are weighed for.
EVERY = {"ecbplus_dev": 2, "fnc_dev": 8, "neardup_dev": 8}
DECAY = 0.02  # pulls weights towards what they are now
NEVER_MERGED = ("same_event", "boilerplate")
LIMIT_OF_WRONG_MERGES = 0.01


class Pair:
    def __init__(self, row, a, b):
        self.f, self.a, self.b = row, a, b
        self.half = sum(map(ord, min(a["label"] or a["id"], b["label"] or b["id"]))) % 2
        self.same = bool(a["label"]) and a["label"] == b["label"]


def read_weights(path):
    weights = {}
    for line in open(path):
        words = line.replace(";", "").split()
        if line.startswith("inline constexpr double"):
            weights[words[3]] = float(words[5])
    return weights


def pairs_of(name, folder, program, scratch):
    path = os.path.join(folder, name + ".jsonl")
    out = os.path.join(scratch, name)
    flags = ["--k", "20", "--every", str(EVERY[name]), "--features", out]
    if name == "neardup_dev":
        flags += ["--score", "duplicate"]
    subprocess.run([program, "--data", path, *flags], check=True, stdout=subprocess.DEVNULL)
    articles = {a["id"]: a for a in map(json.loads, open(path))}
    with open(out) as lines:
        names = next(lines).rstrip("\n").split("\t")
        found = {}
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            row = dict(zip(names[2:], map(float, cells[2:])))
            found[min(cells[:2]), max(cells[:2])] = Pair(row, articles[cells[0]], articles[cells[1]])
    return list(found.values())


def sigmoid(x):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def event_score(weights, f):
    return sigmoid(weights["kEventBias"] + sum(weights[w] * f[feature] for w, feature in EVENT))


def fit_event(sets, now, steps=400):
    """Logistic regression by gradient, all sets and both answers counting alike, near the weights of now."""
    rows = []
    for pairs in sets:
        counts = collections.Counter(p.same for p in pairs)
        for p in pairs:
            rows.append(([1.0] + [p.f[feature] for _, feature in EVENT], p.same, 0.5 / len(sets) / counts[p.same]))
    names = ["kEventBias"] + [w for w, _ in EVENT]
    start = [now[n] for n in names]
    w, square = list(start), [1e-8] * len(names)
    for _ in range(steps):
        gradient = [DECAY * (x - s) / 100 for x, s in zip(w, start)]
        for x, same, share in rows:
            error = (sigmoid(sum(a * b for a, b in zip(w, x))) - same) * share
            for i, value in enumerate(x):
                gradient[i] += error * value
        for i, g in enumerate(gradient):  # Duchi, Hazan and Singer (2011)
            square[i] += g * g
            w[i] -= 0.5 * g / math.sqrt(square[i])
    return {**now, **dict(zip(names, w))}


def f1_of(decided):
    """Of (said, true) pairs: precision, recall and F1."""
    both = sum(said and true for said, true in decided)
    said, true = sum(s for s, _ in decided), sum(t for _, t in decided)
    return both / max(said, 1), both / max(true, 1), 2 * both / max(said + true, 1)


def threshold_for(scored, precision):
    """The lowest score from which on the links are this precise."""
    scored = sorted(scored, reverse=True)
    right, best = 0, 1.0
    for i, (score, same) in enumerate(scored):
        right += same
        if right / (i + 1) >= precision:
            best = score
    return best


def show_event(title, weights, pairs, link):
    p, r, f = f1_of([(event_score(weights, x.f) >= link, x.same) for x in pairs])
    print(f"  {title:44} precision {p:.3f}  recall {r:.3f}  F1 {f:.3f}")


def duplicate_mean(share, f):
    return share * f["containment"] + (1 - share) * f["text"]


def fit_duplicates(pairs):
    """Share and threshold with the best F1 that merge hardly any of what must stay apart."""
    best = (-1.0, 0.0, 0.0)
    for share in [s / 20 for s in range(4, 17)]:
        for threshold in [t / 100 for t in range(25, 70)]:
            if wrong_merges(pairs, share, threshold) > LIMIT_OF_WRONG_MERGES:
                continue
            f1 = f1_of([(duplicate_mean(share, p.f) >= threshold, p.same) for p in pairs])[2]
            best = max(best, (f1, share, threshold))
    return best[1], best[2]


def wrong_merges(pairs, share, threshold):
    apart = [p for p in pairs if {p.a.get("kind"), p.b.get("kind")} & set(NEVER_MERGED) and not p.same]
    return sum(duplicate_mean(share, p.f) >= threshold for p in apart) / max(1, len(apart))


def rating(p):
    """What people might say of a pair: one event, one kind of event, neither."""
    return 1.0 if p.same else 0.5 if p.a.get("group") and p.a.get("group") == p.b.get("group") else 0.0


def pearson(x, y):
    mx, my = sum(x) / len(x), sum(y) / len(y)
    sxy = sum((a - mx) * (b - my) for a, b in zip(x, y))
    return sxy / math.sqrt(sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y))


def shape(nothing, power, cosine):
    return max(0.0, (cosine - nothing) / (1 - nothing)) ** power


def correlation(sets, nothing, power):
    return sum(pearson([shape(nothing, power, p.f["smoothed"]) for p in pairs], [rating(p) for p in pairs])
               for pairs in sets) / len(sets)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--engine_eval", "--data", "--weights"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    now = read_weights(options.weights)
    with tempfile.TemporaryDirectory() as scratch:
        sets = {name: pairs_of(name, options.data, options.engine_eval, scratch) for name in EVERY}
    events = [sets["ecbplus_dev"], sets["fnc_dev"]]

    print("story decision, links between pairs of one event")
    for half in (0, 1):
        fitted = fit_event([[p for p in pairs if p.half == half] for pairs in events], now)
        for name in ("ecbplus_dev", "fnc_dev"):
            other = [p for p in sets[name] if p.half != half]
            show_event(f"{name}, half {1 - half}, weights of now", now, other, 0.5)
            show_event(f"{name}, half {1 - half}, fitted on half {half}", fitted, other, 0.5)
    fitted = fit_event(events, now)
    scored = [(event_score(fitted, p.f), p.same) for pairs in events for p in pairs]
    link = threshold_for(scored, 0.97)
    print(f"  fitted on all: links are 97 % precise from a score of {link:.3f} on; with a bias that makes this 0.5:")
    fitted["kEventBias"] -= math.log(link / (1 - link)) if 0 < link < 1 else 0
    for name in ("ecbplus_dev", "fnc_dev"):
        show_event(name, fitted, sets[name], 0.5)
    for name in ["kEventBias"] + [w for w, _ in EVENT]:
        print(f"    {name:22} {fitted[name]:7.2f}   now {now[name]:6.2f}")

    print("duplicates")
    pairs = sets["neardup_dev"]
    cases = [("weights of now", (now["kContainmentShare"], now["kDuplicateMean"]), pairs)]
    for half in (0, 1):
        cases.append((f"fitted on half {half}, half {1 - half}", fit_duplicates([p for p in pairs if p.half == half]),
                      [p for p in pairs if p.half != half]))
    cases.append(("fitted on all", fit_duplicates(pairs), pairs))
    for title, (share, threshold), of in cases:
        f1 = f1_of([(duplicate_mean(share, p.f) >= threshold, p.same) for p in of])[2]
        print(f"  {title:28} kContainmentShare {share:.2f}  kDuplicateMean {threshold:.2f}  F1 {f1:.4f}  "
              f"wrong merges {wrong_merges(of, share, threshold):.4f}")

    print("similarity, Pearson with 1 for one event, 0.5 for one kind of event, 0 for neither")
    grid = [(n / 100, p / 10) for n in (0, 2, 3, 4, 6) for p in (6, 8, 9, 10, 11, 12, 14, 16)]
    for half in (0, 1):
        best = max(grid, key=lambda g: correlation([[p for p in x if p.half == half] for x in events], *g))
        there = correlation([[p for p in x if p.half != half] for x in events], *best)
        print(f"  fitted on half {half}: kCosineOfNothing {best[0]:.2f}  kCosinePower {best[1]:.1f}  other half {there:.4f}")
    shown = (now["kCosineOfNothing"], now["kCosinePower"])
    print(f"  now: kCosineOfNothing {shown[0]:.2f}  kCosinePower {shown[1]:.1f}  all {correlation(events, *shown):.4f}")

    print("relations: share of pairs that count as about the same people and subject, if time lies between them")
    for name in ("ecbplus_dev", "fnc_dev"):
        for title, value in (("one event", 1.0), ("one kind of event", 0.5), ("neither", 0.0)):
            of = [p for p in sets[name] if rating(p) == value]
            related = sum(event_score(now, p.f) >= now["kRelatedEventScore"] or
                          (p.f["names"] >= now["kRelatedNames"] and p.f["smoothed"] >= now["kRelatedCosine"])
                          for p in of)
            if of:
                print(f"  {name:14} {title:20} {related / len(of):.3f} of {len(of)}")


if __name__ == "__main__":
    sys.exit(main())
