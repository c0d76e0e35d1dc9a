import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { loadCompiled } from "../src/compiled.ts";

interface Bundle {
  readonly answer: () => string;
  readonly path: () => Promise<string>;
}

const bundleText = (answer: string): string =>
  `(function(exports,require,module,__filename,__dirname,__import){exports.answer=()=>"${answer}";exports.path=async()=>(await __import("node:path")).basename(__filename)})`;

const place = (t: TestContext) => {
  const folder = mkdtempSync(join(tmpdir(), "instride-compiled-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const cache = join(folder, "cache");
  const load = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return loadCompiled<Bundle>(join(folder, name), cache, createRequire(import.meta.url));
  };
  const kept = (): string[] => readdirSync(cache);
  return { folder, cache, load, kept };
};

test("a bundle does the same with its compiled code kept, and its own dynamic imports work", async (t) => {
  const { cache, load, kept } = place(t);
  for (let run = 0; run < 2; run += 1) {
    const { loaded, keep } = load("hook-AAAA.cjs", bundleText("first"));
    assert.equal(loaded.answer(), "first");
    assert.equal(await loaded.path(), "hook-AAAA.cjs");
    keep();
  }
  const [file = ""] = kept();
  assert.match(file, /^hook-AAAA-v/);
  assert.equal(statSync(join(cache, file)).mode & 0o777, 0o600);
});

test("a bundle of another name takes nothing from the old one's code, which goes", async (t) => {
  const { load, kept } = place(t);
  load("hook-AAAA.cjs", bundleText("first")).keep();
  // The same length: V8 itself tells sources apart by nothing else.
  const { loaded, keep } = load("hook-BBBB.cjs", bundleText("other"));
  assert.equal(loaded.answer(), "other");
  keep();
  assert.deepEqual(
    kept().map((name) => name.slice(0, 9)),
    ["hook-BBBB"],
  );
});

test("kept code that is damaged is passed over and made anew", (t) => {
  const { folder, cache, load, kept } = place(t);
  load("hook-AAAA.cjs", bundleText("first")).keep();
  const file = join(cache, kept()[0] as string);
  const whole = readFileSync(file);
  // In a process of its own: this one has the script compiled already, whatever the file holds.
  const script = `import { createRequire } from "node:module";
    import { loadCompiled } from ${JSON.stringify(new URL("../src/compiled.js", import.meta.url).href)};
    const { loaded, keep } = loadCompiled(${JSON.stringify(join(folder, "hook-AAAA.cjs"))}, ${JSON.stringify(cache)}, createRequire(import.meta.url));
    console.log(loaded.answer());
    keep();`;
  const half = whole.length >> 1;
  for (const damage of [Buffer.alloc(0), whole.subarray(0, half), Buffer.alloc(whole.length)]) {
    writeFileSync(file, damage);
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    assert.equal(said, "first\n");
    assert.notDeepEqual(readFileSync(file), damage);
  }
});

test("without a folder nothing is kept", (t) => {
  const { folder } = place(t);
  const bundle = join(folder, "hook-AAAA.cjs");
  writeFileSync(bundle, bundleText("first"));
  const { loaded, keep } = loadCompiled<Bundle>(bundle, undefined, createRequire(import.meta.url));
  keep();
  assert.equal(loaded.answer(), "first");
  assert.deepEqual(readdirSync(folder), ["hook-AAAA.cjs"]);
});
