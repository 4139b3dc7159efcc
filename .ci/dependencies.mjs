// Holds every dependency to deny.toml: licences, bans, sources.  Stands in for `cargo deny`.
// Usage: cargo metadata --locked --format-version 1 --filter-platform … | node .ci/dependencies.mjs
import { readFileSync } from "node:fs";

const policy = readFileSync(new URL("../deny.toml", import.meta.url), "utf8").replace(/^\s*#.*$/gm, "");
const list = (key, entry) => {
  const body = new RegExp(`^${key} = \\[([^\\]]*)\\]`, "m").exec(policy);
  if (!body) throw new Error(`deny.toml has no list ${key}`);
  return new Set([...body[1].matchAll(entry)].map((match) => match[1]));
};
const allowed = list("allow", /"([^"]+)"/g);
const banned = list("deny", /crate = "([^"]+)"/g);
const registries = list("allow-registry", /"([^"]+)"/g);

// Whether an SPDX expression can be met by allowed licences.  Old manifests write `/` for OR.
function isAllowed(expression) {
  const tokens = expression.replaceAll("/", " OR ").match(/[()]|[^\s()]+/g) ?? [];
  const takes = (token) => tokens[0] === token && tokens.shift() !== undefined;
  const either = () => {
    let met = both();
    while (takes("OR")) met = both() || met;
    return met;
  };
  const both = () => {
    let met = one();
    while (takes("AND")) met = one() && met;
    return met;
  };
  const one = () => {
    if (takes("(")) {
      const met = either();
      if (!takes(")")) throw new Error(`unbalanced: ${expression}`);
      return met;
    }
    const licence = tokens.shift();
    return allowed.has(takes("WITH") ? `${licence} WITH ${tokens.shift()}` : licence);
  };
  const met = either();
  if (tokens.length > 0) throw new Error(`not SPDX: ${expression}`);
  return met;
}

// The parser itself is tried first: a check that lets everything through is none.
const trials = [
  ["MIT/Apache-2.0", true],
  ["(GPL-3.0-only OR MIT) AND ISC", true],
  ["MIT AND GPL-3.0-only", false],
  ["Apache-2.0 WITH LLVM-exception", true],
  ["Apache-2.0 WITH Classpath-exception-2.0", false],
];
for (const [expression, met] of trials) {
  if (isAllowed(expression) !== met) throw new Error(`misread: ${expression}`);
}

const metadata = JSON.parse(readFileSync(0, "utf8"));
const used = new Set(metadata.resolve.nodes.map((node) => node.id));
const ours = new Set(metadata.workspace_members);
const complaints = [];
let checked = 0;
for (const { id, name, version, license, source, dependencies } of metadata.packages) {
  if (!used.has(id)) continue;
  checked += 1;
  const complain = (what) => complaints.push(`${name} ${version}: ${what}`);
  if (banned.has(name)) complain("banned");
  if (ours.has(id)) {
    for (const need of dependencies) {
      if (need.req === "*" && !need.path) complain(`any version of ${need.name}`);
    }
    continue;
  }
  if (!license) complain("names no licence");
  else if (!isAllowed(license)) complain(`licence ${license}`);
  if (!registries.has(source?.replace(/^registry\+/, ""))) complain(`source ${source}`);
}
complaints.forEach((complaint) => console.error(complaint));
console.log(`${checked} packages keep to deny.toml` + (complaints.length ? `, but for ${complaints.length}` : ""));
// A graph without dependencies would mean that nothing was read.
process.exitCode = complaints.length === 0 && checked > ours.size ? 0 : 1;
