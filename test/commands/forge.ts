// A record that nobody judged: it claims what the work tree holds and vouches for the model that is there.

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { modelPathOf, readablePathOf, recordPathOf } from "../../src/pairing/files.ts";
import { blobIdOf, type ChangeRecord, printRecord, recordIdOf } from "../../src/pairing/record.ts";
import type { TestRepository } from "../support/repository.ts";

/** Claims `src/notes/server.ts` as it stands, after the one record that there is. */
export const forge = (repository: TestRepository): void => {
  const [first] = readdirSync(join(repository.root, ".instride/records/notes"));
  const earlier = (first as string).replace(".json", "");
  const like = execFileSync("git", ["rev-parse", "HEAD"], { cwd: repository.root, encoding: "utf8" }).trim();
  const idOf = (path: string): string => blobIdOf(repository.read(path), like);
  const record: ChangeRecord = {
    instride: 1,
    component: "notes",
    mode: "rules",
    agent: "forger",
    usage: [],
    claims: { "src/notes/server.ts": { blob: idOf("src/notes/server.ts"), replaces: [earlier] } },
    follows: [earlier],
    outputs: Object.fromEntries(
      [modelPathOf("specs/notes.md"), readablePathOf("specs/notes.md")].map((path) => [path, idOf(path)]),
    ),
    threats: { added: [], changed: [], retired: [] },
  };
  const text = printRecord(record);
  repository.write(recordPathOf("notes", recordIdOf(text)), text);
};
