#!/usr/bin/env python3
"""Runs the drivers over the suites, scores what they print, prints one table. See tests/conformance/run."""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

SMALL_FEED_BYTES = 16 << 10
MAX_SECONDS = 2.0
MAX_MEGABYTES = 256


def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


class Suites:
    """The drivers, the scorers, and where what they print goes."""

    def __init__(self, options):
        self.options = options
        self.scratch = tempfile.TemporaryDirectory()

    def path(self, *parts):
        return os.path.join(os.path.abspath(self.options.data), *parts)

    def drive(self, driver, source, out=None):
        """Runs a driver on `source`; the path of what it printed."""
        out = out or os.path.join(self.options.out, driver + ".jsonl")
        subprocess.run([os.path.join(self.options.drivers, driver), source, out], check=True)
        return out

    def score(self, scorer, expected, printed):
        """The scorer's numbers for the records in `expected`."""
        subset = os.path.join(self.scratch.name, "expected.jsonl")
        numbers = os.path.join(self.scratch.name, "numbers.json")
        with open(subset, "w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(record) + "\n" for record in expected)
        command = [sys.executable, os.path.join(self.options.tools, scorer), subset, printed, "--json", numbers]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with open(numbers, encoding="utf-8") as text:
            return json.load(text)


# ---------------------------------------------------------------------------------------------- rows


class Row:
    """One line of the table. `bar` is what must be reached: at least, or at most where `at_most` is set."""

    def __init__(self, name, value, unit="%", peer="", bar=None, at_most=False):
        self.name, self.value, self.unit, self.peer, self.bar, self.at_most = name, value, unit, peer, bar, at_most

    def missed(self):
        if self.bar is None:
            return False
        return self.value is None or (self.value > self.bar if self.at_most else self.value < self.bar)

    def fails(self):
        """A mean of milliseconds says as much of the machine, and of what else runs on it: it is only shown."""
        return self.missed() and self.unit != "ms"

    def number(self, value):
        if value is None:
            return "none"
        return f"{value:.3f}" if self.unit in ("F1", "ms") else f"{value:.1f} {self.unit}"

    def show(self):
        bar = "" if self.bar is None else ("≤ " if self.at_most else "≥ ") + self.number(self.bar)
        verdict = "" if self.bar is None else "MISSED" if self.missed() else "ok"
        print(f"{self.name:44} {self.number(self.value):>10}  {self.peer:26} {bar:>11}  {verdict}", flush=True)


def percent(part, whole):
    return 100.0 * part / whole if whole else None


# --------------------------------------------------------------------------------------------- feeds


def is_agency(record):
    return record.get("category", "").startswith("iptc")


def is_sitemap(record):
    return "sitemap" in record.get("category", "") or "sitemap" in record["file"]


def is_json_feed(record):
    return record["file"].endswith(".json") and not is_agency(record) and not record.get("must_fail")


def is_authored(record):
    return record["source"] == "authored" and not is_sitemap(record)


def is_syndication(record):
    return not (is_agency(record) or is_sitemap(record) or is_authored(record) or is_json_feed(record))


def is_snapshot(record):
    return is_syndication(record) and bool(record.get("consensus"))


def is_stated(record):
    return is_syndication(record) and not record.get("consensus")


def is_hostile(record):
    return "hostile" in record.get("category", "") or "limits" in record


FEED_ROWS = [
    ("syndication stated, XML", is_stated, "97.0 % feedparser", 97.5),
    ("JSON Feed", is_json_feed, "84.0 % feedsmith", 98.0),
    ("real snapshots (peers agree)", is_snapshot, "100 % feedsmith", 99.5),
    ("authored: encodings, markup, links, families", is_authored, "81.0 %", 97.0),
    ("IPTC: NewsML-G2, NITF, ninjs", is_agency, "none", 97.0),
    ("news sitemaps", is_sitemap, "none", 100.0),
]


def feed_rows(suites):
    records = read_jsonl(suites.path("feeds", "expected.jsonl"))
    printed = suites.drive("feeds", suites.path("feeds"))
    for name, belongs, peer, bar in FEED_ROWS:
        numbers = suites.score("score_feeds.py", filter(belongs, records), printed)["all"]
        yield Row(name, percent(numbers["lenient"], numbers["checks"]), peer=peer, bar=bar)
    whole = suites.score("score_feeds.py", records, printed)["all"]
    yield Row("files that must parse and do", percent(whole["parsed"], whole["must_parse"]), bar=100.0)
    yield from hostile_rows(suites, list(filter(is_hostile, records)), printed)
    yield small_feed_row(suites, printed)


def small_feed_row(suites, printed):
    size = lambda line: os.path.getsize(suites.path("feeds", line["file"]))
    times = [line["cpu_ms"] for line in read_jsonl(printed) if size(line) <= SMALL_FEED_BYTES]
    return Row("CPU time of a feed file up to 16 KiB, mean", statistics.mean(times), "ms", "0.3 ms", 0.2, at_most=True)


def hostile_rows(suites, hostile, printed):
    numbers = suites.score("score_feeds.py", hostile, printed)["all"]
    yield Row("hostile files as they should be", percent(numbers["files_ok"], numbers["files"]), bar=100.0)
    costs = [cost_of(suites, record) for record in hostile]
    yield Row("hostile files, the slowest", max(seconds for seconds, _ in costs), "s", bar=MAX_SECONDS, at_most=True)
    yield Row("hostile files, the largest in memory", max(megabytes for _, megabytes in costs), "MB",
              bar=MAX_MEGABYTES, at_most=True)


def cost_of(suites, record):
    """Seconds of processor time in the parser, and megabytes at most of a process that reads this file only."""
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(suites.path("feeds", "files"), os.path.join(folder, "files"))
        with open(os.path.join(folder, "expected.jsonl"), "w", encoding="utf-8") as lines:
            lines.write(json.dumps(record) + "\n")
        out = os.path.join(folder, "out.jsonl")
        child = subprocess.Popen([suites.options.feeds_binary, folder, out])
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            return float("inf"), float("inf")
        return read_jsonl(out)[0]["cpu_ms"] / 1e3, usage.ru_maxrss / 1024


# --------------------------------------------------------------------------------------------- pages

META_ROWS = [("title", "86.6 %", 88.0), ("published", "56.9 %", 70.0), ("author", "49.1 %", 60.0)]


def meta_row(meta, field, peer, bar, only=""):
    counts = [count for name, count in meta.items() if name.endswith("." + field) and name.startswith(only)]
    right, stated = (sum(column) for column in zip(*counts)) if counts else (0, 0)
    return Row(f"pages: {field}, {only or 'all sets'}", percent(right, stated), peer=peer and peer + " Readability.js", bar=bar)


def page_rows(suites):
    printed = suites.drive("pages", suites.path("pages"))
    numbers = suites.score("score_pages.py", read_jsonl(suites.path("pages", "truth.jsonl")), printed)
    f1 = lambda name: numbers.get(name, {}).get("f1")
    yield Row("pages: article-extraction-benchmark, body", f1("aeb"), "F1", "0.945 Readability.js", 0.960)
    yield Row("pages: trafilatura, segments", f1("trafilatura"), "F1", "0.892 Readability.js", 0.915)
    for field, peer, bar in META_ROWS:
        yield meta_row(numbers["meta"], field, peer, bar)
        yield meta_row(numbers["meta"], field, "", None, only="trafilatura")
    times = [line["cpu_ms"] for line in read_jsonl(printed)]
    yield Row("CPU time of a page, mean", statistics.mean(times), "ms", "75 ms readability-lxml", 15.0, at_most=True)
    yield Row("CPU time of a page, the slowest", max(times) / 1e3, "s", bar=MAX_SECONDS, at_most=True)


# --------------------------------------------------------------------------------------------- dates


def date_rows(suites):
    expected = read_jsonl(suites.path("feeds", "dates.jsonl"))
    found = read_jsonl(suites.drive("dates", suites.path("feeds", "dates.jsonl")))
    right = sum(record["expected"] == date for record, date in zip(expected, found))
    yield Row("dates, the same second", percent(right, len(expected)))


PARTS = {"feeds": feed_rows, "pages": page_rows, "dates": date_rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--drivers", "--data", "--tools", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--feeds-binary", required=True)
    parser.add_argument("parts", nargs="*", help=", ".join(PARTS) + "; none: all")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        sys.exit(f"akin: error: no such part: {', '.join(sorted(unknown))}, want {', '.join(PARTS)}")
    suites = Suites(options)
    print(f"{'set':44} {'here':>10}  {'best peer':26} {'to reach':>11}  verdict", flush=True)
    failed = False
    for part in options.parts or PARTS:
        for row in PARTS[part](suites):
            row.show()
            failed = failed or row.fails()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
