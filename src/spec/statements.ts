// What a spec states outside its security section, as plain sentences: "Passwords are stored as scrypt digests."

import type { RootContent } from "mdast";
import { placeOf } from "./place.ts";
import { isSilent, textOf } from "./text.ts";
import type { SpecStatement } from "./types.ts";

/** Paragraphs and items of lists, one statement each; tables and code say nothing in sentences. */
export const statementsIn = (path: string, blocks: readonly RootContent[]): SpecStatement[] =>
  blocks
    .flatMap(
      (block): readonly (RootContent | Extract<RootContent, { type: "list" }>["children"][number])[] =>
        block.type === "list" ? block.children : block.type === "paragraph" ? [block] : [],
    )
    .filter((node) => !isSilent(node))
    .map((node) => ({ text: textOf(node), at: placeOf(path, node) }))
    .filter(({ text }) => text !== "");
