// Runs every audit of the GraphQL-over-HTTP specification; fails on anything but ok.
// Usage: node audit.mjs PATH_TO_MIZAN, or node audit.mjs URL_OF_THE_ENDPOINT
import assert from "node:assert/strict";
import { auditServer } from "graphql-http";
import { withService } from "../browser/service.mjs";

async function audit(url) {
  const results = await auditServer({ url });
  const failed = results.filter(({ status }) => status !== "ok");
  for (const { status, id, name, reason } of failed) {
    console.error(`${status} ${id}: ${name}\n  ${reason}`);
  }
  console.log(`${results.length - failed.length} of ${results.length} audits are ok`);
  // A package that audited nothing would pass everything.
  assert.ok(failed.length === 0 && results.length >= 61);
}

const [target] = process.argv.slice(2);
assert.ok(target, "usage: node audit.mjs PATH_TO_MIZAN | URL_OF_THE_ENDPOINT");
if (target.startsWith("http")) await audit(target);
else await withService(target, ({ origin }) => audit(`${origin}/graphql`));
