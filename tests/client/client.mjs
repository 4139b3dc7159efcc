// Generates the client from the schema, checks its types, and lives a day with a demo service.
// Usage: node client.mjs PATH_TO_MIZAN
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { withService } from "../browser/service.mjs";

const [binary] = process.argv.slice(2);
assert.ok(binary, "usage: node client.mjs PATH_TO_MIZAN");
const path = resolve(binary);
process.chdir(import.meta.dirname);

function tool(name, ...options) {
  execFileSync(`node_modules/.bin/${name}`, options, { stdio: "inherit" });
}

tool("graphql-codegen", "--config", "codegen.mjs", "--silent");
tool("tsc", "--project", "tsconfig.json");
const { scenario } = await import("./built/source/scenario.js");
process.env.MIZAN_TRUSTED_DOCUMENTS = resolve("generated/persisted-documents.json");
await withService(path, ({ origin, credentials }) => scenario(origin, credentials));
console.log("the client's day went well");
