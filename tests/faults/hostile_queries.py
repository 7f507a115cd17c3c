"""The queries of hostile_queries.txt, and ones made of an archive's own words."""
import json
import os
import random

COMMONEST = "the of and to a in for is on that it with as was by he at from".split()


def queries_of_file(path, longest):
    """As bytes; `longest` is the id of a long article. The file says how its lines are read."""
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file if line.strip() and not line.startswith("#")]
    queries = []
    for line in lines:
        if isinstance(line, str):
            line = {"repeat": line}
        if "bytes" in line:
            queries.append(bytes.fromhex(line["bytes"]))
            continue
        middle = longest if "article" in line else line["repeat"] * line.get("times", 1)
        queries.append((line.get("before", "") + middle + line.get("after", "")).encode("utf-8", "surrogatepass"))
    return queries


def made_query(words):
    """Wildcards, nesting, phrases of common words, NEAR and long ORs."""
    def some(count):
        return random.choices(words, k=count)

    def prefixes(count):
        return [each[:3] + "*" for each in some(count)]

    def nested(depth):
        return random.choice(words) if depth == 0 else (
            f"({nested(depth - 1)} {random.choice(['OR', 'AND', 'NOT'])} {random.choice(COMMONEST + words)})")

    return random.choice([
        lambda: " OR ".join(prefixes(8)),
        lambda: " ".join(prefixes(3)) + " -" + random.choice(words)[:3] + "*",
        lambda: nested(12),
        lambda: " OR ".join(f'"{" ".join(random.sample(COMMONEST, random.randint(2, 5)))}"' for _ in range(4)),
        lambda: " NEAR/50 ".join(random.sample(COMMONEST, 4)),
        lambda: "(" + " OR ".join(prefixes(2)) + ") NEAR/100 (" + " OR ".join(random.sample(COMMONEST, 4)) + ")",
        lambda: " OR ".join(some(30)),
        lambda: " OR ".join(COMMONEST)])().encode()


def hostile_queries(count, articles, words):
    """So many: those of the file in another order, then made ones."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hostile_queries.txt")
    longest = max(articles, key=lambda one: len(one["body"]))["id"]
    given = queries_of_file(path, longest)
    random.shuffle(given)
    chosen = given[:count // 2]
    chosen += [made_query(words) for _ in range(count - len(chosen))]
    random.shuffle(chosen)
    return chosen
