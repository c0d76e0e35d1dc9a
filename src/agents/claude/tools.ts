// The tools of a conversation. They are declared once and never changed in it, because they are the first bytes of the
// cached prefix.

import { z } from "zod";
import { digest } from "../../model/digest.ts";
import { deltaInput, mapInput } from "./flat.ts";

const path = z.string().describe("path from the root of the repository");

export const inputs = {
  list_files: z.strictObject({ glob: z.string().describe("git glob such as src/**; empty: everything") }),
  read_file: z.strictObject({ path, from_line: z.number().describe("1 for the beginning") }),
  search: z.strictObject({
    text: z.string().describe("plain text, no pattern; found as it stands"),
    glob: z.string().describe("where to look; empty: everywhere"),
  }),
  write_file: z.strictObject({ path, content: z.string().describe("the whole file") }),
  edit_file: z.strictObject({
    path,
    old_text: z.string().describe("occurs exactly once in the file"),
    new_text: z.string(),
  }),
  run_check: z.strictObject({ why: z.string() }),
  record_map: mapInput,
  submit_delta: deltaInput,
  done: z.strictObject({
    summary: z.string(),
    decisions: z
      .array(z.strictObject({ about: z.string(), decision: z.string(), why: z.string() }))
      .describe("what you decided while writing and why, as far as a later change must know it"),
  }),
} as const;

export type ToolName = keyof typeof inputs;

const descriptions: Readonly<Record<ToolName, string>> = {
  list_files: "Lists paths of the repository.",
  read_file: "Reads a file, up to 400 lines from a line on. What you wrote yourself is read as you wrote it.",
  search: "Finds lines that contain a text.",
  write_file: "Writes a new file, or a whole file anew. Only paths that the spec's targets or tests match.",
  edit_file: "Replaces one piece of text in a file that the spec's targets or tests match.",
  run_check: "Runs the project's own check on a copy with what you wrote.",
  record_map: "Records the architecture map: all of it in one call, before any code is written.",
  submit_delta:
    "Sends operations on the threat model. All of them are checked; with any problem none is taken, and you send all of it again.",
  done: "Says that the code is complete.",
};

export interface Tool {
  readonly name: ToolName;
  readonly description: string;
  readonly strict: true;
  readonly input_schema: { readonly type: "object" } & Readonly<Record<string, unknown>>;
}

const schemaOf = (name: ToolName): Tool["input_schema"] => {
  const { $schema: _, ...schema } = z.toJSONSchema(inputs[name], { io: "input" }) as Record<string, unknown>;
  return schema as Tool["input_schema"];
};

const toolOf = (name: ToolName): Tool => ({
  name,
  description: descriptions[name],
  strict: true,
  input_schema: schemaOf(name),
});

/** What the author of the code works with. */
export const authorTools = (canCheck: boolean): readonly Tool[] =>
  (Object.keys(inputs) as ToolName[]).filter((name) => name !== "run_check" || canCheck).map(toolOf);

/** What a resumed conversation works with: it answers, it writes nothing. */
export const answerTools = (): readonly Tool[] => [toolOf("submit_delta")];

/** Tools and system prompt: the part of a conversation that must never change. */
export interface Frame {
  readonly tools: readonly Tool[];
  readonly system: string;
  readonly digest: string;
}

export const frameOf = (tools: readonly Tool[], system: string): Frame => ({
  tools,
  system,
  digest: digest([tools, system], 16),
});
