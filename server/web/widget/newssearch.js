// The widgets for any site: <news-search></news-search> and <news-related article="ID"></news-related>.
// Built into one file of the server's, /newssearch.js; docs/widget.md says how to use it.
import { NewsRelated } from "./news_related.js";
import { NewsSearch } from "./news_search.js";

// Elsewhere the form inside the element stays.
if (CSS.supports("color", "light-dark(#000, #fff)") && !customElements.get("news-search")) {
  customElements.define("news-search", NewsSearch);
  customElements.define("news-related", NewsRelated);
}
