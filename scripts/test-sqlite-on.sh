#!/usr/bin/env bash
# Tests the SQLite store on one more driver that its README names, with what `npm ci` of the repository has installed.
# Usage: scripts/test-sqlite-on.sh node24|better-sqlite3|bun|deno [vitest options...]
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1
shift
if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo "the matrix folders hold programs for Linux on x64 only, and this is $(uname -sm)" >&2
  exit 1
fi

# installed <folder> [npm options...]: installs what the folder's lock file names, unless it is there.
installed() {
  node --import tsx scripts/install.ts "$1" --no-bin-links "${@:2}"
}

tests=packages/store-sqlite
vitest=node_modules/vitest/vitest.mjs
case $target in
  node24)
    installed node-matrix --ignore-scripts
    exec node-matrix/node_modules/node24/bin/node $vitest run "$tests" "$@"
    ;;
  better-sqlite3)
    # compiled, with the headers that came with this Node; where that fails, the test is skipped and says so
    export npm_config_nodedir
    npm_config_nodedir=$(dirname "$(dirname "$(node -p process.execPath)")")
    if installed driver-matrix; then export BETTER_SQLITE3=$PWD/driver-matrix/node_modules/better-sqlite3; fi
    exec node $vitest run "$tests/test/better-sqlite3.test.ts" "$@"
    ;;
  bun)
    installed runtime-matrix --ignore-scripts
    exec runtime-matrix/node_modules/@oven/bun-linux-x64/bin/bun --bun $vitest run "$tests/test/bun-sqlite.test.ts" "$@"
    ;;
  deno)
    installed runtime-matrix --ignore-scripts
    exec runtime-matrix/node_modules/@deno/linux-x64-glibc/deno run -A $vitest run "$tests/test/node-sqlite.test.ts" "$@"
    ;;
  *)
    sed -n 's/^# Usage: //p' "$0" >&2
    exit 1
    ;;
esac
