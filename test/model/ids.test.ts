import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { mintThreatId, questionKey, type ThreatIdentity } from "../../src/model/ids.ts";
import { threatIdPattern } from "../../src/model/schema.ts";
import { anyText, id } from "./arbitraries.ts";

const identity: ThreatIdentity = {
  component: "sessions",
  element: "api",
  category: "spoofing",
  letter: "S",
  weakness: ["CWE-294"],
  anchors: ["src/sessions/login.ts#login"],
  title: "Stolen token replayed",
};
const none = new Map<string, string>();
const mint = (fields: Partial<ThreatIdentity> = {}, taken: ReadonlyMap<string, string> = none): string =>
  mintThreatId({ ...identity, ...fields }, taken);

test("an id is the letter and five base-32 characters, and stays as it is forever", () => {
  // Written down, because ids in people's repositories must not change with a release.
  assert.equal(mint(), "S-c2zg5");
  fc.assert(
    fc.property(id, id, anyText, (component, element, title) => {
      assert.match(mint({ component, element, title, weakness: [], anchors: [] }), threatIdPattern);
    }),
  );
});

test("rewording, renaming and moving code keep the id", () => {
  assert.equal(mint({ title: "Replay of a token that was stolen" }), mint());
  assert.equal(mint({ anchors: ["src/auth/enter.ts#enter"] }), mint());
  const bare = { weakness: [] };
  assert.equal(mint({ ...bare, anchors: ["src/auth/entry.ts#login"] }), mint(bare));
  assert.equal(mint({ ...bare, title: "In other words" }), mint(bare));
});

test("another weakness, question, component or distinct word is another threat", () => {
  const others = [
    mint(),
    mint({ weakness: ["CWE-384"] }),
    mint({ element: "worker" }),
    mint({ category: "tampering" }),
    mint({ component: "orders" }),
    mint({ distinct: "browser" }),
    mint({ weakness: [] }),
    mint({ weakness: [], anchors: [] }),
  ];
  assert.equal(new Set(others).size, others.length);
});

test("an id taken under the same question is the same threat", () => {
  assert.equal(mint({}, new Map([[mint(), questionKey("api", "spoofing")]])), mint());
});

test("an id taken under another question is a collision, and the next is found the same way every time", () => {
  const taken = new Map([[mint(), questionKey("worker", "spoofing")]]);
  const second = mint({}, taken);
  assert.notEqual(second, mint());
  assert.equal(mint({}, taken), second);
  const third = mint({}, new Map([...taken, [second, questionKey("worker", "spoofing")]]));
  assert.equal(new Set([mint(), second, third]).size, 3);
});
