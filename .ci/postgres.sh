# shellcheck shell=bash
# A private PostgreSQL for one run: own directory, own port, random password, gone afterwards.

POSTGRES=""

# Where initdb lies: the newest of Debian's versions, or wherever the path finds one.
postgres_binaries() {
  local found
  found="$({ find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null || true; } | sort -V | tail -1)"
  [ -n "$found" ] || found="$(command -v initdb || true)"
  [ -z "$found" ] || dirname "$found"
}

# PostgreSQL refuses to run as root, so its own account does it then.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then
    (cd / && runuser --user postgres -- "$@")
  else
    "$@"
  fi
}

start_postgres() {
  local password port
  POSTGRES="$(mktemp -d)"
  password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  printf '%s\n' "$password" >"$POSTGRES/password"
  [ "$(id -u)" != 0 ] || chown -R postgres: "$POSTGRES"
  as_postgres "$(postgres_binaries)/initdb" --pgdata "$POSTGRES/data" --username mizan \
    --pwfile "$POSTGRES/password" --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 --no-sync >/dev/null
  port="$(free_port)"
  as_postgres "$(postgres_binaries)/pg_ctl" --pgdata "$POSTGRES/data" --log "$POSTGRES/log" --wait --silent start \
    -o "-p $port -k $POSTGRES -c listen_addresses=127.0.0.1 -c max_connections=300 \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off" ||
    { cat "$POSTGRES/log" >&2; fail "PostgreSQL does not start"; }
  export MIZAN_TEST_POSTGRES_URL="postgres://mizan:$password@127.0.0.1:$port/postgres"
  echo "PostgreSQL $("$(postgres_binaries)/postgres" --version | grep -o '[0-9.]*' | head -1) on port $port"
}

stop_postgres() {
  [ -n "$POSTGRES" ] || return 0
  as_postgres "$(postgres_binaries)/pg_ctl" --pgdata "$POSTGRES/data" --mode immediate --silent stop || true
  rm -rf "$POSTGRES"
  POSTGRES=""
}

# A port of this machine that nobody listens on now.
free_port() {
  node --eval 'const s = require("net").createServer();
    s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}
