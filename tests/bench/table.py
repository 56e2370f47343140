#!/usr/bin/env python3
"""Runs the benchmarks and prints one table with the bars. See tests/bench/run."""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import latency_svg
import machine
import score

HERE = os.path.dirname(os.path.abspath(__file__))


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def json_of(*command):
    """The line of JSON that a program prints."""
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


class Bench:
    """Everything that is run; results as plain dictionaries."""

    def __init__(self, options, scratch):
        self.options, self.scratch = options, scratch

    def path(self, name):
        return os.path.join(self.scratch, name)

    def akin(self, size):
        say(f"Akin, {size} articles")
        flags = [f"--exhaustive_queries={self.options.exhaustive_queries}", f"--duration={self.options.seconds}s", f"--applied={max(self.options.applied, size // 50)}",
                 f"--publish_rate={self.options.publish_rate}", f"--queries={self.options.queries}",
                 *[f"--folder={folder}" for folder in self.options.states], f"--only={self.options.only}"]
        if size == self.options.peer_size:
            flags.append("--run=" + self.path("akin"))
        return json_of(os.path.join(HERE, "similar"), "--articles", size, *flags)

    def peer(self, name):
        say(f"{name}, {self.options.peer_size} articles")
        return json_of(os.path.join(HERE, "peers"), name, self.options.peer_size, self.options.seconds,
                       self.options.queries, self.scratch, *self.options.indexes)

    def wants(self, measurement):
        return not self.options.only or measurement in self.options.only.split(",")

    def truth(self):
        with open(self.path("truth"), "w") as out:
            subprocess.run([self.options.generate, "--format", "truth", "--articles", str(self.options.peer_size)],
                           check=True, stdout=out)
        return score.read_truth(self.path("truth"))

    def ndcg(self):
        truth = self.truth()
        return {name: score.score(score.read_run(self.path(name)), truth)
                for name in ("akin", "lucene.default", "lucene.boosted", "xapian") if os.path.exists(self.path(name))}

    def run(self):
        results = {"machine": machine.facts(), "akin": [self.akin(size) for size in self.options.sizes]}
        if self.options.peer_size and self.wants("run"):
            results["lucene"] = self.peer("lucene")
            results["xapian"] = self.peer("xapian")
            results["ndcg"] = self.ndcg()
        return results


class Row:
    """One line of the table; `bar` is compared with `value` by `sign`, >= or <=."""

    def __init__(self, what, value, sign, bar, text, bar_text):
        self.what, self.value, self.text, self.bar_text = what, value, text, bar_text
        self.met = value is not None and (value >= bar if sign == ">=" else value <= bar)

    def cells(self):
        verdict = "-" if self.value is None else "met" if self.met else "MISSED"
        return [self.what, self.text, self.bar_text, verdict]


def at_least(what, value, bar, form, unit="", detail=""):
    text = "not measured" if value is None else form.format(value) + unit + detail
    return Row(what, value, ">=", bar, text, "≥ " + form.format(bar) + unit)


def at_most(what, value, bar, form, unit="", detail=""):
    text = "not measured" if value is None else form.format(value) + unit + detail
    return Row(what, value, "<=", bar, text, "≤ " + form.format(bar) + unit)


def no_bar(what, text):
    return Row(what, None, ">=", 0, text, "")


def measured(run, *keys):
    """What was measured in this run, None if it was not."""
    for key in keys:
        run = run.get(key) if run else None
    return run


def size_text(size):
    return latency_svg.size_label(size)


def growth_row(sizes):
    """Between the largest size and the one nearest to a tenth of it; see `ratio` for why twice."""
    largest = sizes[-1]
    base = min(sizes, key=lambda s: abs(s["articles"] - largest["articles"] / 10))
    if base is largest or "cold_half" not in largest or "cold_half" not in base:
        return at_most("growth of p50", None, 2, "{:.2f}", " ×")
    latency = largest["cold_half"]["p50_ms"] / base["cold_half"]["p50_ms"]
    cpu = largest["cold_saturated"]["cpu_us"] / base["cold_saturated"]["cpu_us"]
    return at_most(f"growth of p50 over that at {size_text(base['articles'])}", max(latency, cpu), 2, "{:.2f}", " ×",
                   f" (p50 {latency:.2f}, CPU {cpu:.2f})")


def ratio(ours, theirs):
    """How many times better, and the words for it: by throughput or by CPU, whichever says less. On a machine that is
    ours alone both say the same; on a busy one throughput tells who was luckier."""
    if not ours or not theirs:
        return None, ""
    throughput = ours["per_second"] / theirs["per_second"]
    cpu = theirs["cpu_us"] / ours["cpu_us"]
    words = f" ({ours['per_second']:,.0f}/s against {theirs['per_second']:,.0f}/s, CPU {cpu:.2f} ×)"
    return min(throughput, cpu), words


def peer_rows(results):
    if "lucene" not in results:
        return []
    akin = next(a for a in results["akin"] if a["articles"] == results["lucene"]["articles"])
    ours, at = akin.get("cold_saturated"), size_text(akin["articles"])
    lucene, words = ratio(ours, results["lucene"]["defaults"]["two_threads"])
    boosted, boosted_words = ratio(ours, results["lucene"]["boosted"]["two_threads"])
    xapian, xapian_words = ratio(ours, results["xapian"]["two_threads"])
    ndcg = results["ndcg"]
    best_peer = max(value for name, value in ndcg.items() if name != "akin")
    return [
        at_least(f"cold against Lucene MoreLikeThis, {at}", lucene, 10, "{:.2f}", " ×", words),
        no_bar("  with 100 boosted terms", f"{boosted:.2f} ×" + boosted_words if boosted else "not measured"),
        at_least(f"cold against Xapian's expansion, {at}", xapian, 10, "{:.2f}", " ×", xapian_words),
        at_least("nDCG@10 on events, against the best of these", ndcg["akin"], best_peer, "{:.3f}"),
    ]


def answered_rows(last):
    if "recall_of_answers" not in last:
        return []
    return [no_bar("  of what is similar enough to be an answer", f"{last['recall_of_answers']:.4f}")]


def rows(results):
    sizes = results["akin"]
    last = sizes[-1]
    cached, cached_words = ratio(last.get("cached"), last.get("echo"))
    bytes_each = measured(last, "memory", "bytes_per_article")
    return [
        at_most("cold, p50 at half of saturation", measured(last, "cold_half", "p50_ms"), 2, "{:.2f}", " ms"),
        at_most("cold, p99 at half of saturation", measured(last, "cold_half", "p99_ms"), 10, "{:.2f}", " ms"),
        *peer_rows(results),
        at_least("cached against a bare gRPC echo", cached, 0.7, "{:.2f}", " ×", cached_words),
        growth_row(sizes),
        at_least("recall@10 against exhaustive scoring", last.get("recall"), 0.99, "{:.4f}"),
        *answered_rows(last),
        at_least("applied until findable, story included", measured(last, "apply", "per_second"), 2000, "{:,.0f}", "/s"),
        at_most(f"publish until similar-ready, p99, {results['options']['publish_rate']:g}/s and reads",
                measured(last, "ready", "p99_ms"), 200, "{:.0f}", " ms"),
        at_most("resident memory an article", bytes_each and bytes_each / 1024, 1.5, "{:.2f}", " KiB"),
        at_least("restart from its own state", measured(last, "restart", "per_second"), 200000, "{:,.0f}", " articles/s"),
    ]


def load_line(load, log):
    made_up = load["write_cpu_us"]
    return (f"CPU an article loaded from the log: {load['cpu_us'] - made_up:,.0f} µs, of which its stream takes "
            f"{log['stream_cpu_us']:,.0f}; making it up took {made_up:,.0f} µs more")


def tenths_line(load):
    first, last = load["first_tenth_per_second"], load["last_tenth_per_second"]
    if first and last:
        yield f"Loading: {first:,.0f} articles/s in the first tenth, {last:,.0f} in the last"


def memory_line(memory):
    parts = memory["parts"]
    words = ", ".join(f"{name.replace('_', ' ')} {value:,.0f}" for name, value in parts.items())
    return (f"Bytes an article: {memory['heap_used']:,.0f} allocated, {memory['heap_free']:,.0f} free in the heap; "
            f"{sum(parts.values()):,.0f} in the engine's tables ({words})")


def cpu_lines(results):
    last = results["akin"][-1]
    calls = [(name, last[key]) for name, key in (("cold", "cold_saturated"), ("cached", "cached"), ("bare echo", "echo"))
             if key in last]
    if calls:
        yield "CPU a call: " + ", ".join(f"{name} {call['cpu_us']:,.0f} µs" for name, call in calls) + " (client and server)"
    if "load" in last:
        yield load_line(last["load"], last["log"])
        yield from tenths_line(last["load"])
    if "apply" in last:
        yield f"CPU an article applied: {last['apply']['cpu_us']:,.0f} µs"
    if "memory" in last:
        yield memory_line(last["memory"])
    if "lucene" in results:
        lucene, xapian = results["lucene"], results["xapian"]
        yield (f"CPU a list of the peers, no RPC: Lucene {lucene['defaults']['two_threads']['cpu_us']:,.0f} µs, boosted "
               f"{lucene['boosted']['two_threads']['cpu_us']:,.0f} µs, Xapian {xapian['two_threads']['cpu_us']:,.0f} µs")
        yield "nDCG@10: " + ", ".join(f"{name} {value:.3f}" for name, value in results["ndcg"].items())


SIZE_COLUMNS = [("cold p50", 9, ("cold_half", "p50_ms"), "{:.2f} ms"), ("p99", 9, ("cold_half", "p99_ms"), "{:.2f} ms"),
                ("cold/s", 8, ("cold_saturated", "per_second"), "{:.0f}"), ("cached/s", 9, ("cached", "per_second"), "{:.0f}"),
                ("load/s", 8, ("load", "per_second"), "{:.0f}"), ("apply/s", 8, ("apply", "per_second"), "{:.0f}"),
                ("bytes each", 10, ("memory", "bytes_per_article"), "{:.0f}")]


def size_lines(results):
    yield " ".join([f"{'articles':>10}", *(name.rjust(width) for name, width, _, _ in SIZE_COLUMNS)])
    for a in results["akin"]:
        values = [(measured(a, *keys), width, form) for _, width, keys, form in SIZE_COLUMNS]
        yield " ".join([f"{a['articles']:>10}",
                        *(("-" if v is None else form.format(v)).rjust(width) for v, width, form in values)])


def table_of(results):
    head = ["at " + size_text(results["akin"][-1]["articles"]) + " articles", "here", "to reach", ""]
    return [head] + [row.cells() for row in rows(results)]


def print_markdown(results):
    table = table_of(results)
    for line in [table[0], ["---"] * 4, *table[1:]]:
        print("| " + " | ".join(cell.strip() for cell in line) + " |")


def print_table(results):
    table = table_of(results)
    widths = [max(len(line[i]) for line in table) for i in range(4)]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
    facts = results["machine"]
    print()
    for line in [*size_lines(results), *cpu_lines(results)]:
        print(line)
    print(f"{facts['cpu']}, {facts['cores']} cores, {facts['memory_gib']} GiB, Linux {facts['kernel']}, "
          f"{facts['compiler']}; load before: {facts['load_before']}")
    if facts["load_before"] > 0.5:
        print("The machine was busy with other programs: rates and latencies are worse than they need be.")


def picture(results):
    akin = [a for a in results["akin"] if "cold_half" in a]
    series = [("Akin, p50", [(a["articles"], a["cold_half"]["p50_ms"]) for a in akin]),
              ("Akin, p99", [(a["articles"], a["cold_half"]["p99_ms"]) for a in akin])]
    if "lucene" in results:
        size = results["lucene"]["articles"]
        series += [("MoreLikeThis, p50", [(size, results["lucene"]["defaults"]["one_thread"]["p50_ms"])]),
                   ("its 100 terms, p50", [(size, results["lucene"]["boosted"]["one_thread"]["p50_ms"])]),
                   ("Xapian, p50", [(size, results["xapian"]["one_thread"]["p50_ms"])])]
    return latency_svg.draw("Similar News, not cached, at half of saturation", series)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", default="2000,20000", help="sizes of the corpus, ascending")
    parser.add_argument("--peers", type=int, help="size at which the peers are measured; 0: not at all; the largest")
    parser.add_argument("--seconds", type=float, default=5, help="of each load")
    parser.add_argument("--applied", type=int, default=1000,
                        help="articles that are applied to time it, and a fiftieth of the corpus at least")
    parser.add_argument("--only", default="", help="some of cold,cached,run,apply,ready,restart,recall; all of them")
    parser.add_argument("--states", nargs=1, default=[], help="folder where loaded states are kept and found")
    parser.add_argument("--publish_rate", type=float, default=300, help="articles a second beside reads")
    parser.add_argument("--exhaustive_queries", type=int, default=50, help="lists that are made by scoring everything")
    parser.add_argument("--queries", type=int, default=1000, help="lists that are scored")
    parser.add_argument("--indexes", nargs=1, default=[], help="folder where the peers' indexes are kept and found")
    parser.add_argument("--json", help="file for every number")
    parser.add_argument("--svg", help="file for a picture of latency against size")
    parser.add_argument("--markdown", action="store_true", help="print the table for a README instead")
    parser.add_argument("--from_json", nargs="+",
                        help="print the table of earlier runs; where they measured the same, of the last one")
    parser.add_argument("--generate", help="the program that makes the corpus")
    options = parser.parse_args()
    options.sizes = sorted(int(size) for size in options.articles.split(","))
    options.peer_size = options.sizes[-1] if options.peers is None else options.peers
    if options.peer_size and options.peer_size not in options.sizes:
        parser.error("--peers: want one of --articles")
    return options


def measure(options):
    with tempfile.TemporaryDirectory() as scratch:
        results = Bench(options, scratch).run()
    results["options"] = {name: getattr(options, name) for name in
                          ("sizes", "peer_size", "seconds", "applied", "publish_rate", "queries")}
    return results


def read_json(path):
    with open(path) as file:
        return json.load(file)


def merged(runs):
    """One result of several, whose measurements may have been taken in runs of their own."""
    sizes = {}
    for run in runs:
        for akin in run["akin"]:
            sizes.setdefault(akin["articles"], {}).update(akin)
    result = {key: value for run in runs for key, value in run.items()}
    result["akin"] = [sizes[size] for size in sorted(sizes)]
    return result


def main():
    options = parse_options()
    if options.from_json:
        results = merged([read_json(path) for path in options.from_json])
    else:
        results = measure(options)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(results, file, indent=1)
    if options.svg:
        with open(options.svg, "w") as file:
            file.write(picture(results))
    (print_markdown if options.markdown else print_table)(results)


if __name__ == "__main__":
    main()
