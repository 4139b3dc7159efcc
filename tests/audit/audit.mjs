// Runs every audit of the GraphQL-over-HTTP specification; fails on anything but ok.
// Usage: node audit.mjs PATH_TO_MIZAN, or node audit.mjs URL_OF_THE_ENDPOINT TOKEN
// Some audits ask about types, which only signed-in callers may.
import assert from "node:assert/strict";
import { auditServer } from "graphql-http";
import { withService } from "../browser/service.mjs";

async function audit(url, token) {
  const fetchFn = (target, options = {}) =>
    fetch(target, {
      ...options,
      headers: { ...options.headers, authorization: `Bearer ${token}` },
    });
  const results = await auditServer({ url, fetchFn });
  const failed = results.filter(({ status }) => status !== "ok");
  for (const { status, id, name, reason } of failed) {
    console.error(`${status} ${id}: ${name}\n  ${reason}`);
  }
  console.log(`${results.length - failed.length} of ${results.length} audits are ok`);
  // A package that audited nothing would pass everything.
  assert.ok(failed.length === 0 && results.length >= 61);
}

const [target, token] = process.argv.slice(2);
assert.ok(target, "usage: node audit.mjs PATH_TO_MIZAN | URL_OF_THE_ENDPOINT TOKEN");
if (target.startsWith("http")) await audit(target, token);
else
  await withService(target, ({ origin, credentials }) =>
    audit(`${origin}/graphql`, credentials.COORDINATOR.token),
  );
