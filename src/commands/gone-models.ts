// A component that has records but no threat model lost it: by a rename of the spec alone, or by a deletion. Writing a
// new one would bring the threats back and lose what people decided about them.

import { readBlobs } from "../git/blobs.ts";
import type { Repository } from "../git/repository.ts";
import type { Finding } from "../model/finding.ts";
import { modelPathOf, recordsFolder } from "../pairing/files.ts";
import { modelNames } from "../pairing/named.ts";
import { shellLine } from "../report/foreign.ts";
import type { Workspace } from "./workspace.ts";

export const goneModels = async (repository: Repository, workspace: Workspace): Promise<Finding[]> => {
  const without = workspace.components.filter(
    (component) => component.modelText === undefined && component.records.length > 0,
  );
  if (without.length === 0) return [];
  const expected = new Set(workspace.components.map((component) => component.modelPath));
  const strays = workspace.entries.filter(
    ({ path }) => modelPathOf(path.replace(/\.threats\.yaml("?)$/, ".md$1")) === path && !expected.has(path),
  );
  const blobs = await readBlobs(
    repository,
    strays.map((entry) => entry.oid),
  );
  return without.map((component) => {
    const stray = strays.find(
      ({ oid }) => modelNames(blobs.get(oid)?.toString("utf8") ?? "") === component.id,
    );
    const readable = (path: string): string => path.replace(/\.yaml("?)$/, ".md$1");
    return {
      code: "model-gone",
      severity: "error",
      at: { path: component.spec.path, line: 1, column: 1 },
      component: component.id,
      message: `Unexpected absence of ${component.modelPath}, expected the threat model that the records of \`${component.id}\` speak of`,
      next:
        stray === undefined
          ? `${shellLine(["git", "checkout", "HEAD", "--", component.modelPath])}; to begin anew on purpose, ${shellLine(["git", "rm", "-r", "--", `${recordsFolder}/${component.id}`])} as well`
          : `${shellLine(["git", "mv", stray.path, component.modelPath])} && ${shellLine(["git", "mv", readable(stray.path), component.readablePath])}`,
    };
  });
};
