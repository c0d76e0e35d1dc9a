// A series as values: the tree after each commit. Pure.

import type { Commit, Edit, System } from "./truth.ts";

/** Path → text of a tree. */
export type Tree = ReadonlyMap<string, string>;

const textOf = (tree: Tree, path: string, message: string): string => {
  const text = tree.get(path);
  if (text === undefined) throw new Error(`"${message}": no file ${path}`);
  return text;
};

const applyEdit = (tree: Map<string, string>, edit: Edit, message: string): void => {
  if ("write" in edit) tree.set(edit.write, edit.text);
  else if ("move" in edit) {
    tree.set(edit.to, textOf(tree, edit.move, message));
    tree.delete(edit.move);
  } else if ("remove" in edit) {
    textOf(tree, edit.remove, message);
    tree.delete(edit.remove);
  } else {
    const text = textOf(tree, edit.in, message);
    const pieces = text.split(edit.replace);
    if (pieces.length !== 2)
      throw new Error(
        `"${message}": ${edit.in} holds ${JSON.stringify(edit.replace)} ${pieces.length - 1} times, expected once`,
      );
    tree.set(edit.in, pieces.join(edit.by));
  }
};

/**
 * The tree after a commit.
 * @throws Error when an edit does not fit: its text is not there exactly once, or its file is not there
 */
export const applyCommit = (tree: Tree, { message, edits }: Commit): Tree => {
  const after = new Map(tree);
  for (const edit of edits) applyEdit(after, edit, message);
  return after;
};

/** The trees of a system: the first commit's, then one for each commit of its series. */
export const treesOf = (system: System, first: Tree): Tree[] => {
  const trees = [first];
  for (const commit of system.series) trees.push(applyCommit(trees[trees.length - 1] as Tree, commit));
  return trees;
};

/** Where the spec of a system lies. */
export const specPathOf = (id: string): string => `specs/${id}.md`;

/**
 * The spec reduced to what names the component: its id and its code. Nothing is stated, so whatever a model then says
 * comes from the code.
 */
export const withoutIntent = (spec: string): string => {
  const frontMatter = /^---\n([\s\S]*?)\n---\n/.exec(spec)?.[1] ?? "";
  const kept: string[] = [];
  let inTargets = false;
  for (const line of frontMatter.split("\n")) {
    inTargets = line.startsWith("targets:") || (inTargets && line.startsWith(" "));
    if (inTargets || line.startsWith("id:")) kept.push(line);
  }
  const id = /^id:\s*(\S+)/m.exec(frontMatter)?.[1] ?? "component";
  const sections = [
    "Assets",
    "Entry points",
    "Trust boundaries",
    "Data flows",
    "Authentication and authorization",
    "Compensating controls",
    "Accepted risks",
    "Assumptions",
    "Out of scope",
  ];
  return `---\n${kept.join("\n")}\n---\n\n# ${id}\n\n## Security\n\n${sections.map((name) => `### ${name}\n\nNone.\n`).join("\n")}`;
};
