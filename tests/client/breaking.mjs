// Fails when a schema breaks what callers of another rely on, unless it was deprecated there.
// Usage: node breaking.mjs BASE_FILE NEW_FILE
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { buildSchema, findBreakingChanges, findDangerousChanges } from "graphql";

const [base, next] = process.argv.slice(2);
assert.ok(base && next, "usage: node breaking.mjs BASE_FILE NEW_FILE");
const [before, after] = [base, next].map((file) => buildSchema(readFileSync(file, "utf8")));

// `Type.field was removed.` and the like may follow a deprecation; anything else may not.
function wasDeprecated({ type, description }) {
  const [, typeName, name] = /^(\w+)\.(\w+) was removed/.exec(description) ?? [];
  const parent = typeName && before.getType(typeName);
  const removed =
    type === "FIELD_REMOVED"
      ? parent?.getFields()[name]
      : type === "VALUE_REMOVED_FROM_ENUM" && enumValue(description);
  return Boolean(removed?.deprecationReason);
}

function enumValue(description) {
  const [, name, typeName] = /^(\w+) was removed from enum type (\w+)/.exec(description) ?? [];
  return typeName && before.getType(typeName)?.getValue(name);
}

const breaking = findBreakingChanges(before, after);
const excused = breaking.filter(wasDeprecated);
const broken = breaking.filter((change) => !excused.includes(change));
for (const { description } of findDangerousChanges(before, after)) console.log(`note: ${description}`);
for (const { description } of excused) console.log(`was deprecated: ${description}`);
for (const { description } of broken) console.error(`breaks callers: ${description}`);
console.log(`${broken.length} breaking changes, ${excused.length} after a deprecation`);
process.exitCode = broken.length > 0 ? 1 : 0;
