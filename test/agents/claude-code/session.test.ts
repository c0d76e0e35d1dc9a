// Which session is forked, and what never reaches a command line.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findSession, isTranscriptPath, parseSessionNote } from "../../../src/agents/claude-code/session.ts";

const id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const other = "3f2504e0-4f89-41d3-9a0c-0305e82c3302";
const transcript = `/home/ada/.claude/projects/-project/${id}.jsonl`;
const note = JSON.stringify({ session_id: id, transcript_path: transcript });

test("the shell's own session comes first, by its transcript where the note knows it", () => {
  assert.deepEqual(findSession({ CLAUDE_CODE_SESSION_ID: id }, undefined), { resume: id });
  assert.deepEqual(findSession({ CLAUDE_CODE_SESSION_ID: id }, note), { resume: transcript });
  assert.deepEqual(findSession({ CLAUDE_CODE_SESSION_ID: other }, note), { resume: other });
  assert.deepEqual(findSession({}, note), { resume: transcript });
  assert.deepEqual(findSession({}, JSON.stringify({ session_id: id })), { resume: id });
});

test("a transcript is an absolute path that ends in a session's id", () => {
  assert.ok(isTranscriptPath(transcript));
  for (const path of [
    `.claude/${id}.jsonl`,
    `/home/ada/${id}.json`,
    "/home/ada/session.jsonl",
    `/home/\u001b[31mada/${id}.jsonl`,
    `/home/ada\n/${id}.jsonl`,
    `-p/${id}.jsonl`,
    "",
  ])
    assert.ok(!isTranscriptPath(path), JSON.stringify(path));
});

test("a note with a bad path keeps its id, one with a bad id is no note", () => {
  assert.deepEqual(parseSessionNote(JSON.stringify({ session_id: id, transcript_path: "../x.jsonl" })), {
    id,
  });
  for (const text of ["", "null", "[]", "{", '{"session_id":1}', '{"session_id":"../../x"}'])
    assert.equal(parseSessionNote(text), undefined, text);
});

test("whatever stands in the environment and in the note, what is resumed is an id or a transcript's path", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(id, other, transcript, `--${id}`, note, "{}"));
  fc.assert(
    fc.property(
      fc.option(text, { nil: undefined }),
      fc.option(text, { nil: undefined }),
      (variable, noted) => {
        const found = findSession(variable === undefined ? {} : { CLAUDE_CODE_SESSION_ID: variable }, noted);
        if ("resume" in found)
          assert.match(found.resume, /^(?:\/.*\/)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.jsonl)?$/);
      },
    ),
  );
});
