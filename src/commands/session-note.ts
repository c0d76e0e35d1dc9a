// Where a coding agent's hook notes the session that works in a work tree.

import { join } from "node:path";
import { localFolder } from "../git/local.ts";
import type { Repository } from "../git/repository.ts";

/** Local only, mode 0600: ids of sessions are private. */
export const sessionNotePath = (repository: Repository): string =>
  join(localFolder(repository.gitDir), "session.json");
