"""Scores rankings of any engine as `newssearch eval` does (server/search/evaluation.h). A ranking is a list of ids; the
figures of a set are a dict, by the names eval prints."""
import collections
import math

STORY_DEPTH, STORY_RECALL, RELATED_DEPTH = 20, 5, 100


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else 0.0


def gain(grades, depth):
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades[:depth]))


def ndcg(ranking, grades, depth):
    ideal = gain(sorted((max(0, grade) for grade in grades.values()), reverse=True), depth)
    return gain([max(0, grades.get(id, 0)) for id in ranking], depth) / ideal if ideal > 0 else 0.0


def precision(ranking, grades, depth):
    return sum(grades.get(id, 0) > 0 for id in ranking[:depth]) / depth


def average_precision(ranking, grades):
    relevant = sum(grade > 0 for grade in grades.values())
    places = [place for place, id in enumerate(ranking, 1) if grades.get(id, 0) > 0]
    return sum(found / place for found, place in enumerate(places, 1)) / relevant if relevant else 0.0


def reciprocal_rank(ranking, wanted):
    return next((1 / place for place, id in enumerate(ranking, 1) if id in wanted), 0.0)


def of_topics(run, qrels):
    """`run`: rankings by topic. `qrels`: by topic, the grades by id. Every topic judged counts."""
    ranked = [(run.get(topic, []), grades) for topic, grades in qrels.items()]
    return {"MAP": mean(average_precision(*one) for one in ranked),
            "nDCG@10": mean(ndcg(*one, 10) for one in ranked)}


def of_known_items(run, items):
    found = [reciprocal_rank(run.get(id, []), {id}) for id in items]
    return {"success@1": mean(one == 1 for one in found), "success@10": mean(one >= 0.1 for one in found),
            "MRR": mean(found)}


def of_related(run, qrels):
    ranked = [(run.get(id, [])[:RELATED_DEPTH], grades) for id, grades in qrels.items()]
    return {"nDCG@5": mean(ndcg(*one, 5) for one in ranked), "nDCG@10": mean(ndcg(*one, 10) for one in ranked),
            "P@10": mean(precision(*one, 10) for one in ranked), "MAP": mean(average_precision(*one) for one in ranked)}


def of_stories(run, stories):
    """`stories`: by name, the ids that are in the index."""
    asked = [(run.get(id, [])[:STORY_DEPTH], set(members) - {id})
             for members in stories.values() if len(members) > 1 for id in members]
    return {"recall@5": mean(len(others.intersection(ranking[:STORY_RECALL])) / len(others)
                             for ranking, others in asked),
            "MRR@20": mean(reciprocal_rank(ranking, others) for ranking, others in asked)}


def pearson(a, b):
    mean_a, mean_b = mean(a), mean(b)
    together = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b))
    spread = math.sqrt(sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b))
    return together / spread if spread > 0 else 0.0


def ranks(values):
    places = collections.defaultdict(list)
    for place, value in enumerate(sorted(values), 1):
        places[value].append(place)
    return [mean(places[value]) for value in values]


def of_pairs(given, found):
    return {"Pearson": pearson(given, found), "Spearman": pearson(ranks(given), ranks(found))}


def similarity(scores, a, b):
    """`scores`: by article asked about, the scores of those like it, itself among them. What b scores as a share of
    what a itself does, and the other way round: their mean."""
    def one_way(asked, other):
        own = scores.get(asked, {}).get(asked, 0)
        return scores[asked].get(other, 0) / own if own > 0 else 0.0
    return (one_way(a, b) + one_way(b, a)) / 2
