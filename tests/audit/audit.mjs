// Runs every audit of the GraphQL-over-HTTP specification; fails on anything but ok.
// Usage: node audit.mjs [URL of the endpoint]
import { auditServer } from "graphql-http";

const url = process.argv[2] ?? "http://127.0.0.1:8000/graphql";
const results = await auditServer({ url });
const failed = results.filter(({ status }) => status !== "ok");
for (const { status, id, name, reason } of failed) console.error(`${status} ${id}: ${name}\n  ${reason}`);
console.log(`${results.length - failed.length} of ${results.length} audits are ok`);
// A package that audited nothing would pass everything.
process.exitCode = failed.length === 0 && results.length >= 61 ? 0 : 1;
