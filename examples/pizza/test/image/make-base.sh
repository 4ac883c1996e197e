#!/usr/bin/env bash
# Makes the files of an image like node:22-bookworm-slim, for machines that reach no registry of images: Debian's
# packages, Node from node-matrix, npm, and the user `node`. Prints the path of their tar file in the user's cache.
# Usage: make-base.sh <major version of Node> <name of Debian's release>, as root
set -euo pipefail
major=$1 release=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../../../.."
npm_version=10.9.9 # Node 22 comes with it; the package that brings Node does not

node --import tsx scripts/install.ts node-matrix --no-bin-links --ignore-scripts >&2
node=node-matrix/node_modules/node$major/bin/node
recipe=$(cat "$here/make-base.sh" <("$node" --version) | sha256sum | cut -c 1-12)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/slack-approval-pizza
image=$cache/node$major-$release-$recipe.tar
if [[ ! -f $image ]]; then
  stage=$(mktemp -d)
  trap 'rm -rf --one-file-system "$stage"' EXIT
  files=$stage/files
  debootstrap --variant=minbase "$release" "$files" >&2
  rm -rf "$files"/var/cache/apt/*.bin "$files"/var/cache/apt/archives/*.deb "$files"/var/lib/apt/lists/*
  install -D "$node" "$files/usr/local/bin/node"

  npm pack --silent --pack-destination "$stage" "npm@$npm_version" >&2
  npm_folder=$files/usr/local/lib/node_modules/npm
  mkdir -p "$npm_folder"
  tar -xzf "$stage/npm-$npm_version.tgz" -C "$npm_folder" --strip-components=1 --no-same-owner
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$files/usr/local/bin/npm"

  # an image of Node starts its command through such a script
  printf '#!/bin/sh\nexec "$@"\n' >"$files/usr/local/bin/docker-entrypoint.sh"
  chmod +x "$files/usr/local/bin/docker-entrypoint.sh"
  chroot "$files" useradd --uid 1000 --shell /bin/bash --create-home node

  mkdir -p "$cache"
  rm -f "$cache/node$major-$release"-*.tar
  # an interruption leaves no half of it under its name
  tar -cf "$image.$$" -C "$files" --exclude='./dev/*' .
  mv "$image.$$" "$image"
fi
printf '%s\n' "$image"
