import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseMerges } from "../../src/evidence/merges.ts";

const [landed, tip] = ["a".repeat(40), "b".repeat(40)];

test("GitHub's list (gh pr list --json)", () => {
  const { merges, problems } = parseMerges(
    JSON.stringify([
      {
        number: 7,
        title: "Sessions",
        mergeCommit: { oid: landed },
        headRefOid: tip,
        mergedAt: "2030-01-02T03:04:05Z",
        mergedBy: { login: "bob" },
        author: { login: "ada" },
        reviews: [
          { author: { login: "bob" }, state: "APPROVED", commit: { oid: tip } },
          { author: { login: "eve" }, state: "COMMENTED" },
        ],
      },
    ]),
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(merges, [
    {
      id: "7",
      title: "Sessions",
      commit: landed,
      head: tip,
      author: { name: "ada", email: "" },
      mergedBy: { name: "bob", email: "" },
      mergedAt: "2030-01-02T03:04:05Z",
      reviews: [{ reviewer: { name: "bob", email: "" }, commit: tip }],
    },
  ]);
});

test("GitLab's list, in which a squash has a commit of its own", () => {
  const { merges } = parseMerges(
    JSON.stringify([
      {
        iid: 12,
        merge_commit_sha: null,
        squash_commit_sha: landed,
        sha: tip,
        merged_at: "2030-01-02T03:04:05+02:00",
        merge_user: { username: "bob" },
      },
    ]),
  );
  assert.equal(merges[0]?.commit, landed);
  assert.equal(merges[0]?.head, tip);
  assert.equal(merges[0]?.mergedAt, "2030-01-02T01:04:05Z");
});

test("CSV, with the names that people give to columns", () => {
  const { merges, problems } = parseMerges(
    `\ufeffNumber,Title,Merge commit SHA,Head SHA,Merged at,Reviewers\r\n3,"a, b",${landed},${tip},2030-01-02,Bob <bob@example.test>; Eve\r\n4,c,,,,\r\n`,
  );
  assert.deepEqual(
    merges[0]?.reviews.map(({ reviewer }) => reviewer),
    [
      { name: "Bob", email: "bob@example.test" },
      { name: "Eve", email: "" },
    ],
  );
  assert.deepEqual(problems, ["entry 2 (4) has no full commit id of what was merged"]);
});

test("any text gives entries and problems, and never throws", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseMerges(text)));
  fc.assert(fc.property(fc.json(), (text) => void parseMerges(text)));
});
