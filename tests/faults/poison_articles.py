"""Articles made to break whoever takes them in: a line of JSON each, or what claims to be one."""
import json

BODY = "The ferry left the harbour in the morning. Nobody was on the bridge."
DEEPEST = 5000


def stated(name, **fields):
    return {"id": f"nasty-{name}", "title": f"Nasty {name}", "body": BODY, "published": "2024-05-06T07:08:09Z",
            "lang": "en", **fields}


def with_fields():
    """Well-formed JSON: what stands in the fields is the poison."""
    yield "nul-in-body", {"body": f"before \0 after. {BODY}"}
    yield "nul-in-title", {"title": "be\0fore"}
    yield "nul-in-id", {"id": "nasty\0nul"}
    yield "only-nul", {"title": "\0", "body": "\0" * 100}
    yield "lone-surrogate", {"body": "half \ud800 of one. " + BODY}
    yield "lone-low-surrogate-title", {"title": "half \udc00 of one"}
    yield "surrogate-in-id", {"id": "nasty-\ud83d-id"}
    for length in (64, 65, 244, 245, 246, 247, 255, 256):
        yield f"word-of-{length}", {"body": f"{'w' * length} {BODY}", "title": "t" * length}
    yield "accented-word-of-246", {"body": "é" * 123 + " " + BODY}
    yield "word-of-100-kb", {"body": "q" * 100_000 + " " + BODY}
    yield "title-of-100-kb", {"title": "p" * 100_000}
    for length in (240, 245, 246, 300, 5000):
        yield f"id-of-{length}", {"id": "i" * length}
    yield "id-of-accents", {"id": "ü" * 130}
    yield "control-in-id", {"id": "nasty\x01\x1f\x7fid"}
    yield "newline-in-id", {"id": "nasty\r\nid"}
    yield "slashes-in-id", {"id": "../../nasty/%2e%2e/etc/passwd"}
    yield "dots-as-id", {"id": ".."}
    yield "query-as-id", {"id": "nasty?wait=searchable#x&y"}
    yield "empty-id", {"id": ""}
    yield "blank-id", {"id": "   "}
    yield "number-as-id", {"id": 4711}
    yield "negative-number-as-id", {"id": -0.5}
    yield "list-as-id", {"id": ["a", "b"]}
    yield "null-as-id", {"id": None}
    yield "number-as-body", {"body": 12}
    yield "object-as-body", {"body": {"text": BODY}}
    yield "number-as-title", {"title": 1e308}
    yield "bool-as-title", {"title": True}
    yield "object-as-section", {"section": {"a": {"b": ["c"]}}}
    yield "list-as-published", {"published": ["2024-05-06"]}
    yield "year-99999", {"published": "99999-12-31T23:59:59Z"}
    yield "year-0", {"published": "0000-00-00"}
    yield "negative-year", {"published": "-5000-01-01T00:00:00Z"}
    yield "date-as-huge-number", {"published": 10 ** 300}
    yield "date-as-smallest-number", {"published": -9223372036854775808}
    yield "date-as-milliseconds", {"published": 9223372036854775807}
    yield "date-of-100-kb", {"published": "2024-01-01" * 10_000}
    yield "bad-embargo", {"embargoed": "99999-12-31"}
    yield "bad-expiry", {"expires": "-1"}
    yield "embargo-far-away", {"embargoed": "9999-12-31T23:59:59Z"}
    yield "expired-long-ago", {"expires": "0001-01-01T00:00:00Z"}
    yield "version-of-400-digits", {"version": "9" * 400}
    yield "million-commas", {"body": "," * 900_000}
    yield "commas-as-authors", {"author": "a," * 200_000}
    yield "ten-thousand-tags", {"tags": [f"tag {number}" for number in range(10_000)]}
    yield "ten-thousand-authors", {"authors": [f"Ann{number} Bee{number}" for number in range(10_000)]}
    yield "author-of-1-mb", {"author": "x" * 1_000_000}
    yield "section-of-10-kb", {"section": "s" * 10_000}
    yield "tag-of-245", {"tags": ["t" * 245, "u" * 246, "v" * 300]}
    yield "source-with-nul", {"source": "a\0b", "places": ["\0"], "tags": ["\0", ""]}
    yield "body-of-1-mb", {"body": " ".join(f"word{number % 3000}x" for number in range(100_000))}
    yield "body-of-9-mb", {"body": (BODY + " ") * 134_000}
    yield "words-all-different", {"body": " ".join(f"w{number:x}q" for number in range(120_000))}
    yield "empty-texts", {"title": "", "body": ""}
    yield "blank-texts", {"title": " \t\n", "body": "\u00a0\u2003\u3000"}
    yield "only-emoji", {"title": "😀😀", "body": "👩‍👩‍👧‍👦🏳️‍🌈" * 200}
    yield "only-combining-marks", {"title": "\u0301\u0302", "body": "\u0301" * 20_000}
    yield "letter-with-20000-marks", {"body": "e" + "\u0301" * 20_000 + " " + BODY}
    yield "right-to-left-overrides", {"title": "\u202egnp.exe\u202c", "body": "\u202e" * 500 + BODY + "\u2066\u2067"}
    yield "zero-widths", {"title": "zero\u200bwidth\u200d", "body": "\u200b\u200c\u200d\ufeff\u2060" * 2000 + BODY}
    yield "only-zero-widths", {"title": "\u200b", "body": "\u200b\ufeff" * 1000}
    yield "private-use", {"body": "\ue000\uf8ff\U0010ffff\ufffe\uffff " + BODY}
    yield "no-blanks-chinese", {"body": "新聞" * 5_000, "lang": "zh"}
    yield "thai", {"body": "กขค" * 2_000, "lang": "th"}
    yield "hangul-fillers", {"body": "\u3164\u115f\u1160" * 1000}
    yield "ligatures", {"body": "\ufdfa" * 2000}
    yield "capital-dotted-i", {"body": "İ" * 130 + " " + BODY}
    yield "unknown-language", {"lang": "x" * 10_000}
    yield "markup", {"title": "<script>alert(1)</script>", "body": "<b>" * 5_000 + BODY + "]]>--><!--"}
    yield "entities", {"body": "&amp;" * 5_000 + "&#0;&#xffffffff;"}
    yield "url-of-100-kb", {"url": "http://example.org/" + "a" * 100_000}
    yield "javascript-as-url", {"url": "javascript:alert(1)"}
    yield "control-in-everything", {name: "\x01\x02\x1b[31m\x9b" + name for name in
                                    ("title", "body", "author", "section", "source", "tags", "url", "lang", "ednote")}
    yield "killed-of-none", {"pub_status": "canceled"}
    yield "withheld", {"pub_status": "withheld"}
    yield "deep-in-a-field", {"extra": json.loads("[" * 400 + "]" * 400)}
    yield "many-fields", {f"field{number}": number for number in range(20_000)}
    for name, sign in (("full-stops", "."), ("apostrophes", "'"), ("underscores", "_"), ("ampersands", "&"),
                       ("slashes", "/"), ("hyphens", "-")):
        yield f"{name}-of-10-kb", {"body": f"a{sign}" * 5000}
    yield "same-word-50000-times", {"body": "again " * 50_000}


def as_text():
    """What is no JSON, or not as it is usually written."""
    def put(name, before, after):
        """A stated article with a piece of its text replaced."""
        text = json.dumps(stated(name)).encode()
        if before not in text:
            raise ValueError(name)
        return text.replace(before, after, 1)

    for name, value in (("nan", b"NaN"), ("infinity", b"-Infinity"), ("number-of-5000-digits", b"9" * 5000),
                        ("huge-exponent", b"1e999999"), ("hexadecimal", b"0x10"), ("leading-zero", b"007")):
        yield name, put(name, b'"en"', b'"en", "score": ' + value)
        yield name + "-as-published", put(name + "-as-published", b'"2024-05-06T07:08:09Z"', value)
    for name, value in (("invalid-utf-8", b"\xff\xfe\xc0\x80"), ("overlong-utf-8", b"\xc1\xbf\xe0\x80\xaf"),
                        ("encoded-surrogate", b"\xed\xa0\x80"), ("beyond-unicode", b"\xf4\x90\x80\x80"),
                        ("cut-utf-8", b"\xe2\x82"), ("latin-1", b"caf\xe9"), ("raw-nul", b"\0"),
                        ("raw-escape", b"\x1b[31m"),
                        ("raw-tab", b"\t"), ("escaped-nul", b"\\u0000"), ("escaped-half", b"\\ud83d\\ud83d"),
                        ("bad-escape", b"\\q"), ("cut-escape", b"\\u12")):
        yield name, put(name, b"The ferry", b"The " + value + b" ferry")
        yield name + "-in-id", put(name + "-in-id", b"nasty-", b"nasty-" + value)
    yield "duplicate-keys", put("duplicate-keys", b'"title"', b'"title": "First", "title"')
    yield "duplicate-ids", put("duplicate-ids", b'"title"', b'"id": "nasty-other", "title"')
    yield "same-id-twice", "\n".join(json.dumps(stated("twice", title=f"Version {number}"))
                                     for number in range(2)).encode()
    yield "put-and-delete", (json.dumps(stated("put-and-delete")) + '\n{"delete":"nasty-put-and-delete"}').encode()
    yield "delete-of-none", b'{"delete":"nasty-that-never-was"}'
    yield "delete-of-nothing", b'{"delete":""}'
    yield "delete-of-a-number", b'{"delete":12}'
    yield "purge-of-long-id", json.dumps({"purge": "z" * 5000, "reason": "r" * 100_000}).encode()
    yield "delete-with-article", json.dumps({**stated("delete-with-article"), "delete": "nasty-x"}).encode()
    yield "mark-before", b"\xef\xbb\xbf" + json.dumps(stated("mark-before")).encode()
    yield "carriage-returns", json.dumps(stated("carriage-returns")).encode() + b"\r\n\r"
    yield "blank-lines", b"\n\r\n \t\n" + json.dumps(stated("blank-lines")).encode() + b"\n\n"
    yield "deep-lists", b"[" * DEEPEST + b"]" * DEEPEST
    yield "deep-objects", b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST
    yield "deep-unclosed", b'[{"id":' * DEEPEST
    yield "deep-beside-fields", put("deep-beside-fields", b'"en"', b'"en", "x": ' + b"[" * 100_000 + b"]" * 100_000)
    yield "only-commas", b"," * 900_000
    yield "list-of-commas", b"[" + b"0," * 400_000 + b"0]"
    yield "bare-text", b"This is no JSON at all."
    yield "bare-string", b'"a string"'
    yield "bare-number", b"-0"
    yield "bare-null", b"null"
    yield "empty-object", b"{}"
    yield "empty-list", b"[]"
    yield "list-of-articles", json.dumps([stated("list-of-articles")]).encode()
    yield "cut-off", json.dumps(stated("cut-off")).encode()[:-20]
    yield "two-on-a-line", json.dumps(stated("two-1")).encode() + json.dumps(stated("two-2")).encode()
    yield "single-quotes", json.dumps(stated("single-quotes")).replace('"', "'").encode()
    yield "comment", put("comment", b'"title"', b'/* no */ "title"')
    yield "markup-instead", b"<html><head><title>No JSON</title></head><body><p>Not at all.</p></body></html>"
    yield "utf-16", json.dumps(stated("utf-16")).encode("utf-16").replace(b"\n", b"")
    yield "compressed", b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + bytes(range(11, 256)) * 20


def poison_articles():
    """By name: bytes without a newline at the end. What takes longest comes last."""
    cases = dict(as_text())
    cases.update((name, json.dumps(stated(name, **fields)).encode()) for name, fields in with_fields())
    return cases
