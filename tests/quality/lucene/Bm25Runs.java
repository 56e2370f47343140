import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.th.ThaiAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/**
 * Lucene's answers to a set of judged queries: BM25 (k1 1.2, b 0.75) with the analyzer of the
 * language, any of the words, and the same expanded by RM3 (Abdul-Jaleel et al., UMass at TREC
 * 2004: ten documents, ten terms, half of the weight to the query's own).
 *
 * <p>Arguments: language, documents and queries (id, text by a tab), files for the two runs (query,
 * document, rank, score).
 */
public class Bm25Runs {
  private static final int HITS = 100;
  private static final int FEEDBACK_DOCUMENTS = 10;
  private static final int FEEDBACK_TERMS = 10;
  private static final float ORIGINAL_WEIGHT = 0.5f;
  private static final String TEXT = "text";
  private static final String ID = "id";

  private final Analyzer analyzer;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  private Bm25Runs(Analyzer analyzer, Directory directory) throws IOException {
    this.analyzer = analyzer;
    this.reader = DirectoryReader.open(directory);
    this.searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
  }

  public static void main(String[] arguments) throws IOException {
    BooleanQuery.setMaxClauseCount(1 << 16);
    Analyzer analyzer = analyzerOf(arguments[0]);
    Directory directory = index(analyzer, Paths.get(arguments[1]));
    Bm25Runs runs = new Bm25Runs(analyzer, directory);
    runs.answer(Paths.get(arguments[2]), arguments[3], arguments[4]);
  }

  private static Analyzer analyzerOf(String language) {
    switch (language) {
      case "ar": return new ArabicAnalyzer();
      case "de": return new GermanAnalyzer();
      case "el": return new GreekAnalyzer();
      case "en": return new EnglishAnalyzer();
      case "es": return new SpanishAnalyzer();
      case "fr": return new FrenchAnalyzer();
      case "hi": return new HindiAnalyzer();
      case "it": return new ItalianAnalyzer();
      case "pt": return new PortugueseAnalyzer();
      case "ro": return new RomanianAnalyzer();
      case "ru": return new RussianAnalyzer();
      case "th": return new ThaiAnalyzer();
      case "tr": return new TurkishAnalyzer();
      case "ja": case "ko": case "zh": return new CJKAnalyzer();
      default: return new StandardAnalyzer();
    }
  }

  private static Directory index(Analyzer analyzer, Path documents) throws IOException {
    Directory directory = new ByteBuffersDirectory();
    FieldType type = new FieldType(TextField.TYPE_NOT_STORED);
    type.setStoreTermVectors(true);
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer));
        BufferedReader lines = Files.newBufferedReader(documents)) {
      for (String line; (line = lines.readLine()) != null; ) {
        String[] fields = line.split("\t", 2);
        Document document = new Document();
        document.add(new Field(ID, fields[0], TextField.TYPE_STORED));
        document.add(new Field(TEXT, fields[1], type));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    return directory;
  }

  private void answer(Path queries, String plainRun, String expandedRun) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(queries);
        PrintWriter plain = new PrintWriter(plainRun, StandardCharsets.UTF_8);
        PrintWriter expanded = new PrintWriter(expandedRun, StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        String[] fields = line.split("\t", 2);
        Map<String, Float> words = wordsOf(fields[1]);
        write(plain, fields[0], search(words));
        write(expanded, fields[0], search(expand(words)));
      }
    }
  }

  /** The words of a query, each as often as it is there. */
  private Map<String, Float> wordsOf(String text) throws IOException {
    Map<String, Float> words = new LinkedHashMap<>();
    try (TokenStream tokens = analyzer.tokenStream(TEXT, text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) words.merge(term.toString(), 1f, Float::sum);
      tokens.end();
    }
    return words;
  }

  private ScoreDoc[] search(Map<String, Float> words) throws IOException {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    words.forEach((word, weight) -> {
      Query query = new BoostQuery(new TermQuery(new Term(TEXT, word)), weight);
      any.add(query, BooleanClause.Occur.SHOULD);
    });
    return searcher.search(any.build(), HITS).scoreDocs;
  }

  private Map<String, Float> expand(Map<String, Float> words) throws IOException {
    Map<String, Float> expanded = normalized(words);
    expanded.replaceAll((word, weight) -> weight * ORIGINAL_WEIGHT);
    normalized(feedback(words)).forEach(
        (word, weight) -> expanded.merge(word, weight * (1 - ORIGINAL_WEIGHT), Float::sum));
    return expanded;
  }

  /** The words that the first answers are most about: of each, its share of theirs by their scores. */
  private Map<String, Float> feedback(Map<String, Float> words) throws IOException {
    Map<String, Float> model = new HashMap<>();
    ScoreDoc[] hits = search(words);
    for (int i = 0; i < Math.min(hits.length, FEEDBACK_DOCUMENTS); i++) {
      Map<String, Float> document = normalized(wordsOf(hits[i].doc));
      float score = hits[i].score;
      document.forEach((word, share) -> model.merge(word, score * share, Float::sum));
    }
    return model.entrySet().stream()
        .sorted(Map.Entry.<String, Float>comparingByValue(Comparator.reverseOrder()))
        .limit(FEEDBACK_TERMS)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Map<String, Float> wordsOf(int document) throws IOException {
    Map<String, Float> words = new HashMap<>();
    Terms terms = reader.getTermVector(document, TEXT);
    if (terms == null) return words;
    TermsEnum each = terms.iterator();
    while (each.next() != null) words.put(each.term().utf8ToString(), (float) each.totalTermFreq());
    return words;
  }

  private static Map<String, Float> normalized(Map<String, Float> words) {
    float sum = 0;
    for (float weight : words.values()) sum += weight;
    Map<String, Float> shares = new LinkedHashMap<>();
    for (Map.Entry<String, Float> word : words.entrySet()) {
      shares.put(word.getKey(), word.getValue() / sum);
    }
    return shares;
  }

  private void write(PrintWriter run, String query, ScoreDoc[] hits) throws IOException {
    for (int i = 0; i < hits.length; i++) {
      String document = searcher.doc(hits[i].doc).get(ID);
      run.printf("%s\t%s\t%d\t%.6f%n", query, document, i + 1, hits[i].score);
    }
  }
}
