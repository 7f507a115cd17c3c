#include "server/cli/build_progress.h"

namespace newssearch {

std::function<void(const BuildProgress&)> shown_on(ProgressBar& bar, const InterruptionWatch& watch) {
  return [&bar, &watch](const BuildProgress& progress) {
    watch.check();
    switch (progress.phase) {
      case BuildProgress::Phase::comparing:
        return bar.show({"comparing", Progress::Unit::articles, progress.done, progress.total});
      case BuildProgress::Phase::indexing:
        return bar.show({"indexing", Progress::Unit::articles, progress.done, progress.total});
      case BuildProgress::Phase::merging:
        return bar.show({"merging", Progress::Unit::articles, 0, 0});
      case BuildProgress::Phase::checking:
        return bar.show({"checking", Progress::Unit::articles, 0, 0});
      case BuildProgress::Phase::packing:
        return bar.show({"packing", Progress::Unit::articles, 0, 0});
    }
  };
}

}  // namespace newssearch
