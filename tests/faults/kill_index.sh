#!/bin/bash
# Kills `newssearch index` at any moment: what does a reader find afterwards?
#
#   tests/faults/kill_index.sh NEWSSEARCH ARTICLES [KILLS=100]
#
# Proves that publishing is atomic. Indexes a set of articles, then over and over another one in its place (all
# articles, or all but every third), and sends SIGKILL: after a random part of the time such a run takes or, every other
# time, at a random moment from when the slices begin to be merged to when all is published. After each kill the real
# program must answer a search (exit 0), find every checksum right, and hold exactly the articles of one set: the old or
# the new, never neither. In the end one more run must succeed and leave nothing behind that the killed ones left.
# Prints
#
#   kills=100 old=81 new=19 neither=0 (starting=2 reading=11 inverting=31 publishing=37 published=19)
#
# ARTICLES: JSON Lines, plain, .gz or .zst. Exit: 0; 1 a claim failed; 2 usage.
set -u

fail() { echo "kill_index: $*" >&2; exit 1; }
usage() { echo "usage: kill_index.sh NEWSSEARCH ARTICLES [KILLS]: $*" >&2; exit 2; }

newssearch=${1-} articles=${2-} kills=${3-100}
[ -x "$newssearch" ] || usage "'$newssearch' is no program"
[ -r "$articles" ] || usage "'$articles' cannot be read"

work=$(mktemp -d)
running=
trap '[ -z "$running" ] || kill -KILL "$running" 2>/dev/null; rm -rf "$work"' EXIT
data=$work/data

case $articles in
  *.zst) zstd -dcq "$articles" ;;
  *.gz) gzip -dc "$articles" ;;
  *) cat "$articles" ;;
esac >"$work/all.jsonl" || usage "'$articles' cannot be unpacked"
awk 'NR % 3' "$work/all.jsonl" >"$work/most.jsonl"

# Starts to index a set.
index() {
  : >"$work/started"
  "$newssearch" --data "$data" --quiet index --replace-all "$work/$1.jsonl" >"$work/index.log" 2>&1 &
  running=$!
}
# Waits for its end; the exit code.
ended() {
  local code
  wait "$running" 2>/dev/null
  code=$?
  running=
  return $code
}
indexed() {
  ended
  [ $? -le 1 ] || fail "the set '$1' is not indexed: $(cat "$work/index.log")"
}
# What lay there before the run began is not its own.
has_begun() { [ "$data/building" -nt "$work/started" ]; }
is_merging() { has_begun && [ -n "$(ls -A "$data/building/generation" 2>/dev/null)" ]; }
await_merging() { until is_merging || ! kill -0 "$running" 2>/dev/null; do sleep 0.002; done; }
pause_ms() { sleep "$(($1 / 1000)).$(printf %03d $(($1 % 1000)))"; }
now_ms() { echo $(($(date +%s%N) / 1000000)); }
count() { sed -n 's/.*"total": *{ *"value": *\([0-9]*\).*/\1/p' | head -n 1; }

# The number of articles found; the reader's three promises are checked on the way.
total() {
  local answer
  answer=$("$newssearch" --data "$data" search --output json --limit 1 '*') || fail "search exits with $? after $1"
  "$newssearch" --data "$data" status --check >"$work/status" ||
    fail "the index is damaged after $1: $(cat "$work/status")"
  echo "$answer" | tr -d '\n' | count
}

# How far the killed run had come.
phase() {
  if [ "$found" = "${expected[$next]}" ]; then echo published
  elif ! has_begun; then echo starting
  elif is_merging || [ ! -d "$data/building/generation" ]; then echo publishing
  elif [ -n "$(ls -A "$data/building/slices")" ]; then echo inverting
  else echo reading
  fi
}

# Milliseconds of a whole run and of its last part, and the articles of each set.
full=0 last=0
declare -A expected phases=([starting]=0 [reading]=0 [inverting]=0 [publishing]=0 [published]=0)
for set in most all most all; do
  start=$(now_ms)
  index $set
  await_merging
  merging=$(now_ms)
  indexed $set
  full=$(($(now_ms) - start)) last=$(($(now_ms) - merging))
  expected[$set]=$(total "indexing '$set'") || exit 1
done
[ "${expected[all]}" -gt "${expected[most]}" ] || usage "'$articles' holds too few articles to tell two sets apart"

killed=0 old=0 new=0 neither=0 current=all
while [ $killed -lt "$kills" ]; do
  if [ $current = all ]; then next=most; else next=all; fi
  dice=$((RANDOM * 32768 + RANDOM))
  index $next
  if [ $((killed % 2)) = 0 ]; then
    pause_ms $((dice % (full + 1)))
  else
    await_merging
    pause_ms $((dice % (last + 1)))
  fi
  kill -KILL "$running" 2>/dev/null
  ended
  code=$?
  found=$(total "kill $killed") || exit 1
  if [ $code = 137 ]; then
    killed=$((killed + 1))
    phases[$(phase)]=$((phases[$(phase)] + 1))
    if [ "$found" = "${expected[$current]}" ]; then old=$((old + 1))
    elif [ "$found" = "${expected[$next]}" ]; then new=$((new + 1))
    else
      neither=$((neither + 1))
      echo "kill_index: $found articles after kill $killed, not ${expected[$current]} or ${expected[$next]}" >&2
    fi
  fi
  [ "$found" != "${expected[$next]}" ] || current=$next
done

if [ $current = all ]; then next=most; else next=all; fi
index $next
indexed $next
[ "$(total 'the last run')" = "${expected[$next]}" ] || fail "the last run's articles are not all found"
left=$(cd "$data" && find . -mindepth 1 -maxdepth 1 ! -name 'gen-[0-9]*' ! -name current ! -name writer.lock)
[ -z "$left" ] || fail "left behind: $left"
generations=$(find "$data" -mindepth 1 -maxdepth 1 -name 'gen-*' | wc -l)
[ "$generations" -le 2 ] || fail "$generations generations are kept, not two"

echo "kills=$killed old=$old new=$new neither=$neither (starting=${phases[starting]} reading=${phases[reading]}" \
  "inverting=${phases[inverting]} publishing=${phases[publishing]} published=${phases[published]})"
[ $neither = 0 ]
