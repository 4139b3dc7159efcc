// A demo service for one run: its own port, its own credentials, ended with the run.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 120_000;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function ready(origin, child) {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(200);
  }
  throw new Error("the service did not become ready");
}

// Calls `work({ origin, credentials, directory })` while the service runs.
export async function withService(binary, work) {
  const directory = await mkdtemp(join(tmpdir(), "mizan-browser-"));
  const file = join(directory, "credentials.json");
  const listen = `127.0.0.1:${await freePort()}`;
  const child = spawn(binary, ["demo", "--credentials", file, "--listen", listen], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", (...how) => resolve(how)));
  let stopped = false;
  ended.then(([code, signal]) => {
    if (!stopped) console.error(`the service ended by itself: ${code ?? signal}`);
  });
  try {
    const origin = `http://${listen}`;
    await ready(origin, child);
    const credentials = JSON.parse(await readFile(file, "utf8"));
    return await work({ origin, credentials, directory });
  } finally {
    stopped = true;
    if (child.exitCode === null && child.kill("SIGTERM")) {
      await Promise.race([ended, sleep(20_000).then(() => child.kill("SIGKILL"))]);
    }
    await rm(directory, { recursive: true, force: true });
  }
}
