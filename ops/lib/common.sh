# Shared by ops/build, ops/run, ops/test and ops/bench. Sourced from the repository's root.

say() { printf '\033[1m%s\033[0m\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 3; }

# Packages of the named groups (see ops/lib/packages) that are not installed.
missing_packages() {
  local group name
  for group in "$@"; do
    for name in $(sed -n "s/^$group: //p" ops/lib/packages); do
      dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || echo "$name"
    done
  done
  # Any Node from 18 on will do; Debian's own if there is none.
  if ! node_is_new_enough; then echo nodejs; fi
  if ! command -v npm >/dev/null; then echo npm; fi
}

node_is_new_enough() {
  command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ]
}

need_packages() {
  local missing as_root=""
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -z "${missing// }" ] && return
  [ "$(id -u)" = 0 ] || as_root=sudo
  command -v apt-get >/dev/null || die "These Debian 12 packages are missing: $missing"
  say "Installing: $missing"
  if ! { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
         $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null; }; then
    die "Could not install. As root: apt-get install -y $missing"
  fi
}

# Runs "$@" in `dir` unless none of the given files changed since it last succeeded there.
once_for() { # stamp, dir, files (a find expression's roots) -- command
  local stamp=$1 dir=$2 roots=() sum
  shift 2
  while [ "$1" != -- ]; do roots+=("$1"); shift; done
  shift
  sum=$(cd "$dir" && find "${roots[@]}" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ] && return
  (cd "$dir" && "$@") || return
  mkdir -p "$(dirname "$stamp")" && printf '%s' "$sum" >"$stamp"
}

build_web() {
  local web=query-api/web
  [ -d $web/node_modules ] || rm -f build/stamps/npm
  once_for build/stamps/npm $web package.json package-lock.json -- npm ci --silent --no-audit --no-fund ||
    die "npm ci failed in $web: is the npm registry reachable?"
  [ -d $web/dist ] || rm -f build/stamps/web
  once_for build/stamps/web $web src index.html package-lock.json vite.config.ts -- npm run --silent build ||
    die "The web pages did not build; see above."
}

build_targets() { # preset, targets
  local preset=$1
  shift
  [ -f build/$preset/build.ninja ] || cmake --preset "$preset" >build/configure.log 2>&1 ||
    { cat build/configure.log; die "cmake could not configure; see above."; }
  cmake --build --preset "$preset" --target "$@"
}
