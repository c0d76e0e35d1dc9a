// The entrance of `agent-note`, `node dist/note-entry.js`: it runs after every edit of a coding agent, so it loads no
// command line. Always ends with 0: a note is never a reason to stop an agent.

import { agentNote } from "./commands/agent-note.ts";
import { processContext } from "./commands/terminal.ts";

await agentNote(processContext());
