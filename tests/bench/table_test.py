import contextlib
import io
import math
import os
import tempfile
import unittest
import xml.dom.minidom

import latency_svg
import score
import table


def load(p50, p99, per_second):
    return {"p50_ms": p50, "p99_ms": p99, "per_second": per_second, "cpu_us": 100.0}


def akin_at(articles, p50):
    return {
        "articles": articles, "log": {"write_cpu_us": 50.0, "stream_cpu_us": 20.0},
        "load": {**load(0, 0, 3000), "write_cpu_us": 40.0, "first_tenth_per_second": 3500.0, "last_tenth_per_second": None},
        "memory": {"bytes_per_article": 1536, "heap_used": 1200.0, "heap_free": 100.0,
                   "parts": {"postings": 1000.0, "shingle_counts": 24.0}},
        "cold_saturated": load(1, 2, 2000), "cold_half": load(p50, 12, 1000), "cached": load(1, 2, 20000),
        "echo": load(1, 2, 25000), "apply": load(0, 0, 1999), "ready": load(50, 150, 30),
        "restart": {"per_second": 250000}, "recall": 0.995,
    }


def results():
    peer = {"one_thread": load(10, 20, 50), "two_threads": load(10, 20, 100)}
    return {
        "machine": {"cpu": "a CPU", "cores": 2, "memory_gib": 8, "kernel": "6", "compiler": "c++", "load_before": 0},
        "options": {"publish_rate": 30}, "akin": [akin_at(1000, 0.5), akin_at(10000, 1.5)],
        "lucene": {"articles": 10000, "defaults": peer, "boosted": peer},
        "xapian": {"articles": 10000, **peer},
        "ndcg": {"akin": 0.96, "lucene.default": 0.9, "lucene.boosted": 0.91, "xapian": 0.94},
    }


class Score(unittest.TestCase):
    def test_ndcg_agrees_with_what_is_counted_by_hand(self):
        second_of_two = 1 / math.log2(3)
        self.assertAlmostEqual(score.ndcg([False, True], 2), second_of_two / (1 + second_of_two))
        self.assertEqual(score.ndcg([True, True], 2), 1)
        self.assertEqual(score.ndcg([True] * 10, 29), 1)

    def test_articles_that_nothing_else_reports_are_not_asked_about(self):
        truth = {"a": "1", "b": "1", "c": "2"}
        self.assertEqual(score.score({"a": ["b", "c"], "c": ["a", "b"]}, truth), 1)

    def test_runs_are_read_in_the_order_of_their_ranks(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "run")
            with open(path, "w") as out:
                out.write("a\t2\tc\na\t1\tb\n")
            self.assertEqual(score.read_run(path), {"a": ["b", "c"]})


class Table(unittest.TestCase):
    def verdicts(self, measured):
        return {row.what: row.cells()[3] for row in table.rows(measured)}

    def test_each_bar_has_its_verdict(self):
        verdicts = self.verdicts(results())
        self.assertEqual(verdicts["cold, p50 at half of saturation"], "met")
        self.assertEqual(verdicts["cold, p99 at half of saturation"], "MISSED")
        self.assertEqual(verdicts["cold against Lucene MoreLikeThis, 10 k"], "MISSED")
        self.assertEqual(verdicts["cached against a bare gRPC echo"], "met")
        self.assertEqual(verdicts["growth of p50 over that at 1 k"], "MISSED")
        self.assertEqual(verdicts["applied until findable, story included"], "MISSED")
        self.assertEqual(verdicts["resident memory an article"], "met")

    def test_throughput_alone_proves_nothing_on_a_busy_machine(self):
        quick, cheap = load(0, 0, 2000), load(0, 0, 100)
        self.assertEqual(table.ratio(quick, cheap)[0], 1)  # 20 × the throughput for the same CPU
        cheap["cpu_us"] = 3000.0
        self.assertEqual(table.ratio(quick, cheap)[0], 20)

    def test_what_was_not_measured_is_neither_met_nor_missed(self):
        measured = results()
        del measured["akin"][1]["recall"]
        self.assertEqual(self.verdicts(measured)["recall@10 against exhaustive scoring"], "-")

    def test_the_generator_is_not_counted_as_akin(self):
        line = next(line for line in table.cpu_lines(results()) if line.startswith("CPU an article loaded"))
        self.assertIn("loaded from the log: 60 µs", line)

    def test_memory_is_told_by_part(self):
        line = next(line for line in table.cpu_lines(results()) if line.startswith("Bytes an article"))
        self.assertIn("1,024 in the engine's tables (postings 1,000, shingle counts 24)", line)

    def test_runs_that_measured_parts_make_one_table(self):
        cold, apply = results(), {"options": {"publish_rate": 30}, "akin": [{"articles": 10000, "apply": load(0, 0, 2500)}]}
        together = table.merged([cold, apply])
        self.assertEqual(self.verdicts(together)["applied until findable, story included"], "met")
        self.assertEqual(self.verdicts(together)["cached against a bare gRPC echo"], "met")

    def test_a_run_of_one_measurement_prints(self):
        part = {"machine": results()["machine"], "options": {"publish_rate": 30},
                "akin": [{"articles": 10000, "apply": load(0, 0, 2500)}]}
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            table.print_table(part)
        self.assertEqual(out.getvalue().count("not measured"), 8)
        self.assertIn("2,500/s", out.getvalue())

    def test_it_prints_without_peers_too(self):
        measured = results()
        for name in ("lucene", "xapian", "ndcg"):
            del measured[name]
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            table.print_table(measured)
        self.assertIn("at 10 k articles", out.getvalue())
        self.assertNotIn("Lucene", out.getvalue())


class Picture(unittest.TestCase):
    def test_it_is_well_formed_and_has_every_series(self):
        svg = xml.dom.minidom.parseString(table.picture(results()))
        self.assertEqual(len(svg.getElementsByTagName("polyline")), 5)
        self.assertEqual(len(svg.getElementsByTagName("circle")), 2 + 2 + 3)

    def test_larger_is_to_the_right_and_slower_is_up(self):
        svg = xml.dom.minidom.parseString(latency_svg.draw("t", [("a", [(100, 1), (1000, 5)])]))
        first, second = svg.getElementsByTagName("circle")
        self.assertLess(float(first.getAttribute("cx")), float(second.getAttribute("cx")))
        self.assertGreater(float(first.getAttribute("cy")), float(second.getAttribute("cy")))

    def test_labels_do_not_overlap(self):
        self.assertEqual(latency_svg.spread([10, 12, 100]), [10, 26, 100])

    def test_one_size_is_enough(self):
        xml.dom.minidom.parseString(latency_svg.draw("t", [("a", [(100, 1)])]))


if __name__ == "__main__":
    unittest.main()
