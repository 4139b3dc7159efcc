# shellcheck shell=bash
# Makes a bare Debian machine with Rust ready; does nothing where everything is there.

# playwright-core needs it; Debian 12's own is older.
NODE_MAJOR=20
CARGO_DENY="0.20.2"

fail() {
  echo "ci: $*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo --non-interactive "$@"
  else
    fail "neither root nor sudo, so this cannot be run: $*"
  fi
}

machine() {
  local missing=()
  command -v cc >/dev/null || missing+=(build-essential)
  command -v curl >/dev/null || missing+=(curl ca-certificates)
  command -v chromium >/dev/null || missing+=(chromium)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  [ -n "$(postgres_binaries)" ] || missing+=(postgresql)
  if [ ${#missing[@]} -gt 0 ]; then
    echo "installing ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 -qq update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 -qq install \
      --yes --no-install-recommends "${missing[@]}" >/dev/null
  fi
  rust_components
  echo "$(cargo --version), node $(node --version), PostgreSQL in $(postgres_binaries)"
}

# A minimal toolchain lacks them.
rust_components() {
  if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
    rustup component add rustfmt clippy
  fi
}

# Debian has no package of it; it is built once, into a folder that lasts as long as the target.
cargo_deny() {
  local tools
  tools="$(mkdir -p "$TARGET/tools" && cd "$TARGET/tools" && pwd)"
  export PATH="$tools/bin:$PATH"
  cargo deny --version >/dev/null 2>&1 ||
    cargo install --quiet --locked --version "$CARGO_DENY" --root "$tools" --target-dir "$tools/build" cargo-deny
}

# Installs what a folder of npm scripts needs, as its lock file says.
packages_of() {
  local major
  major="$(node --print 'process.versions.node.split(".")[0]')"
  [ "$major" -ge "$NODE_MAJOR" ] || echo "node $major is older than $NODE_MAJOR, which the packages name"
  npm --prefix "$1" ci --ignore-scripts --no-audit --no-fund --loglevel=error
}
