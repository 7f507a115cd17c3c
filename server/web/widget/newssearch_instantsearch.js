// A searchClient for Algolia's InstantSearch that asks this server.
// Built into one file of the server's, /newssearch-instantsearch.js; docs/instantsearch.md says how to use it.
import { ask } from "./ask.js";

const FACETS = ["section", "source", "author", "lang", "tag", "place"];
const DATE = "published_at";  // as a number: seconds since 1970
const REACHABLE = 1000, MOST_VALUES = 1000;  // hits by page, values of a facet: what the server gives
const FIRST_SECOND = Date.UTC(1500) / 1000, LAST_SECOND = Date.UTC(2201) / 1000 - 1;  // of the days it takes

/**
 * @param {string} [server] its address; else where this file came from
 * @param {string} [filter] parameters of every search, as "source=Meridian+Post&collapse=story". Of a facet named here no
 *   other values can be chosen
 */
export function newssearchClient({ server, filter = "" } = {}) {
  const fixed = [...new URLSearchParams(filter)];
  const answers = (searches) => Promise.all(gathered(searches).map(async (search) => {
    search.answer = await answerOf(server, search);
  }));
  return {
    async search(requests) {
      const searches = requests.map((request) => searchOf(request, fixed));
      await answers(searches);
      return { results: searches.map(resultOf) };
    },

    async searchForFacetValues(requests) {
      const searches = requests.map(({ indexName, params }) => searchOf({ indexName, params: { ...params,
        hitsPerPage: 0, facets: [params.facetName], maxValuesPerFacet: MOST_VALUES } }, fixed));
      await answers(searches);
      return searches.map(facetValuesOf);
    },
  };
}

// What is asked.

/** A request of InstantSearch as the server is asked. */
function searchOf({ indexName, params = {} }, fixed) {
  for (const name of ["filters", "tagFilters"])
    if (params[name]?.length) throw new Error(`newssearch: ${name} are not understood: facetFilters and numericFilters are`);
  const perPage = params.hitsPerPage ?? 20, page = params.page ?? 0;
  const facets = [params.facets ?? []].flat().flatMap((name) => (name === "*" ? [...FACETS, DATE] : name));
  const isFacet = ([name]) => FACETS.includes(name);
  const { filters, terms } = filtersOf(params.facetFilters, fixed.filter(isFacet));
  const { from, to } = daysOf(params.numericFilters, fixed);
  const sort = /(?:^|_)(relevance|newest|oldest)$/.exec(indexName)?.[1];
  const others = [["from", from], ["to", to], ["sort", sort]].filter(([, value]) => value);
  const text = params.query ?? "";
  const fixedOf = (facet) => fixed.filter(([name]) => name === facet).map(([, value]) => value);
  const isSet = ([name]) => isFacet([name]) || name === "from" || name === "to" || (sort && name === "sort");
  return {
    params, page, perPage, terms, filters, text,
    facets: new Set(facets),
    limit: Math.min(Math.max(params.maxValuesPerFacet ?? 100, 1), MOST_VALUES),
    givesHits: perPage > 0 && (page + 1) * perPage <= REACHABLE,
    others: [...fixed.filter((one) => !isSet(one)), ...others],
    offered: (name, value) => fixedOf(name).length === 0 || fixedOf(name).includes(value),
    unfinished: params.queryType !== "prefixNone",  // the last word is being typed
  };
}

/**
 * Filters ("any of these values", one of each facet) as the server has them, and terms of the query for what these do not
 * say: that several values of a facet must all be there, one facet or another.
 * In a term, a value that holds these words will do.
 */
function filtersOf(facetFilters, fixed) {
  const any = new Map(), none = [], terms = [];
  for (const [name, value] of fixed) any.set(name, [...(any.get(name) ?? []), value]);
  for (const filter of [facetFilters ?? []].flat().filter(({ length }) => length > 0)) {
    const choices = [filter].flat().map(choiceOf), [{ name, isNot }] = choices;
    const values = choices.map(({ value }) => value), before = any.get(name);
    const isOfOne = choices.every((choice) => choice.name === name && !choice.isNot && !choice.value.startsWith("-"));
    if (choices.length === 1 && isNot) none.push([name, `-${values[0]}`]);
    else if (isOfOne && (before ?? values).every((value) => values.includes(value))) any.set(name, before ?? values);
    else if (isOfOne && values.every((value) => before.includes(value))) any.set(name, values);
    else terms.push(`(${choices.map(termOf).join(" OR ")})`);
    // What must be there narrows the counts of its own facet too, which a filter does not.
    if (!Array.isArray(filter) && !isNot) terms.push(termOf(choices[0]));
  }
  const filters = [...any].flatMap(([name, values]) => values.map((value) => [name, value]));
  return { filters: [...filters, ...none].sort(), terms: [...new Set(terms)].sort() };
}

/** "section:UK", "section:-UK", "section:\-UK": a value that begins with a hyphen. */
function choiceOf(filter) {
  const [, name, hyphen, value] = /^([^:]+):(-?)(.*)$/s.exec(filter) ?? [];
  if (!FACETS.includes(name)) throw new Error(`newssearch: no facet in '${filter}'; there are ${FACETS.join(", ")}`);
  return { name, isNot: hyphen !== "", value: value.replace(/^\\-/, "-") };
}

const termOf = ({ name, value, isNot }) => `${isNot ? "NOT " : ""}${name}:"${value.replaceAll('"', " ")}"`;

/** Of "published_at>=1704067200": days are all the server knows, and those that are meant in part are meant whole. */
function daysOf(numericFilters, fixed) {
  const given = (name) => fixed.filter((one) => one[0] === name).map(([, value]) => value);
  const from = given("from"), to = given("to");
  for (const filter of [numericFilters ?? []].flat()) {  // one of several, a list of more than one, is not read
    const [, name, operator, first, last] = /^(\w+)\s*(<=|>=|=|<|>|:)\s*(-?[\d.]+)(?: TO (-?[\d.]+))?$/.exec(filter) ?? [];
    if (name !== DATE) throw new Error(`newssearch: '${filter}' is not understood; a range of ${DATE}, in seconds, is`);
    if (operator !== "<" && operator !== "<=") from.push(dayOf(Number(first) + (operator === ">" ? 1 : 0)));
    if (operator !== ">" && operator !== ">=") to.push(dayOf(Number(last ?? first) - (operator === "<" ? 1 : 0)));
  }
  const wholeLast = (a, b) => (`${a}~` < `${b}~` ? -1 : 1);  // "2024" ends after "2024-03"
  return { from: from.sort().at(-1), to: to.sort(wholeLast)[0] };
}

function dayOf(seconds) {
  return new Date(Math.min(Math.max(seconds, FIRST_SECOND), LAST_SECOND) * 1000).toISOString().slice(0, 10);
}

/**
 * Those the server has to be asked; the others get `source`, one of these. InstantSearch asks for the counts of each
 * facet in which something is chosen as if it were not. The server counts a facet so anyway.
 */
function gathered(searches) {
  const asked = [];
  const butFor = (facet, { text, terms, others, filters }) => JSON.stringify([text, terms,
    others.filter(([name]) => name !== "sort"), filters.filter(([name, value]) => name !== facet || value.startsWith("-"))]);
  for (const search of [...searches].sort((a, b) => b.perPage - a.perPage)) {
    const isIn = (other) => [...search.facets].every((facet) => butFor(facet, search) === butFor(facet, other));
    search.source = (search.perPage === 0 && asked.find(isIn)) || search;
    if (search.source === search) asked.push(search);
    for (const facet of search.facets) search.source.facets.add(facet);
    search.source.limit = Math.max(search.source.limit, search.limit);
  }
  return asked;
}

async function answerOf(server, search) {
  const base = new URL(server ?? new URL(".", import.meta.url), globalThis.document?.baseURI);
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  try {
    return await ask(new URL(`v1/search?${new URLSearchParams(parametersOf(search))}`, base), undefined, () => {});
  } catch (error) {
    throw await explained(error, base);
  }
}

function parametersOf({ text, unfinished, terms, filters, others, facets, limit, givesHits, page, perPage }) {
  // Terms come first: a quote that is not closed yet is behind them.
  const q = [...terms, terms.length > 0 && /\bOR\b/.test(text) ? `(${text})` : text].join(" ");
  return [
    ["q", q.trimStart()], ["unfinished", unfinished], ...filters, ...others,
    ...(givesHits ? [["page", page + 1], ["per_page", perPage]] : [["per_page", 1], ["fields", "lang"]]),
    ["facets", [...facets].filter((name) => name !== DATE).join()], ["facet_limit", limit],
    ["date_histogram", facets.has(DATE) ? "auto" : ""],
  ];
}

/** An Error that says what to do. */
async function explained(error, server) {
  if (error instanceof TypeError) {
    const origin = globalThis.location?.origin ?? "the site's origin";
    return new Error(`newssearch: no answer from ${server}; does it run, with --allow-origin ${origin}?`, { cause: error });
  }
  if (typeof error.json !== "function") return error;
  const { detail, title } = await error.json().catch(() => ({}));
  return Object.assign(new Error(`newssearch: ${error.status} ${detail ?? title ?? error.statusText}`), { status: error.status });
}

// What is answered.

function resultOf({ params, page, perPage, givesHits, source: { answer }, facets, limit, offered, text, terms }) {
  const mark = marking(params), { folded, relation } = answer.total, meant = answer.did_you_mean;
  const asTyped = (query) => query.replace(terms.join(" "), "").trim();
  const counts = (name) => answer.facets[name].filter(({ value }) => offered(name, value)).slice(0, limit);
  const facetsOf = (name) => (name === DATE ? datesOf(answer)
    : Object.fromEntries(counts(name).map(({ value, count }) => [value, count])));
  return {
    hits: givesHits ? answer.hits.map((hit) => hitOf(hit, mark)) : [],
    nbHits: folded, page, hitsPerPage: perPage,
    nbPages: perPage > 0 ? Math.min(Math.ceil(folded / perPage), Math.floor(REACHABLE / perPage)) : 0,
    facets: Object.fromEntries([...facets].map((name) => [name, facetsOf(name)])),
    facets_stats: facets.has(DATE) ? statsOf(answer) : {},
    exhaustiveNbHits: relation === "eq", exhaustiveFacetsCount: true,
    processingTimeMS: Math.round(answer.took_ms),
    query: text, params: new URLSearchParams(Object.entries(params)).toString(),
    userData: meant ? [{ did_you_mean: { ...meant, text: asTyped(meant.text) } }] : [],
  };
}

function hitOf(hit, mark) {
  const plain = (value) => (Array.isArray(value) ? value.map(plain) : mark([{ text: value, match: false }]));
  const isText = ([, value]) => [value].flat().every((one) => typeof one === "string");
  const others = Object.fromEntries(Object.entries(hit).filter(isText).map(([name, value]) => [name, plain(value)]));
  return {
    ...hit, objectID: hit.id,
    _highlightResult: { ...others, headline: mark(hit.headline_parts ?? []) },
    _snippetResult: { body: mark(hit.snippet?.parts ?? []) },
  };
}

/**
 * Parts of an answer as HTML, what matched between the tags asked for. An article is not to be trusted: its text is
 * escaped. InstantSearch escapes by itself what has its own tags.
 */
function marking({ highlightPreTag: before = "<em>", highlightPostTag: behind = "</em>" }) {
  const escaped = before === "__ais-highlight__" ? (text) => text : escapeHtml;
  return (parts) => {
    const matched = parts.filter(({ match }) => match).map(({ text }) => text.toLowerCase());
    return {
      value: parts.map(({ text, match }) => (match ? before + escaped(text) + behind : escaped(text))).join(""),
      matchLevel: matched.length > 0 ? "full" : "none", matchedWords: [...new Set(matched)],
    };
  };
}

const escapeHtml = (text) => text.replace(/[&<>"']/g, (one) => `&#${one.codePointAt(0)};`);

const filled = ({ date_histogram: histogram }) => (histogram?.buckets ?? []).filter(({ count }) => count > 0);
const secondsOf = (date) => Date.parse(date) / 1000;

/** How many articles there are of each time, by its first second. */
const datesOf = (answer) => Object.fromEntries(filled(answer).map(({ from, count }) => [secondsOf(from), count]));

/** Of the first and last time that has articles, to its end. */
function statsOf(answer) {
  const buckets = filled(answer);
  return buckets.length === 0 ? {} : { [DATE]: { min: secondsOf(buckets[0].from), max: secondsOf(buckets.at(-1).to) - 1 } };
}

/** Values in which each word of facetQuery begins one. */
function facetValuesOf({ params, source: { answer }, offered }) {
  const { facetName: name, facetQuery = "", maxFacetHits = 10 } = params;
  const begun = wordsOf(facetQuery).map(folded), mark = marking(params);
  const begins = (word) => begun.filter((one) => folded(word).startsWith(one)).sort((a, b) => b.length - a.length)[0];
  const partsOf = (value) => value.normalize("NFC").split(/([\p{L}\p{N}]+)/u).flatMap((text) => {
    const length = begins(text)?.length ?? 0;
    return [{ text: text.slice(0, length), match: true }, { text: text.slice(length), match: false }].filter((part) => part.text);
  });
  const isMeant = (value) => begun.every((one) => wordsOf(value).some((word) => folded(word).startsWith(one)));
  const meant = answer.facets[name].filter(({ value }) => offered(name, value) && isMeant(value));
  return {
    facetHits: meant.slice(0, maxFacetHits).map(({ value, count }) =>
      ({ value, count, highlighted: mark(partsOf(value)).value })),
    exhaustiveFacetsCount: answer.facet_values[name] <= MOST_VALUES,
    processingTimeMS: Math.round(answer.took_ms),
  };
}

const wordsOf = (text) => text.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
const folded = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
