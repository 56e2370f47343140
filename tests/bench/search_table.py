#!/usr/bin/env python3
"""Measures Akin's search and Lucene's, and prints one table with the bars. See tests/bench/search."""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import machine

HERE = os.path.dirname(os.path.abspath(__file__))
QUERIES = 300  # of each kind, at most
# An article indexed each 0.5 ms on two cores; an index half as large again as Lucene's.
MOST_BYTES, LEAST_PER_SECOND = 1.5, 2000


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def bytes_of(folder):
    return sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(folder) for name in names)


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.queries = self.path("queries")

    def path(self, name):
        return os.path.join(self.folder, f"{name}-{self.options.articles}")

    def generate(self, form):
        every = max(1, self.options.articles // QUERIES)
        return [os.path.join(self.options.bin, "generate"), "--format", form, "--articles", str(self.options.articles),
                "--every", str(every)]

    def write_queries(self):
        with open(self.queries, "w") as out:
            subprocess.run(self.generate("queries"), check=True, stdout=out)

    def made_in_full(self, name, make):
        """What `make` printed when the index was made, kept beside it: one that was left half made is made anew."""
        index, told = self.path(name), self.path(name) + ".json"
        if not os.path.exists(told):
            subprocess.run(["rm", "-rf", index], check=True)
            result = make(index)
            with open(told, "w") as out:
                json.dump(result, out)
        with open(told) as file:
            return {**json.load(file), "bytes": bytes_of(index)}

    def akin(self, index):
        flags = {"folder": index, "queries": self.queries, "articles": self.options.articles,
                 "duration": f"{self.options.seconds}s"}
        command = [os.path.join(self.options.bin, "akin_bench_search"), *(f"--{k}={v}" for k, v in flags.items())]
        return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)

    def measure_akin(self):
        say("Akin")
        index = self.made_in_full("akin", lambda index: self.akin(index)["index"])
        return {"index": index, "queries": self.akin(self.path("akin"))["queries"]}

    def lucene(self, *arguments, **where):
        command = ["java", "-Xmx4g", "-cp", self.options.class_path, os.path.join(HERE, "lucene", "SearchBench.java"),
                   *map(str, arguments)]
        return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **where).stdout)

    def index_by_lucene(self, index):
        with subprocess.Popen(self.generate("fields"), stdout=subprocess.PIPE) as corpus:
            return self.lucene("index", index, stdin=corpus.stdout)

    def measure_lucene(self):
        say("Lucene")
        index = self.made_in_full("lucene", self.index_by_lucene)
        return {"index": index, "queries": self.lucene("ask", self.path("lucene"), self.options.seconds, self.queries)}

    def measure(self):
        self.write_queries()
        measures = {"akin": self.measure_akin, "lucene": self.measure_lucene}
        results = {name: measure() for name, measure in measures.items() if self.options.only in ("", name)}
        return {"machine": machine.facts(), **results}


def verdict(is_met):
    return "met" if is_met else "MISSED"


def print_queries(akin, lucene):
    print("| query | p50, p99 | CPU | Lucene: p50, p99 | CPU | throughput per CPU-second | to reach ≥ 1 × |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for kind, here in akin.items():
        there = lucene[kind]
        ratio = there["cpu_us"] / here["cpu_us"]
        print(f"| {kind} | {here['p50_ms']:.2f}, {here['p99_ms']:.2f} ms | {here['cpu_us']:,.0f} µs "
              f"| {there['p50_ms']:.2f}, {there['p99_ms']:.2f} ms | {there['cpu_us']:,.0f} µs | {ratio:.2f} × "
              f"| {verdict(ratio >= 1)} |")


def print_indexes(akin, lucene):
    per_second = akin["articles"] / akin["seconds"]
    ratio = akin["bytes"] / lucene["bytes"]
    print(f"\n| an article | here | Lucene | to reach |  |\n| --- | ---: | ---: | --- | --- |")
    print(f"| indexed, a second | {per_second:,.0f} | {lucene['articles'] / lucene['seconds']:,.0f} "
          f"| ≥ {LEAST_PER_SECOND:,} | {verdict(per_second >= LEAST_PER_SECOND)} |")
    print(f"| CPU | {akin['cpu_us']:,.0f} µs | {lucene['cpu_us']:,.0f} µs |  | - |")
    print(f"| on disk | {akin['bytes'] / akin['articles']:,.0f} bytes | {lucene['bytes'] / lucene['articles']:,.0f} "
          f"bytes | ≤ {MOST_BYTES} × | {ratio:.2f} ×: {verdict(ratio <= MOST_BYTES)} |")


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--class_path", required=True)
    parser.add_argument("--articles", type=int, default=20000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--folder", help="where indexes are kept")
    parser.add_argument("--only", default="", choices=("", "akin", "lucene"))
    parser.add_argument("--json", help="where what was measured is saved")
    parser.add_argument("--from_json", nargs="*", help="what was saved before, instead of measuring")
    return parser.parse_args()


def measured(options):
    if options.from_json:
        results = {}
        for path in options.from_json:
            with open(path) as file:
                results.update(json.load(file))
        return results
    with tempfile.TemporaryDirectory() as scratch:
        os.makedirs(options.folder or scratch, exist_ok=True)
        return Bench(options, options.folder or scratch).measure()


def main():
    options = parse()
    results = measured(options)
    if options.json:
        with open(options.json, "w") as out:
            json.dump(results, out, indent=1)
    if len(results) < 3:
        return print(json.dumps(results, indent=1))
    print("{cpu}, {cores} cores, {memory_gib} GiB, Linux {kernel}\n".format(**results["machine"]))
    print_queries(results["akin"]["queries"], results["lucene"]["queries"])
    print_indexes(results["akin"]["index"], results["lucene"]["index"])


if __name__ == "__main__":
    main()
