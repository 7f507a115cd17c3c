// Lucene 8's driver in the comparison: see peer.h for the corpus file and the lines it speaks.
//
//   java LucenePeer build CORPUS.tsv INDEX THREADS | serve INDEX
//
// It does what a careful user of Lucene would: see README.md.
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.mlt.MoreLikeThis;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

public final class LucenePeer {
  static final int HITS = 10, COUNT_ALL = Integer.MAX_VALUE, COUNT_SOME = 1000;
  static final int FACET_VALUES = 10, MORE_LIKE_THIS_TERMS = 100;

  public static void main(String[] words) throws Exception {
    if (words.length == 4 && words[0].equals("build")) {
      new Build(Path.of(words[2])).run(Path.of(words[1]), Integer.parseInt(words[3]));
    } else if (words.length == 2 && words[0].equals("serve")) {
      new Searches(Path.of(words[1])).serve();
    } else {
      System.err.println("usage: LucenePeer build CORPUS.tsv INDEX THREADS | serve INDEX");
      System.exit(2);
    }
  }

  /** Corpus lines in, an index of one segment out. */
  static final class Build {
    private static final String END = "";
    private final Path index;
    private final FacetsConfig facets = new FacetsConfig();
    private final FieldType text = new FieldType(TextField.TYPE_NOT_STORED);
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    Build(Path index) {
      this.index = index;
      text.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
      text.freeze();
    }

    void run(Path corpus, int threads) throws Exception {
      Files.createDirectories(index);
      IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer());
      config.setSimilarity(new BM25Similarity(1.2f, 0.75f));
      config.setRAMBufferSizeMB(256);
      config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
      try (IndexWriter writer = new IndexWriter(new MMapDirectory(index), config)) {
        BlockingQueue<String> lines = new ArrayBlockingQueue<>(1000);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; ++i) {
          workers.add(new Thread(() -> add(lines, writer)));
          workers.get(i).start();
        }
        try (BufferedReader reader = Files.newBufferedReader(corpus)) {
          for (String line; (line = reader.readLine()) != null && failure.get() == null; ) lines.put(line);
        }
        for (int i = 0; i < threads; ++i) lines.put(END);
        for (Thread worker : workers) worker.join();
        if (failure.get() != null) throw failure.get();
        writer.forceMerge(1);
        writer.commit();
      }
    }

    private void add(BlockingQueue<String> lines, IndexWriter writer) {
      try {
        for (String line; (line = lines.take()) != END; ) {
          if (failure.get() == null) writer.addDocument(facets.build(document(line.split("\t", -1))));
        }
      } catch (Exception e) {
        failure.compareAndSet(null, e);
        lines.clear();  // the reader may be waiting for room
      }
    }

    private Document document(String[] fields) {
      String id = unescaped(fields[0]), headline = unescaped(fields[4]), body = unescaped(fields[5]);
      Document document = new Document();
      document.add(new StringField("id", id, Field.Store.NO));
      document.add(new BinaryDocValuesField("id_value", new BytesRef(id)));
      document.add(new StoredField("headline", headline));
      document.add(new StoredField("body", body));
      document.add(new Field("text", headline, text));
      document.add(new Field("text", body, text));
      if (!fields[1].isEmpty()) {
        long published = Long.parseLong(fields[1]);
        ZonedDateTime date = Instant.ofEpochSecond(published).atZone(ZoneOffset.UTC);
        document.add(new LongPoint("published", published));
        document.add(new NumericDocValuesField("published", published));
        document.add(new NumericDocValuesField("month", date.getYear() * 12L + date.getMonthValue() - 1));
      }
      if (!fields[2].isEmpty()) document.add(new SortedSetDocValuesFacetField("section", unescaped(fields[2])));
      if (!fields[3].isEmpty()) document.add(new SortedSetDocValuesFacetField("source", unescaped(fields[3])));
      return document;
    }
  }

  /** Requests in, answers out; everything in it may be used by several threads. */
  static final class Searches {
    private final Analyzer analyzer = new EnglishAnalyzer();
    private final QueryBuilder queries = new QueryBuilder(analyzer);
    private final IndexSearcher searcher;
    private final SortedSetDocValuesReaderState facets;
    private final UnifiedHighlighter highlighter;
    private final Sort newest;
    private volatile String[] shownHeadlines, shownBodies;  // so that no compiler can leave the work out

    Searches(Path index) throws IOException {
      searcher = new IndexSearcher(DirectoryReader.open(new MMapDirectory(index)));
      searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
      searcher.setQueryCache(null);
      facets = new DefaultSortedSetDocValuesReaderState(searcher.getIndexReader());
      highlighter = new UnifiedHighlighter(searcher, analyzer);
      highlighter.setFieldMatcher(field -> field.equals("text"));
      SortField published = new SortField("published", SortField.Type.LONG, true);
      published.setMissingValue(Long.MIN_VALUE);
      published.setCanUsePoints();
      newest = new Sort(published);
    }

    void serve() throws IOException {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.println("ready");
      for (String line; (line = in.readLine()) != null; ) {
        if (line.startsWith("at_once\t")) {
          answerAtOnce(line.split("\t"), in, out);
        } else {
          out.println(answerLine(line));
        }
      }
    }

    private String answerLine(String line) {
      try {
        String[] fields = line.split("\t", -1);
        long start = System.nanoTime();
        Answer answer = answer(fields[0], fields);
        return (System.nanoTime() - start) / 1000.0 + "\t" + answer;
      } catch (Exception e) {
        return "error\t" + e;
      }
    }

    private void answerAtOnce(String[] numbers, BufferedReader in, PrintStream out) throws IOException {
      String[] requests = new String[Integer.parseInt(numbers[2])], answers = new String[requests.length];
      for (int i = 0; i < requests.length; ++i) requests[i] = in.readLine();
      AtomicInteger next = new AtomicInteger();
      Thread[] threads = new Thread[Integer.parseInt(numbers[1])];
      long start = System.nanoTime();
      for (int i = 0; i < threads.length; ++i) {
        threads[i] = new Thread(() -> {
          for (int request; (request = next.getAndIncrement()) < requests.length; ) {
            answers[request] = answerLine(requests[request]);
          }
        });
        threads[i].start();
      }
      for (Thread thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      double took = (System.nanoTime() - start) / 1000.0;
      out.println(String.join("\n", answers));
      out.println(took);
    }

    private Answer answer(String mode, String[] fields) throws IOException {
      if (mode.equals("related")) return related(fields[5]);
      Query query = query(fields[1], fields[2]);
      switch (mode) {
        case "top10": return new Answer(top(query, COUNT_SOME), false);
        case "total": return new Answer(top(query, COUNT_ALL), true);
        case "newest": return new Answer(newest(query, fields[1].equals("or") && fields[2].contains(" ")), false);
        case "facets": return counted(query, true);
        case "range": return new Answer(top(within(query, fields), COUNT_ALL), true);
        case "range_months": return counted(within(query, fields), false);
        case "page": return page(query);
        default: throw new IllegalArgumentException("unknown mode " + mode);
      }
    }

    private Query query(String kind, String words) {
      if (kind.equals("phrase")) return queries.createPhraseQuery("text", words);
      return queries.createBooleanQuery("text", words, kind.equals("and") ? Occur.MUST : Occur.SHOULD);
    }

    private static Query within(Query query, String[] fields) {
      long from = Long.parseLong(fields[3]), to = Long.parseLong(fields[4]);
      Query days = new IndexOrDocValuesQuery(LongPoint.newRangeQuery("published", from, to),
          NumericDocValuesField.newSlowRangeQuery("published", from, to));
      return new BooleanQuery.Builder().add(query, Occur.MUST).add(days, Occur.FILTER).build();
    }

    private TopDocs top(Query query, int exactUpTo) throws IOException {
      TopScoreDocCollector collector = TopScoreDocCollector.create(HITS, exactUpTo);
      searcher.search(query, collector);
      return collector.topDocs();
    }

    /** Skipping by date makes one word, AND and phrases faster and OR slower, so OR does without. */
    private TopDocs newest(Query query, boolean isDisjunction) throws IOException {
      TopFieldCollector collector = TopFieldCollector.create(newest, HITS, isDisjunction ? COUNT_ALL : COUNT_SOME);
      searcher.search(query, collector);
      return collector.topDocs();
    }

    /** The ten best, the exact total, the months of every match and, where asked for, sections and sources. */
    private Answer counted(Query query, boolean withFacets) throws IOException {
      TopScoreDocCollector collector = TopScoreDocCollector.create(HITS, COUNT_ALL);
      FacetsCollector matches = new FacetsCollector();
      searcher.search(query, MultiCollector.wrap(collector, matches));
      Answer answer = new Answer(collector.topDocs(), true);
      answer.buckets = months(matches);
      if (withFacets) {
        SortedSetDocValuesFacetCounts counts = new SortedSetDocValuesFacetCounts(facets, matches);
        for (String field : new String[] {"section", "source"}) {
          FacetResult values = counts.getTopChildren(FACET_VALUES, field);
          if (values != null) answer.buckets += values.childCount;
        }
      }
      return answer;
    }

    private int months(FacetsCollector matches) throws IOException {
      int[] counts = new int[3000 * 12];
      for (FacetsCollector.MatchingDocs segment : matches.getMatchingDocs()) {
        NumericDocValues months = segment.context.reader().getNumericDocValues("month");
        if (months == null || segment.bits == null) continue;
        DocIdSetIterator docs = segment.bits.iterator();
        for (int doc; (doc = docs.nextDoc()) != DocIdSetIterator.NO_MORE_DOCS; ) {
          if (months.advanceExact(doc)) ++counts[(int) months.longValue()];
        }
      }
      int used = 0;
      for (int count : counts) used += count > 0 ? 1 : 0;
      return used;
    }

    private Answer page(Query query) throws IOException {
      Answer answer = counted(query, true);
      String[] fields = {"headline", "body"};
      var highlighted = highlighter.highlightFields(fields, query, answer.top, new int[] {1, 2});
      shownHeadlines = highlighted.get("headline");
      shownBodies = highlighted.get("body");
      return answer;
    }

    private Answer related(String id) throws IOException {
      TopDocs itself = searcher.search(new TermQuery(new Term("id", id)), 1);
      if (itself.scoreDocs.length == 0) throw new IllegalArgumentException("no article " + id);
      Document stored = searcher.doc(itself.scoreDocs[0].doc);
      MoreLikeThis model = new MoreLikeThis(searcher.getIndexReader());
      model.setAnalyzer(analyzer);
      model.setMaxQueryTerms(MORE_LIKE_THIS_TERMS);
      Query like = model.like("text", new StringReader(stored.get("headline")), new StringReader(stored.get("body")));
      Query same = new TermQuery(new Term("id", id));
      Query others = new BooleanQuery.Builder().add(like, Occur.MUST).add(same, Occur.MUST_NOT).build();
      return new Answer(top(others, COUNT_SOME), false);
    }

    private final class Answer {
      final TopDocs top;
      final long total;
      final List<String> ids = new ArrayList<>();
      int buckets;

      Answer(TopDocs top, boolean exact) throws IOException {
        this.top = top;
        total = exact ? top.totalHits.value : -1;
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        for (ScoreDoc hit : top.scoreDocs) {
          LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
          BinaryDocValues values = leaf.reader().getBinaryDocValues("id_value");
          if (values.advanceExact(hit.doc - leaf.docBase)) ids.add(values.binaryValue().utf8ToString());
        }
      }

      @Override
      public String toString() {
        return (total < 0 ? "-" : total) + "\t" + buckets + "\t" + String.join(",", ids);
      }
    }
  }

  static String unescaped(String text) {
    if (text.indexOf('\\') < 0) return text;
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ++i) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        c = text.charAt(++i);
        c = c == 't' ? '\t' : c == 'n' ? '\n' : c;
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
