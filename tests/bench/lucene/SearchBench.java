import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.grouping.GroupDocs;
import org.apache.lucene.search.grouping.GroupingSearch;
import org.apache.lucene.search.grouping.TopGroups;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

/**
 * Lucene's search: what an article costs that is indexed, and a query of each kind, in process, with
 * one thread.
 *
 * <p>{@code index FOLDER} makes an index of a corpus from stdin (id, headline, body, source, day,
 * story by tabs). {@code ask FOLDER SECONDS QUERIES} asks the queries of a file (kind, text, source
 * by tabs) as searching for the same in Akin does, and prints one line of JSON.
 */
public class SearchBench {
  private static final int K = 10;
  private static final String TEXT = "text", ID = "id", SOURCE = "source", STORY = "story", DAY = "day";

  private final IndexSearcher searcher;
  private final SortedSetDocValuesReaderState facets;
  private final QueryBuilder builder = new QueryBuilder(new EnglishAnalyzer());

  private SearchBench(DirectoryReader reader) throws IOException {
    searcher = new IndexSearcher(reader);
    facets = new DefaultSortedSetDocValuesReaderState(reader);
  }

  public static void main(String[] arguments) throws Exception {
    try (Directory directory = FSDirectory.open(Paths.get(arguments[1]))) {
      if (arguments[0].equals("index")) {
        index(directory);
      } else {
        ask(directory, Double.parseDouble(arguments[2]), arguments[3]);
      }
    }
  }

  private static void index(Directory directory) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer());
    config.setRAMBufferSizeMB(256);
    FacetsConfig facets = new FacetsConfig();
    double cpu = cpuSeconds(), read = 0;
    long articles = 0, start = System.nanoTime();
    try (IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; articles++) {
        writer.addDocument(facets.build(document(line.split("\t", 6))));
      }
    }
    System.out.printf(Locale.ROOT, "{\"articles\": %d, \"cpu_us\": %.1f, \"seconds\": %.1f}%n",
        articles, 1e6 * (cpuSeconds() - cpu) / articles, (System.nanoTime() - start) / 1e9);
  }

  private static Document document(String[] fields) {
    Document document = new Document();
    document.add(new StoredField(ID, fields[0]));
    document.add(new TextField(TEXT, fields[1] + ". " + fields[2], Field.Store.NO));
    document.add(new StringField(SOURCE, fields[3], Field.Store.NO));
    document.add(new SortedSetDocValuesFacetField(SOURCE, fields[3]));
    document.add(new SortedSetDocValuesFacetField(DAY, fields[4]));
    document.add(new SortedDocValuesField(STORY, new BytesRef(fields[5])));
    return document;
  }

  private static void ask(Directory directory, double seconds, String path) throws Exception {
    Map<String, List<String[]>> kinds = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Paths.get(path))) {
      String[] query = line.split("\t", 3);
      kinds.computeIfAbsent(query[0], kind -> new ArrayList<>()).add(query);
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      SearchBench bench = new SearchBench(reader);
      StringJoiner results = new StringJoiner(", ", "{", "}");
      for (Map.Entry<String, List<String[]>> kind : kinds.entrySet()) {
        bench.load(kind.getValue(), seconds / 2); // the JIT's warm-up, and the page cache's
        results.add("\"" + kind.getKey() + "\": " + bench.load(kind.getValue(), seconds));
      }
      System.out.println(results);
    }
  }

  private String load(List<String[]> queries, double seconds) throws Exception {
    List<Double> millis = new ArrayList<>();
    double cpu = cpuSeconds();
    long start = System.nanoTime(), end = start + (long) (seconds * 1e9);
    for (int i = 0; start < end; i++) {
      answer(queries.get(i % queries.size()));
      long now = System.nanoTime();
      millis.add((now - start) / 1e6);
      start = now;
    }
    double cpuMicros = 1e6 * (cpuSeconds() - cpu) / millis.size();
    millis.sort(null);
    return String.format(Locale.ROOT, "{\"p50_ms\": %.4f, \"p99_ms\": %.4f, \"cpu_us\": %.1f, \"calls\": %d}",
        millis.get(millis.size() / 2), millis.get((int) (0.99 * (millis.size() - 1))), cpuMicros,
        millis.size());
  }

  /** The ids of the best articles. */
  private List<String> answer(String[] query) throws Exception {
    String kind = query[0], text = query[1];
    if (kind.equals("collapsed")) return ids(stories(words(text, Occur.MUST)));
    if (kind.equals("faceted")) return ids(counted(words(text, Occur.MUST)));
    return ids(searcher.search(queryOf(kind, text, query[2]), K).scoreDocs);
  }

  private Query queryOf(String kind, String text, String source) {
    switch (kind) {
      case "phrase":
        return orNothing(builder.createPhraseQuery(TEXT, text));
      case "question":
        return words(text, Occur.SHOULD);
      case "filtered":
        return new BooleanQuery.Builder()
            .add(words(text, Occur.MUST), Occur.MUST)
            .add(new TermQuery(new Term(SOURCE, source)), Occur.FILTER)
            .build();
      default:
        return words(text, Occur.MUST);
    }
  }

  private Query words(String text, Occur occur) {
    return orNothing(builder.createBooleanQuery(TEXT, text, occur));
  }

  /** A text of stop words alone has no query. */
  private static Query orNothing(Query query) {
    return query == null ? new MatchNoDocsQuery() : query;
  }

  private ScoreDoc[] counted(Query query) throws IOException {
    FacetsCollector collector = new FacetsCollector();
    TopDocs found = FacetsCollector.search(searcher, query, K, collector);
    SortedSetDocValuesFacetCounts counts = new SortedSetDocValuesFacetCounts(facets, collector);
    counts.getTopChildren(K, SOURCE);
    counts.getTopChildren(K, DAY);
    return found.scoreDocs;
  }

  private ScoreDoc[] stories(Query query) throws IOException {
    TopGroups<BytesRef> found = new GroupingSearch(STORY).search(searcher, query, 0, K);
    return Arrays.stream(found.groups).map((GroupDocs<BytesRef> group) -> group.scoreDocs[0])
        .toArray(ScoreDoc[]::new);
  }

  private List<String> ids(ScoreDoc[] hits) throws IOException {
    List<String> ids = new ArrayList<>();
    for (ScoreDoc hit : hits) ids.add(searcher.doc(hit.doc).get(ID));
    return ids;
  }

  private static double cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime() / 1e9;
  }
}
