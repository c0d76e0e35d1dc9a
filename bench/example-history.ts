// `npm run example-history -- FOLDER [COMMITS]`: makes a repository with a history to try `instride cost` on.

import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { makeHistory } from "../test/support/example-history.ts";
import { TestRepository } from "../test/support/repository.ts";
import { projectRoot } from "./repositories.ts";

const [folder, commits = "200"] = process.argv.slice(2);
if (folder === undefined || !/^\d+$/.test(commits)) {
  console.error("usage: npm run example-history -- FOLDER [COMMITS]");
  process.exit(2);
}
const root = resolve(folder);
const home = `${root}.home`;
mkdirSync(root, { recursive: false });
mkdirSync(home, { recursive: true });
writeFileSync(join(home, ".gitconfig"), "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n");
try {
  const repository = new TestRepository(root, home);
  await repository.git("init", "-q");
  mkdirSync(join(root, "node_modules"));
  symlinkSync(projectRoot(), join(root, "node_modules/instride"));
  repository.write(".gitignore", "node_modules/\n");
  await repository.instride("init");
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "Set instride up");
  await makeHistory(repository, Number(commits), (done) => {
    if (done % 10 === 0) console.error(`example-history: ${done} of ${commits} commits`);
  });
  console.log(root);
} finally {
  rmSync(home, { recursive: true, force: true });
}
