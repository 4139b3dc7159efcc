// Signs in at /graphiql as the coordinator, runs every ready operation and reads the answers.
// Usage: node browser.mjs PATH_TO_MIZAN [SCREENSHOT.png]
// CHROMIUM names the browser where it is not /usr/bin/chromium.
import assert from "node:assert/strict";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { withService } from "./service.mjs";

const PERSIAN = /[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]{2,}/;
const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

// A page whose every call to another origin is stopped and remembered, like its complaints.
async function openPage(browser, origin) {
  const complaints = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "fa-IR" });
  await context.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (url.origin === origin || url.protocol === "data:") return route.continue();
    complaints.push(`called ${url.href}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(`threw ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
  });
  return { page, complaints };
}

async function signIn(page, { username, password }) {
  await page.fill('#sign-in input[name="username"]', username);
  await page.fill('#sign-in input[name="password"]', password);
  await page.click('#sign-in button[type="submit"]');
}

// Runs the operation of one tab; gives the parsed answer.
async function runTab(page, title) {
  await page.click(`.graphiql-tab-button[title="${title}"]`);
  const query = await page.evaluate(
    () => document.querySelector(".graphiql-query-editor .CodeMirror").CodeMirror.getValue(),
  );
  assert.match(query, PERSIAN, `${title} explains itself in Persian`);
  // GraphiQL reads the operation's name a moment after the text.
  await page.waitForFunction(
    (name) =>
      document.querySelector(".graphiql-query-editor .CodeMirror").CodeMirror.operationName === name,
    title,
  );
  await page.getByRole("button", { name: /^Execute query/ }).click();
  const answer = await page.waitForFunction(() => {
    const text = document.querySelector(".result-window .CodeMirror")?.CodeMirror.getValue();
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  });
  return answer.jsonValue();
}

function check(title, answer) {
  assert.equal(answer.errors, undefined, `${title}: ${JSON.stringify(answer.errors)}`);
  for (const [field, value] of Object.entries(answer.data)) {
    const complaints = value?.userErrors ?? [];
    assert.deepEqual(complaints, [], `${title}: ${field}`);
  }
}

async function walk(page, origin, credentials) {
  await page.goto(`${origin}/`);
  await page.waitForURL(`${origin}/graphiql`);
  await page.waitForSelector(".graphiql-query-editor .CodeMirror");
  assert.equal(await page.locator(".mizan-bar").getAttribute("dir"), "rtl");

  const { username, password } = credentials.COORDINATOR;
  await signIn(page, { username, password: `${password}-not` });
  await page.waitForSelector('[role="alert"]');
  assert.match(await page.textContent('[role="alert"]'), PERSIAN, "a refusal in Persian");
  await signIn(page, { username, password });
  await page.waitForSelector('#signed-in-role[data-role="COORDINATOR"]');
  assert.equal(await page.textContent("#signed-in-name"), username);

  const { tabs } = await (await fetch(`${origin}/graphiql/operations.json`)).json();
  let persian = 0;
  for (const { query } of tabs) {
    const title = /^(?:query|mutation|subscription) (\w+)/m.exec(query)[1];
    const answer = await runTab(page, title);
    check(title, answer);
    persian += Number(PERSIAN.test(JSON.stringify(answer.data)));
    console.log(`${title}: ok`);
  }
  assert.ok(persian >= 3, "answers hold Persian");
  return tabs.length;
}

// The token outlives a reload and not a sign-out; a reload adds no tab.
async function reloadAndLeave(page, tabs) {
  // GraphiQL stores its tabs half a second after a change.
  await page.waitForFunction(() => localStorage.getItem("graphiql:tabState"));
  await page.waitForTimeout(700);
  await page.reload();
  await page.waitForSelector('#signed-in-role[data-role="COORDINATOR"]');
  await page.waitForSelector(".graphiql-query-editor .CodeMirror");
  assert.equal(await page.locator(".graphiql-tab-button").count(), tabs);
  await page.click(".mizan-language");
  assert.equal(await page.locator(".mizan-bar").getAttribute("dir"), "ltr");
  await page.click("#signed-in button");
  await page.waitForSelector("#sign-in");
  assert.equal(await page.evaluate(() => sessionStorage.getItem("mizan:session")), null);
}

const [binary, screenshot] = process.argv.slice(2);
assert.ok(binary, "usage: node browser.mjs PATH_TO_MIZAN [SCREENSHOT.png]");
await withService(binary, async ({ origin, credentials, directory }) => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: BROWSER_FLAGS,
  });
  try {
    const { page, complaints } = await openPage(browser, origin);
    const tabs = await walk(page, origin, credentials);
    await page.screenshot({ path: screenshot ?? join(directory, "graphiql.png") });
    await reloadAndLeave(page, tabs);
    assert.deepEqual(complaints, [], "the page stays at home and keeps its policy");
  } finally {
    await browser.close();
  }
});
console.log("GraphiQL works without the outside");
