#!/usr/bin/env bash
# Calls a demo by its own schema with whatever schemathesis thinks of, as every role in turn.
# tests/audit/schemathesis.sh BINARY [SECONDS]: 600 seconds in all unless told otherwise.
# Needs `st` on the PATH: pip install schemathesis, in an environment outside the repository.
set -euo pipefail
root="$(cd "$(dirname "$0")/../.." && pwd)"
binary="$(realpath "$1")"
roles=(COORDINATOR DEPUTY EXPERT FRONTEND AUDITOR ANONYMOUS)
share=$((${2:-600} / ${#roles[@]}))
# What it remembers of a run stays out of the repository as well.
work="$(mktemp -d)"
cd "$work"
trap 'kill "$service" 2>/dev/null || true; rm -rf "$work"' EXIT

# As fast as it can, so that the limits of pace do not answer instead of the service.
"$binary" demo --listen 127.0.0.1:0 --credentials "$work/credentials.json" \
  --limit-burst 1000000000 --limit-points-per-second 1000000000 >"$work/out" 2>"$work/log" &
service=$!
until address="$(sed -n 's|.*http://\([^/]*\)/graphiql.*|\1|p' "$work/out")" && [ -n "$address" ]; do
  kill -0 "$service"
  sleep 0.2
done

failed=0
for role in "${roles[@]}"; do
  header=()
  if [ "$role" != ANONYMOUS ]; then
    token="$(sed 's/.*"'"$role"'":{\([^}]*\)}.*/\1/; s/.*"token":"\([^"]*\)".*/\1/' "$work/credentials.json")"
    header=(--header "Authorization: Bearer $token")
  fi
  # The sign-in must last, so nobody signs out; an upload is multipart, which it cannot make up.
  MIZAN_TALLY="$work/$role" SCHEMATHESIS_HOOKS="$root/tests/audit/schemathesis_hooks.py" \
    timeout --kill-after=10 $((share + 60)) \
    st run "$root/schema.graphql" --url "http://$address/graphql" "${header[@]}" \
    --checks nothing_from_inside --phases fuzzing --max-time "$share" --max-examples 10000 \
    --exclude-name Mutation.logOut --exclude-name Mutation.tokenRotate \
    --exclude-name Mutation.importMembers \
    --generation-database none --no-shrink --continue-on-failure --suppress-health-check all \
    --warnings off >"$work/$role.out" 2>&1 || { failed=1; cat "$work/$role.out"; }
  printf '%s: %s calls\n' "$role" "$(wc -l <"$work/$role")"
  sort "$work/$role" | uniq -c | sort -rn | sed 's/^/  /'
done
kill -0 "$service" || { echo "the service died" >&2; failed=1; }
if grep -E 'panicked|ERROR' "$work/log"; then
  failed=1
fi
exit "$failed"
