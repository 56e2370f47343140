import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queries.mlt.MoreLikeThis;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene's MoreLikeThis: how many lists of ten a second, in process, with one thread and with two,
 * after warming up.
 *
 * <p>{@code index FOLDER} makes an index of a corpus from stdin (id, headline, body by tabs), with
 * one segment and term vectors: what is fastest for Lucene. {@code ask FOLDER SECONDS QUERIES RUNS}
 * prints one line of JSON, and writes lists to be scored to files whose names begin with RUNS.
 */
public class MoreLikeThisBench {
  private static final int K = 10;
  private static final String TEXT = "text";

  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final Analyzer analyzer = new EnglishAnalyzer();
  private final double seconds;

  private MoreLikeThisBench(DirectoryReader reader, double seconds) {
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    this.seconds = seconds;
  }

  public static void main(String[] arguments) throws Exception {
    try (Directory directory = FSDirectory.open(Paths.get(arguments[1]))) {
      if (arguments[0].equals("index")) {
        index(directory);
      } else {
        ask(directory, Double.parseDouble(arguments[2]), Integer.parseInt(arguments[3]), arguments[4]);
      }
    }
  }

  private static void ask(Directory directory, double seconds, int queries, String runs)
      throws Exception {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      MoreLikeThisBench bench = new MoreLikeThisBench(reader, seconds);
      String defaults = bench.measure(false, queries, runs + ".default");
      String boosted = bench.measure(true, queries, runs + ".boosted");
      System.out.printf("{\"articles\": %d, \"defaults\": %s, \"boosted\": %s}%n",
          reader.numDocs(), defaults, boosted);
    }
  }

  private static void index(Directory directory) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer());
    config.setRAMBufferSizeMB(256);
    FieldType text = new FieldType(TextField.TYPE_NOT_STORED);
    text.setStoreTermVectors(true);
    try (IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        String[] fields = line.split("\t", 3);
        Document document = new Document();
        document.add(new Field(TEXT, fields[1] + ". " + fields[2], text));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  /** MoreLikeThis as it is, or with a hundred terms weighed by their scores. */
  private MoreLikeThis newMoreLikeThis(boolean boosted) {
    MoreLikeThis like = new MoreLikeThis(reader);
    like.setAnalyzer(analyzer);
    like.setFieldNames(new String[] {TEXT});
    if (boosted) {
      like.setMaxQueryTerms(100);
      like.setBoost(true);
    }
    return like;
  }

  // Documents are numbered in the order in which they came: 0 is article n0.
  private int[] list(MoreLikeThis like, int seed) throws Exception {
    ScoreDoc[] hits = searcher.search(like.like(seed), K + 1).scoreDocs;
    return Arrays.stream(hits).mapToInt(hit -> hit.doc).filter(doc -> doc != seed).limit(K)
        .toArray();
  }

  private String measure(boolean boosted, int queries, String run) throws Exception {
    writeRun(boosted, queries, run);
    load(boosted, 1, seconds / 2); // the JIT's warm-up, and the page cache's
    String one = load(boosted, 1, seconds);
    String two = load(boosted, 2, seconds);
    return String.format("{\"one_thread\": %s, \"two_threads\": %s}", one, two);
  }

  private String load(boolean boosted, int threads, double seconds) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<List<Double>>> futures = new ArrayList<>();
    long start = System.nanoTime();
    long cpu = processCpuNanos();
    for (int thread = 0; thread < threads; thread++) {
      long stream = 100 * threads + thread;
      futures.add(pool.submit(() -> ask(boosted, new SplittableRandom(stream), seconds)));
    }
    List<Double> millis = new ArrayList<>();
    for (Future<List<Double>> future : futures) millis.addAll(future.get());
    double elapsed = (System.nanoTime() - start) / 1e9;
    double cpuMicros = (processCpuNanos() - cpu) / 1e3 / millis.size();
    pool.shutdown();
    millis.sort(null);
    return String.format(Locale.ROOT,
        "{\"per_second\": %.2f, \"p50_ms\": %.4f, \"p99_ms\": %.4f, \"cpu_us\": %.1f, \"calls\": %d}",
        millis.size() / elapsed, millis.get(millis.size() / 2),
        millis.get((int) (0.99 * (millis.size() - 1))), cpuMicros, millis.size());
  }

  private static long processCpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private List<Double> ask(boolean boosted, SplittableRandom random, double seconds)
      throws Exception {
    MoreLikeThis like = newMoreLikeThis(boosted);
    List<Double> millis = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (long start; (start = System.nanoTime()) < end; ) {
      list(like, random.nextInt(reader.maxDoc()));
      millis.add((System.nanoTime() - start) / 1e6);
    }
    return millis;
  }

  private void writeRun(boolean boosted, int queries, String path) throws Exception {
    MoreLikeThis like = newMoreLikeThis(boosted);
    queries = Math.min(queries, reader.maxDoc());
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Paths.get(path)))) {
      for (int i = 0; i < queries; i++) {
        int seed = (int) ((long) i * reader.maxDoc() / queries);
        int rank = 0;
        for (int doc : list(like, seed)) out.printf("n%d\t%d\tn%d\n", seed, ++rank, doc);
      }
    }
  }
}
