"""nDCG@10 of lists of similar articles, by the events that a made-up corpus was made from."""
import collections
import math

K = 10


def read_truth(path):
    """Event by article, of the lines that `generate --format truth` writes."""
    with open(path) as lines:
        return dict(line.rstrip("\n").split("\t") for line in lines)


def read_run(path):
    """Articles by query, best first, of lines `query TAB rank TAB article`."""
    lists = collections.defaultdict(list)
    with open(path) as lines:
        for line in lines:
            query, rank, article = line.split()
            lists[query].append((int(rank), article))
    return {query: [article for _, article in sorted(hits)] for query, hits in lists.items()}


def ndcg(relevance, relevant):
    """Of one list: relevance of its articles in order, and how many relevant ones there are."""
    gain = sum(r / math.log2(i + 2) for i, r in enumerate(relevance[:K]))
    return gain / sum(1 / math.log2(i + 2) for i in range(min(K, relevant)))


def score(run, truth):
    """Mean over the queries that have another report of their event."""
    reports = collections.Counter(truth.values())
    scores = [ndcg([truth.get(a) == truth[q] for a in hits], reports[truth[q]] - 1)
              for q, hits in run.items() if reports[truth[q]] > 1]
    return sum(scores) / len(scores) if scores else 0.0
