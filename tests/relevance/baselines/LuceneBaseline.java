// Lucene 8 as a baseline of relevance. The corpus file is that of tests/bench/peers/peer.h.
//
//   java LuceneBaseline index CORPUS.tsv INDEX
//   java LuceneBaseline rank INDEX TOPICS.tsv OUT.run DEPTH              id<TAB>text a line: BM25, words joined by OR
//   java LuceneBaseline like INDEX IDS OUT.run DEPTH TERMS TIMES BOOST   an id a line: MoreLikeThis of so many terms,
//                                                each in the article at least so many times, weighed if BOOST is true
//
// Runs are TREC's. What is like an article has the article itself in it.
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.mlt.MoreLikeThis;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

public final class LuceneBaseline {
  public static void main(String[] words) throws Exception {
    String command = words.length > 0 ? words[0] : "";
    if (command.equals("index") && words.length == 3) {
      index(Path.of(words[1]), Path.of(words[2]));
    } else if (command.equals("rank") && words.length == 5) {
      new Rankings(Path.of(words[1]), Integer.parseInt(words[4])).rank(Path.of(words[2]), Path.of(words[3]));
    } else if (command.equals("like") && words.length == 8) {
      new Rankings(Path.of(words[1]), Integer.parseInt(words[4]))
          .like(Path.of(words[2]), Path.of(words[3]), Integer.parseInt(words[5]), Integer.parseInt(words[6]),
              Boolean.parseBoolean(words[7]));
    } else {
      System.err.println("usage: LuceneBaseline index CORPUS.tsv INDEX | rank INDEX TOPICS.tsv OUT.run DEPTH"
          + " | like INDEX IDS OUT.run DEPTH TERMS TIMES BOOST");
      System.exit(2);
    }
  }

  /** Headline and body are one text; the defaults of IndexWriterConfig and IndexSearcher are BM25 1.2/0.75. */
  static void index(Path corpus, Path index) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer());
    config.setRAMBufferSizeMB(256);
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    try (IndexWriter writer = new IndexWriter(new MMapDirectory(index), config);
        BufferedReader lines = Files.newBufferedReader(corpus)) {
      for (String line; (line = lines.readLine()) != null; ) {
        String[] fields = line.split("\t", -1);
        Document document = new Document();
        document.add(new StringField("id", unescaped(fields[0]), Field.Store.YES));
        for (int field : new int[] {4, 5}) {
          document.add(new TextField("text", unescaped(fields[field]), Field.Store.YES));
        }
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  static final class Rankings {
    private final Analyzer analyzer = new EnglishAnalyzer();
    private final IndexSearcher searcher;
    private final String[] ids;  // by document: to read one unpacks its text
    private final int depth;

    Rankings(Path index, int depth) throws IOException {
      searcher = new IndexSearcher(DirectoryReader.open(new MMapDirectory(index)));
      this.depth = depth;
      ids = new String[searcher.getIndexReader().maxDoc()];
      for (int doc = 0; doc < ids.length; ++doc) ids[doc] = searcher.doc(doc, Set.of("id")).get("id");
    }

    void rank(Path topics, Path out) throws IOException {
      QueryBuilder queries = new QueryBuilder(analyzer);
      try (BufferedReader lines = Files.newBufferedReader(topics); PrintWriter run = new PrintWriter(out.toFile())) {
        for (String line; (line = lines.readLine()) != null; ) {
          String[] topic = line.split("\t", 2);
          Query query = queries.createBooleanQuery("text", topic[1], Occur.SHOULD);
          if (query != null) write(topic[0], query, run);
        }
      }
    }

    void like(Path articles, Path out, int terms, int times, boolean boost) throws IOException {
      MoreLikeThis model = new MoreLikeThis(searcher.getIndexReader());
      model.setAnalyzer(analyzer);
      model.setMaxQueryTerms(terms);
      model.setMinTermFreq(times);
      model.setBoost(boost);
      try (BufferedReader lines = Files.newBufferedReader(articles); PrintWriter run = new PrintWriter(out.toFile())) {
        for (String id; (id = lines.readLine()) != null; ) {
          TopDocs itself = searcher.search(new TermQuery(new Term("id", id)), 1);
          if (itself.scoreDocs.length == 0) continue;
          String[] texts = searcher.doc(itself.scoreDocs[0].doc).getValues("text");
          write(id, model.like("text", new StringReader(texts[0]), new StringReader(texts[1])), run);
        }
      }
    }

    private void write(String topic, Query query, PrintWriter run) throws IOException {
      int rank = 0;
      for (ScoreDoc hit : searcher.search(query, depth).scoreDocs) {
        run.println(topic + " Q0 " + ids[hit.doc] + " " + ++rank + " " + hit.score + " lucene");
      }
    }
  }

  static String unescaped(String text) {
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
