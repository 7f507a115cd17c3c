"""The files of hostile_articles: each a name and a function that writes it to an open binary file."""
import gzip
import io
import json
import random
import struct
import tarfile

MEGABYTE = 1 << 20
PROSE = "The council voted on Tuesday to close the old bridge, after engineers found rust in every cable. "
LINE = b'{"title":"A line that is good","body":"' + PROSE.encode() + b'"}\n'


def literal(content):
    """Made only when it is written, in the process that writes it."""
    return lambda file: file.write(content())


def repeated(front, piece, times, end=b""):
    def write(file):
        file.write(front)
        chunk = piece * 1000
        for _ in range(times // 1000):
            file.write(chunk)
        file.write(piece * (times % 1000) + end)
    return write


def page(inside):
    return (b"<!DOCTYPE html><html><head><title>A page that does harm</title></head><body><h1>A page that does harm"
            b"</h1><p>" + PROSE.encode() * 3 + b"</p>" + inside)


def rss(inside, front=b""):
    return b'<?xml version="1.0"?>' + front + b'<rss version="2.0"><channel><title>Feed</title>' + inside


ITEM = b"<item><title>An item</title><description>" + PROSE.encode() + b"</description></item>"


def gzip_of(content):
    return gzip.compress(content, 6, mtime=0)


def zstd_of_zeros(megabytes, byte=b" "):
    """A frame of run-length blocks, each of 128 kB in four bytes; Python has no zstd of its own."""
    block = struct.pack("<I", (128 << 10) << 3 | 1 << 1)[:3] + byte
    last = struct.pack("<I", 1 << 3 | 1 << 1 | 1)[:3] + byte
    return b"\x28\xb5\x2f\xfd\x00\x58" + block * (megabytes * 8) + last


def zstd_raw(content):
    """A frame of one stored block."""
    return b"\x28\xb5\x2f\xfd\x00\x58" + struct.pack("<I", len(content) << 3 | 1)[:3] + content


def gzip_bomb(megabytes):
    def write(file):
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=9, mtime=0) as packed:
            packed.write(LINE)
            for _ in range(megabytes):
                packed.write(b" " * MEGABYTE)
    return write


def tar_of(members, ending=True):
    out = io.BytesIO()
    archive = tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT)
    for name, content in members:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    if ending:
        archive.close()
    return out.getvalue()


def with_size(header, size):
    """A tar header with another size field, and the checksum that fits it."""
    header = bytearray(header)
    header[124:136] = size.ljust(12, b"\0")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def warc(body, length=None, fields=b"", kind=b"text/plain", head=b"HTTP/1.1 200 OK\r\n"):
    block = head + b"Content-Type: " + kind + b"\r\n" + fields + b"\r\n" + body
    stated = length if length is not None else b"%d" % len(block)
    return (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/\r\n"
            b"Content-Type: application/http\r\nContent-Length: " + stated + b"\r\n\r\n" + block + b"\r\n\r\n")


TEXT = b"A headline of a page\n\n" + PROSE.encode() * 3
CHUNKED = b"Transfer-Encoding: chunked\r\n"


def entity_bomb():
    names = [b"e%d" % i for i in range(12)]
    entities = b'<!ENTITY e0 "lol">' + b"".join(
        b"<!ENTITY " + name + b' "' + (b"&" + before + b";") * 10 + b'">' for before, name in zip(names, names[1:]))
    return rss(b"<item><title>&e11;</title></item></channel></rss>", b"<!DOCTYPE rss [" + entities + b"]>")


def xml_files():
    yield "entity-bomb.xml", literal(lambda: entity_bomb())
    yield "entity-quadratic.xml", repeated(
        rss(b"<item><title>", b'<!DOCTYPE rss [<!ENTITY a "' + b"a" * 100_000 + b'">]>'), b"&a;", 100_000)
    yield "external-entity.xml", literal(lambda: rss(
        b"<item><title>&x;</title></item></channel></rss>", b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))
    yield "external-dtd.xml", literal(lambda: rss(
        ITEM + b"</channel></rss>", b'<!DOCTYPE rss SYSTEM "http://192.0.2.1/a.dtd" [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]>'))
    yield "attributes.xml", literal(lambda: 
        rss(b"<item " + b" ".join(b'a%d="b"' % i for i in range(100_000)) + b">" + ITEM[6:] + b"</channel></rss>"))
    yield "namespaces.xml", literal(lambda: 
        rss(b"<item " + b" ".join(b'xmlns:a%d="urn:b%d"' % (i, i) for i in range(100_000)) + b">" + ITEM[6:]))
    yield "nested.xml", repeated(rss(b""), b"<a>", 100_000)
    yield "nested-in-item.xml", literal(lambda: 
        rss(b"<item><title>T</title><description>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</description></item>"))
    yield "cdata-unclosed.xml", repeated(rss(b"<item><title><![CDATA["), b"a ]] ", MEGABYTE)
    yield "feed-of-100000.xml", repeated(rss(b""), ITEM, 100_000, b"</channel></rss>")
    yield "feed-of-empty-items.xml", repeated(rss(b""), b"<item/>", 500_000, b"</channel></rss>")


def html_files():
    yield "nested.html", repeated(page(b""), b"<div>", 100_000)
    yield "attributes.html", literal(lambda: page(b"<p " + b" ".join(b"a%d=b" % i for i in range(100_000)) + b">" + TEXT))
    yield "breaks.html", repeated(page(b""), b"<br>", 1_000_000)
    yield "comment-unclosed.html", repeated(page(b"<!-- "), b"a -- ", MEGABYTE)
    yield "comment-first.html", repeated(b"<!-- ", b"a -- ", MEGABYTE)
    yield "cdata-unclosed.html", repeated(page(b"<svg><![CDATA["), b"a ]] ", MEGABYTE)
    yield "script-unclosed.html", repeated(page(b"<script>"), b"</scrip", 700_000)
    yield "formatting.html", repeated(page(b""), b"<b><i><p>", 20_000)
    yield "formatting-misnested.html", repeated(page(b""), b"<a><b><div></a></b>", 9_000)
    yield "tables.html", repeated(page(b""), b"<table><tr><td>", 30_000)
    yield "table-foster.html", repeated(page(b"<table>"), b"<b>a", 100_000)
    yield "json-ld-nested.html", literal(lambda: 
        page(b'<script type="application/ld+json">' + b'{"a":' * 100_000 + b"</script>"))
    yield "json-ld-many.html", repeated(
        page(b""), b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"A"}</script>', 50_000)
    yield "less-thans.html", repeated(page(b"<p>"), b"<", 9_000_000)
    yield "ampersands.html", repeated(page(b"<p>"), b"&", 9_000_000)
    yield "one-word.html", repeated(page(b"<p>"), b"x", 9_000_000)
    yield "paragraphs.html", repeated(page(b""), b"<p>a", 199_000)
    yield "metas.html", repeated(b"<html><head>", b'<meta name="author" content="A B">', 190_000)
    yield "entities.html", repeated(page(b"<p>"), b"&amp;#x&#99999999999;", 200_000)
    yield "address-of-1-MB.html", literal(lambda: page(b'<a href="https://example.org/' + b"a" * MEGABYTE + b'">a</a>'))


def json_files():
    yield "nested.json", literal(lambda: b"[" * 100_000)
    yield "nested-in-line.jsonl", literal(lambda: b'{"title":"T","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n" + LINE)
    yield "nested-objects.jsonl", literal(lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n" + LINE)
    yield "numbers.jsonl", literal(lambda: b'{"title":"T","id":' + b"9" * 10_000 + b"}\n" b'{"title":"T","n":1e999999999}\n'
                                   b'{"title":"T","published":1e308}\n{"title":"T","published":-9223372036854775808}\n')
    yield "string-of-50-MB.json", repeated(b'{"title":"T","body":"', b"a" * 1000, 50_000, b'"}')
    yield "string-of-escapes.jsonl", repeated(b'{"title":"T","body":"', b"\\u0041", 1_500_000, b'"}\n')
    yield "surrogates.jsonl", literal(lambda: b'{"title":"lone \\ud800 and \\udc00 \\ud800\\ud800","body":"\\u0000"}\n')
    yield "names.jsonl", literal(lambda: 
        b'{"title":"T",' + b",".join(b'"n%d":1' % i for i in range(300_000)) + b"}\n" + LINE)
    yield "authors.jsonl", literal(lambda: b'{"title":"T","authors":[' + b",".join(b'"Author %d"' % i for i in range(100_000)) + b"]}\n")
    yield "byline.jsonl", literal(lambda: b'{"title":"T","author":"' + b"A and B, by C; " * 50_000 + b'"}\n')
    yield "objects.json", repeated(b"[", b"{},", 100_000, b"{}]")
    yield "dates.jsonl", literal(lambda: b"".join(
        b'{"title":"T","published":"' + date + b'"}\n' for date in (b"9" * 10_000, b"2024-01-" + b"0" * 10_000 + b"1",
                                                                  b"Mon, " * 100_000, b"1 " * 100_000, b"-" * 500_000)))
    yield "address-of-1-MB.jsonl", literal(lambda: b'{"title":"T","url":"https://example.org/' + b"a" * MEGABYTE + b'"}\n' + LINE)
    yield "line-of-20-MB.jsonl", repeated(LINE + b'{"title":"', b"a" * 1000, 20_000, b'"}\n' + LINE)
    yield "lines-empty-objects.jsonl", repeated(b"", b"{}\n", 100_000)


def text_files():
    yield "empty.jsonl", literal(lambda: b"")
    yield "only-bom.txt", literal(lambda: b"\xef\xbb\xbf")
    yield "zeros.txt", literal(lambda: b"\0" * MEGABYTE)
    yield "zeros-in-text.txt", literal(lambda: TEXT.replace(b" ", b"\0 "))
    yield "not-utf-8.txt", literal(lambda: TEXT.replace(b"e", b"\xe9\xff"))
    yield "not-utf-8.jsonl", literal(lambda: LINE.replace(b"e", b"\xe9"))
    yield "utf-16-le.txt", literal(lambda: b"\xff\xfe" + TEXT.decode().encode("utf-16-le"))
    yield "utf-16-be.jsonl", literal(lambda: b"\xfe\xff" + LINE.decode().encode("utf-16-be"))
    yield "utf-16-no-bom.txt", literal(lambda: TEXT.decode().encode("utf-16-le"))
    yield "cr-only.txt", literal(lambda: TEXT.replace(b"\n", b"\r") * 10)
    yield "cr-only.jsonl", literal(lambda: LINE.replace(b"\n", b"\r") * 1000)
    yield "short-lines.txt", repeated(b"", b"a b\n", 1_000_000)
    yield "newlines.txt", repeated(b"a", b"\n", 9_000_000)
    yield "line-of-9-MB.txt", repeated(b"", b"a. ", 3_000_000)
    yield "combining.txt", repeated(b"T\n\na", b"\xcc\x81", 400_000)
    yield "dates.txt", repeated(TEXT + b"\nPublished ", b"1", 10_000, b" March 2024\n")
    yield "random.bin", lambda file: file.write(random.randbytes(5 * MEGABYTE))


def packed_files():
    yield "bomb.gz", gzip_bomb(1000)
    yield "bomb.zst", literal(lambda: zstd_of_zeros(4000))
    yield "bomb-nested.gz", lambda file: file.write(gzip_of(gzip_of(b" " * (200 * MEGABYTE))))
    yield "nested-50.gz", lambda file: file.write(_nested(50))
    yield "members.gz", literal(lambda: gzip_of(b"") * 100_000 + gzip_of(LINE))
    yield "name-of-5-MB.gz", repeated(b"\x1f\x8b\x08\x08\0\0\0\0\0\x03", b"n", 5 * MEGABYTE)
    yield "truncated.gz", literal(lambda: gzip_of(LINE + random.randbytes(100_000).hex().encode())[:-5000])
    yield "truncated.zst", literal(lambda: zstd_raw(LINE * 20)[:-50])
    yield "window.zst", literal(lambda: b"\x28\xb5\x2f\xfd\x00\xf8" + b"\x01\0\0")


def _nested(depth):
    content = LINE
    for _ in range(depth):
        content = gzip_of(content)
    return content


def tar_files():
    good = tar_of([("a.jsonl", LINE)], ending=False)
    header = tar_of([("b.jsonl", b"")])[:512]
    yield "above.tar", literal(lambda: tar_of([("../../x.jsonl", LINE), ("/etc/x.jsonl", LINE)]))
    yield "huge-size.tar", literal(lambda: good + with_size(header, b"77777777777") + LINE)
    yield "huge-binary-size.tar", literal(lambda: good + with_size(header, b"\x80\0\0\0\x7f" + b"\xff" * 7) + LINE)
    yield "negative-size.tar", literal(lambda: good + with_size(header, b"\xff" * 11 + b"\0") + LINE)
    yield "truncated.tar", literal(lambda: good[:600])
    yield "members.tar", lambda file: file.write(tar_of([("m%d" % i, b"") for i in range(20_000)]))
    yield "headers.tar", literal(lambda: good + with_size(header, b"z") * 20_000)
    yield "long-name.tar", literal(lambda: tar_of([("n" * (900 << 10), LINE)]))
    yield "bombs.tar", literal(lambda: tar_of([("%d.gz" % i, gzip_of(b" " * MEGABYTE)) for i in range(100)]))
    yield "tar-in-tar.tar", literal(lambda: tar_of([("inner.tar", tar_of([("a", LINE)])), ("b.jsonl", LINE)]))
    yield "bomb.tar.gz", lambda file: file.write(gzip_of(tar_of([("a", b" " * (300 * MEGABYTE))])))


def warc_files():
    one = warc(TEXT)
    yield "truncated.warc", literal(lambda: one + one[:-100])
    yield "truncated.warc.gz", literal(lambda: gzip_of(one) + gzip_of(one)[:-50])
    yield "lengths.warc", literal(lambda: b"".join(
        warc(TEXT, length) + one for length in (b"0", b"-1", b"17", b"99999", b"x", b"18446744073709551616",
                                                b"9223372036854775807", b"", b"9" * 100_000)))
    yield "huge-lengths.warc", literal(lambda: warc(b"a", b"9999999") * 10_000)
    yield "huger-lengths.warc", literal(lambda: warc(b"a", b"99999999999") * 20_000)
    yield "header-of-1-MB.warc", literal(lambda: b"WARC/1.0\r\nA: " + b"b" * MEGABYTE + b"\r\n\r\n" + one)
    yield "header-fields.warc", literal(lambda: b"WARC/1.0\r\n" + b"A: b\r\n" * 200_000 + b"\r\n" + one)
    yield "http-header-of-1-MB.warc", literal(lambda: warc(TEXT, fields=b"A: " + b"b" * MEGABYTE + b"\r\n"))
    yield "marks.warc", repeated(b"", b"WARC/1.0\n", 200_000)
    yield "no-line-ends.warc", literal(lambda: one[:-4] * 100)
    yield "chunk-sizes.warc", literal(lambda: b"".join(
        warc(size + b"\r\n" + TEXT, fields=CHUNKED) for size in (b"ffffffffffffffff", b"f" * 1000, b"-1", b"7fffffffffffffff")))
    yield "chunks-of-1.warc", literal(lambda: warc(b"1\r\na\r\n" * 1_000_000 + b"0\r\n\r\n", fields=CHUNKED))
    yield "body-bomb.warc", lambda file: file.write(
        warc(gzip_of(b" " * (300 * MEGABYTE)), fields=b"Content-Encoding: gzip\r\n") + one)
    yield "deflate-rubbish.warc", literal(lambda: warc(random.randbytes(100_000), fields=b"Content-Encoding: deflate\r\n") + one)
    yield "brotli.warc", literal(lambda: warc(b"\x1b\0\x01\x02\0", fields=b"Content-Encoding: br\r\n") + one)
    yield "lines.arc", repeated(
        b"filedesc://a 0.0.0.0 20240101000000 text/plain 0\n\n", b"http://a b c d 99999999\n", 200_000)
    yield "address-of-1-MB.warc", literal(lambda: one.replace(b"example.org/", b"example.org/" + b"a" * (60 << 10)))


def hostile_files():
    for group in (xml_files, html_files, json_files, text_files, packed_files, tar_files, warc_files):
        yield from group()
