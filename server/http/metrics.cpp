#include "server/http/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "common/write_protocol.h"
#include "server/search/answer_cache.h"
#include "server/search/search_engine.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Registry;

const Histogram::BucketBoundaries kSeconds = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60};

Family<Counter>& counters(Registry& registry, const std::string& name, const std::string& help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

Family<Gauge>& gauges(Registry& registry, const std::string& name, const std::string& help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

Gauge& gauge(Registry& registry, const std::string& name, const std::string& help) {
  return gauges(registry, name, help).Add({});
}

void raise(Counter& counter, double value) { counter.Increment(value - counter.Value()); }

double in_seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

std::size_t bytes_below(const fs::path& folder) {
  std::size_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    std::error_code gone;
    if (const auto size = file->file_size(gone); !gone) bytes += size;
  }
  return bytes;
}

std::size_t count_descriptors() {
  std::error_code error;
  std::size_t count = 0;
  for (fs::directory_iterator file("/proc/self/fd", error), end; !error && file != end; file.increment(error)) ++count;
  return count;
}

}  // namespace

struct Metrics::Impl {
  explicit Impl(fs::path folder) : data(std::move(folder)) {}

  const fs::path data;
  Registry registry;

  Family<Counter>& requests = counters(registry, "newssearch_http_requests_total", "Requests answered.");
  Family<Histogram>& durations = prometheus::BuildHistogram()
                                     .Name("newssearch_http_request_duration_seconds")
                                     .Help("From a request being read to its answer being ready.")
                                     .Register(registry);
  Family<Gauge>& connections = gauges(registry, "newssearch_http_connections", "Connections that are open.");
  Family<Gauge>& requests_in_hand =
      gauges(registry, "newssearch_http_requests_in_hand", "Requests being answered or waiting for it.");
  Counter& slow = counters(registry, "newssearch_slow_requests_total", "Requests that went to the slow log.").Add({});

  Family<Counter>& cache =
      counters(registry, "newssearch_cached_answers_total", "Searches looked up among the answers that are kept.");
  Counter& hits = cache.Add({{"result", "hit"}});
  Counter& misses = cache.Add({{"result", "miss"}});
  Gauge& generation = gauge(registry, "newssearch_generation", "The generation that is searched.");
  Gauge& articles = gauge(registry, "newssearch_articles", "Articles that are searched.");
  Gauge& added = gauge(registry, "newssearch_articles_added", "Of these, in parts beside the base of the index.");
  Gauge& newest = gauge(registry, "newssearch_newest_article_timestamp_seconds", "When the newest was published.");
  Gauge& degraded = gauge(registry, "newssearch_degraded", "1 while not all of the newest generation can be used.");
  Gauge& writer_up = gauge(registry, "newssearch_writer_up", "1 while the writer answers.");
  Gauge& writer_fails = gauge(registry, "newssearch_writer_failing", "1 while what is written cannot be published.");
  Gauge& waiting = gauge(registry, "newssearch_journal_records_waiting", "Records not yet found by searches.");
  Gauge& held = gauge(registry, "newssearch_articles_embargoed", "Articles held until their embargo ends.");
  Gauge& journal = gauge(registry, "newssearch_journal_bytes", "Size of the journal.");
  Gauge& disk = gauge(registry, "newssearch_disk_available_bytes", "Left on the disk of the data directory.");
  Gauge& memory = gauge(registry, "process_resident_memory_bytes", "Memory of the server, mapped files with it.");
  Gauge& descriptors = gauge(registry, "process_open_fds", "Descriptors of the server that are open.");
  Counter& cpu = counters(registry, "process_cpu_seconds_total", "CPU time of the server.").Add({});

  void look_at(const SearchEngine& engine);
  void look_at(const WriterClient& writer);
  void look_at_disk();
  void look_at_process();
};

void Metrics::Impl::look_at(const SearchEngine& engine) {
  const CacheCounts counts = engine.cache_counts();
  raise(hits, static_cast<double>(counts.hits));
  raise(misses, static_cast<double>(counts.misses));
  try {
    const IndexState state = engine.state();
    generation.Set(static_cast<double>(state.generation));
    articles.Set(static_cast<double>(state.articles));
    added.Set(static_cast<double>(state.added));
    newest.Set(static_cast<double>(state.newest_time.time_since_epoch().count()));
    degraded.Set(engine.damage().empty() ? 0 : 1);
  } catch (...) {  // Xapian's are no std::exception; there is nothing to search
    degraded.Set(1);
  }
}

void Metrics::Impl::look_at(const WriterClient& writer) try {
  const WriterState state = writer.state();
  writer_up.Set(1);
  writer_fails.Set(state.failure.empty() ? 0 : 1);
  waiting.Set(static_cast<double>(state.seq - state.searchable));
  held.Set(static_cast<double>(state.held));
} catch (const WriterUnavailable&) {
  writer_up.Set(0);
}

void Metrics::Impl::look_at_disk() {
  journal.Set(static_cast<double>(bytes_below(data / "journal")));
  std::error_code error;
  if (const auto space = fs::space(data, error); !error) disk.Set(static_cast<double>(space.available));
}

void Metrics::Impl::look_at_process() {
  std::size_t all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  memory.Set(static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)));
  descriptors.Set(static_cast<double>(count_descriptors()));
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  raise(cpu, in_seconds(usage.ru_utime) + in_seconds(usage.ru_stime));
}

Metrics::Metrics(fs::path data) : impl_(std::make_unique<Impl>(std::move(data))) {}
Metrics::~Metrics() = default;

void Metrics::answered(const std::string& listener, const std::string& endpoint, unsigned status,
                       std::chrono::nanoseconds took) {
  const std::string name = endpoint.empty() ? "none" : endpoint;
  impl_->requests.Add({{"listener", listener}, {"endpoint", name}, {"code", std::to_string(status)}}).Increment();
  impl_->durations.Add({{"listener", listener}, {"endpoint", name}}, kSeconds)
      .Observe(std::chrono::duration<double>(took).count());
}

void Metrics::connection(const std::string& listener, int change) {
  impl_->connections.Add({{"listener", listener}}).Increment(change);
}

void Metrics::in_hand(const std::string& listener, int change) {
  impl_->requests_in_hand.Add({{"listener", listener}}).Increment(change);
}

void Metrics::slow() { impl_->slow.Increment(); }

std::string Metrics::text(const SearchEngine& engine, const WriterClient& writer) {
  impl_->look_at(engine);
  impl_->look_at(writer);
  impl_->look_at_disk();
  impl_->look_at_process();
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace newssearch
