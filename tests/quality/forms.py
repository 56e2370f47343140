#!/usr/bin/env python3
"""Makes a data set of the articles in forms/*.txt: forms of a source that are filled in for many events, and events that
several sources tell in their own words. Scores the stories that they came to be in.

  forms.py articles --half a|b|all > ARTICLES.jsonl       "label" is the event, "form" where it comes from
  forms.py score --data ARTICLES.jsonl --stories STORIES  of pairs of articles, how many are rightly in one story

The files have, in blocks:

  form NAME  source SOURCE  lang LANGUAGE    then "| headline" and "| text" with {blanks}, then
  event TIME BLANK=TEXT; BLANK=TEXT ...      an event, by that form
  also TIME ...                              the same event once more, by the same form: an update
  other TIME SOURCE HEADLINE | TEXT          the same event, as another source tells it
  told LANGUAGE TIME                         then "| headline | text" of a source each, all of one event
"""
import argparse
import collections
import glob
import json
import os
import re
import sys
import zlib

YEAR = "2024-"


def article(label, form, source, lang, time, title, body):
    return {"title": title, "summary": "", "body": body, "published": f"{YEAR}{time}:00Z", "source": source,
            "lang": lang, "label": label, "form": form}


def filled(form, time, blanks):
    values = dict(pair.strip().split("=", 1) for pair in re.split(r"; (?=\w+=)", blanks))
    title, body = (re.sub(r"\{(\w+)\}", lambda m: values[m[1]], text) for text in form["texts"])
    return article(form["event"], form["name"], form["source"], form["lang"], time, title, body)


def articles_of(path):
    form, told = {}, {}
    for line in map(str.strip, open(path, encoding="utf-8")):
        kind, _, rest = line.partition(" ")
        if kind == "form":
            name, _, source, _, lang = rest.split()
            form, told = {"name": name, "source": source, "lang": lang, "texts": [], "count": 0}, {}
        elif kind == "told":
            lang, time = rest.split()
            told = {"lang": lang, "time": time, "event": f"told.{lang}.{time}", "count": 0}
        elif kind == "|" and told:
            title, body = rest.split(" | ")
            told["count"] += 1
            day, hour = told["time"].split("T")
            time = f"{day}T{int(hour[:2]) + told['count']:02}{hour[2:]}"
            source = f"paper{zlib.crc32(title.encode()) % 40}.example"
            yield article(told["event"], told["event"], source, told["lang"], time, title, body)
        elif kind == "|":
            form["texts"].append(rest)
        elif kind in ("event", "also"):
            time, _, blanks = rest.partition(" ")
            form["count"] += kind == "event"
            form["event"] = f"{form['name']}.{form['count']}"
            yield filled(form, time, blanks)
        elif kind == "other":
            time, source, text = rest.split(" ", 2)
            title, body = text.split(" | ")
            yield article(form["event"], form["name"], source, form["lang"], time, title, body)


def half_of(form):
    return "ab"[zlib.crc32(form.encode()) // 16 % 2]


def all_articles(half):
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "forms")
    found = [a for path in sorted(glob.glob(os.path.join(folder, "*.txt"))) for a in articles_of(path)]
    found = [a for a in found if half in ("all", half_of(a["form"]))]
    found.sort(key=lambda a: a["published"])
    return [{"id": f"form{i:03}", **a} for i, a in enumerate(found)]


def score(articles, stories, say):
    """Precision and recall of the pairs that are in one story; `say` is called with each that is wrong."""
    right = wrong = missed = 0
    for i, a in enumerate(articles):
        for b in articles[:i]:
            together = stories[a["id"]] == stories[b["id"]]
            same = a["label"] == b["label"]
            right += together and same
            wrong += together and not same
            missed += same and not together
            if together != same:
                say("apart" if same else "together", a, b)
    return right / max(1, right + wrong), right / max(1, right + missed)


def read_stories(path):
    return dict(line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["articles", "score"])
    parser.add_argument("--half", choices=["a", "b", "all"], default="all")
    parser.add_argument("--data")
    parser.add_argument("--stories")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if options.what == "articles":
        for a in all_articles(options.half):
            print(json.dumps(a, ensure_ascii=False))
        return
    articles = list(map(json.loads, open(options.data, encoding="utf-8")))
    by_form = collections.Counter()

    def say(how, a, b):
        by_form[how, a["form"]] += 1
        if options.verbose:
            print(f"{how} {a['form']}: {b['title']} / {a['title']}", file=sys.stderr)

    precision, recall = score(articles, read_stories(options.stories), say)
    print(f"precision {precision:.4f} recall {recall:.4f} of {len(articles)} articles")
    for (how, form), count in sorted(by_form.items()):
        print(f"  {how} {form}: {count}")


if __name__ == "__main__":
    main()
