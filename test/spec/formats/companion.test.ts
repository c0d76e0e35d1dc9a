// From a spec of another tool to its companion: what is read, and what is left to be said.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { matcher } from "../../../src/pairing/targets.ts";
import { companionSpec, globOf } from "../../../src/spec/formats/companion.ts";
import { type Detected, detectFormat } from "../../../src/spec/formats/detect.ts";
import { readForeign } from "../../../src/spec/formats/read.ts";
import { globProblem } from "../../../src/spec/glob.ts";
import { lintSpec } from "../../../src/spec/lint.ts";
import { parseSpec } from "../../../src/spec/parse.ts";
import type { ReadSpec } from "../../../src/spec/types.ts";

const at = (path: string): Detected => detectFormat(path) ?? assert.fail(path);

const openspec = `# Auth Specification

## Purpose
Lets people in, and
keeps others out.

## Requirements

### Requirement: Session creation
The system SHALL answer \`POST /sessions\` with a session | cookie.

<!-- ### Requirement: a comment -->

#### Scenario: Wrong password
- **WHEN** the password is wrong
- **THEN** 401

\`\`\`md
### Requirement: an example
\`\`\`

### Requirement: Log out
The system SHALL end a session at DELETE /sessions/{id}.
`;

const specKit = `# Feature Specification: Photo albums

**Feature Branch**: \`001-albums\`

## User Scenarios & Testing

### User Story 1 - Share an album (Priority: P1)

A person shares an album by a link.

## Requirements

### Functional Requirements

- **FR-001**: System MUST create a link at \`POST /albums/:id/links\`.
- **FR-002**: System MUST [NEEDS CLARIFICATION: how long?]

## Assumptions

- The gateway limits requests.
- [Assumption about target users]

## Out of Scope

- Payment
`;

const kiro = `# Requirements Document

## Introduction

Reviews of products.

## Requirements

### Requirement 1

**User Story:** As a buyer, I want to write a review.

#### Acceptance Criteria

1. WHEN a buyer sends POST /reviews THEN the system SHALL store it
2. IF the text is empty THEN the system SHALL answer 400
`;

const tessl = `---
name: Mail
description: Sends mail
targets:
  - ../src/mail.ts
  - "!./mail.test.ts"
  - ../../../outside.ts
  - lib/**
---

# Mail

Sends mail to people.

## Sending

- Sends through SMTP [@test](../test/mail.test.ts)
`;

const companion = (path: string, text: string): ReadSpec =>
  parseSpec(
    "specs/x.md",
    companionSpec({
      id: "x",
      from: path,
      foreign: readForeign(at(path), text),
      target: "src/x/**",
      owner: "Ada",
    }),
  );

test("OpenSpec: purpose and requirements; routes become interface and entry points", () => {
  const path = "openspec/specs/auth/spec.md";
  assert.deepEqual(readForeign(at(path), openspec), {
    title: "Auth",
    summary: "Lets people in, and keeps others out.",
    requirements: [
      { name: "Session creation", text: "The system SHALL answer `POST /sessions` with a session | cookie." },
      { name: "Log out", text: "The system SHALL end a session at DELETE /sessions/{id}." },
    ],
    assumptions: [],
    outOfScope: [],
    targets: [],
  });
  const { spec } = companion(path, openspec);
  assert.deepEqual(spec?.targets, [path, "src/x/**"]);
  assert.equal(spec?.owner, "Ada");
  assert.equal(spec?.summary, "Lets people in, and keeps others out.");
  assert.deepEqual(
    spec?.interface.map(({ name }) => name),
    ["POST /sessions", "DELETE /sessions/{id}"],
  );
  assert.deepEqual(
    spec?.facts.filter(({ kind }) => kind === "entry").map(({ name }) => name),
    ["POST /sessions", "DELETE /sessions/{id}"],
  );
});

test("Spec Kit: functional requirements and assumptions, without what its template left behind", () => {
  const path = "specs/001-albums/spec.md";
  const foreign = readForeign(at(path), specKit);
  assert.equal(foreign.title, "Photo albums");
  assert.equal(foreign.summary, "A person shares an album by a link.");
  assert.deepEqual(
    foreign.requirements.map(({ name }) => name),
    ["FR-001", "FR-002"],
  );
  assert.deepEqual(foreign.assumptions, ["The gateway limits requests."]);
  const { spec } = companion(path, specKit);
  assert.deepEqual(
    spec?.facts.filter(({ kind }) => kind === "assumption").map(({ text }) => text),
    ["The gateway limits requests."],
  );
  assert.deepEqual(spec?.outOfScope, ["Payment"]);
});

test("Kiro: acceptance criteria under the number of their requirement", () => {
  const foreign = readForeign(at(".kiro/specs/product-reviews/requirements.md"), kiro);
  assert.equal(foreign.title, "Product reviews");
  assert.deepEqual(foreign.requirements, [
    { name: "Requirement 1.1", text: "WHEN a buyer sends POST /reviews THEN the system SHALL store it" },
    { name: "Requirement 1.2", text: "IF the text is empty THEN the system SHALL answer 400" },
  ]);
});

test("Tessl: its own targets, from the root of the repository and not beyond it", () => {
  const path = "specs/mail.spec.md";
  const foreign = readForeign(at(path), tessl);
  assert.deepEqual(foreign.targets, ["src/mail.ts", "!specs/mail.test.ts", "lib/**"]);
  assert.deepEqual(foreign.requirements, [{ name: "Sending", text: "Sends through SMTP" }]);
  assert.deepEqual(companion(path, tessl).spec?.targets, [
    path,
    "src/mail.ts",
    "!specs/mail.test.ts",
    "lib/**",
  ]);
});

test("a companion says by lint what is left to fill in, and invents nothing", () => {
  const findings = lintSpec(companion("openspec/specs/auth/spec.md", openspec));
  const empty = findings.filter(({ code }) => code === "empty-subsection").map(({ message }) => message);
  assert.equal(empty.length, 8, empty.join("\n"));
  assert.deepEqual(
    findings.filter(({ severity }) => severity === "error"),
    [],
  );
  const bare = lintSpec(companion("openspec/specs/auth/spec.md", "# Auth\n"));
  assert.ok(bare.some(({ code }) => code === "empty-security-section"));
});

test("whatever another spec holds, its companion parses and its targets are globs", () => {
  const files = [
    "openspec/specs/a/spec.md",
    "specs/001-a/spec.md",
    ".kiro/specs/a/requirements.md",
    "a.spec.md",
  ];
  const text = fc.oneof(
    fc.string(),
    fc
      .array(
        fc.oneof(
          fc.constantFrom(...openspec.split("\n"), ...specKit.split("\n"), ...tessl.split("\n")),
          fc.string(),
        ),
      )
      .map((lines) => lines.join("\n")),
  );
  fc.assert(
    fc.property(fc.constantFrom(...files), text, (path, content) => {
      const { spec, findings } = companion(path, content);
      assert.equal(spec?.id, "x");
      assert.equal(spec?.targets[0], path);
      assert.deepEqual(
        findings.filter(({ code }) => code === "front-matter-unreadable"),
        [],
      );
    }),
  );
});

test("a path becomes a glob that matches it", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9 ._*?[\]{}()!@+-]{1,12}$/), (name) => {
      const path = `openspec/specs/${name}/spec.md`;
      const glob = globOf(path);
      assert.ok(matcher([glob])(path), glob);
      if (!/^\.{1,2}$/.test(name)) assert.equal(globProblem(glob), undefined, glob);
    }),
  );
});
