// The names that a destructuring pattern binds, each with its way into the value.

import { isPunctuation, keyOf, type SyntaxNode, unquote, valueAfter } from "./node.ts";

export interface BoundName {
  readonly name: string;
  /** Member names from the value to this name; `[]` for what has no fixed name. */
  readonly path: readonly string[];
  readonly fallback?: SyntaxNode;
  readonly node: SyntaxNode;
}

/** Works for a single word, too. Iterative: patterns nest as deep as their author likes. */
export const patternNames = (pattern: SyntaxNode): BoundName[] => {
  const bound: BoundName[] = [];
  const pending: { node: SyntaxNode; path: readonly string[]; fallback?: SyntaxNode }[] = [
    { node: pattern, path: [] },
  ];
  for (;;) {
    const next = pending.pop();
    if (next === undefined) return bound;
    const { node, path, fallback } = next;
    if (path.length > 8) continue;
    switch (node.kind) {
      case "word":
        bound.push({ name: node.text, path, node, ...(fallback === undefined ? {} : { fallback }) });
        break;
      case "object_pattern":
        for (const item of node.items) {
          if (item.kind === "word") bound.push({ name: item.text, path: [...path, item.text], node: item });
          else if (item.kind === "pair_pattern") {
            const target = valueAfter(item, ":");
            const key = item.children[0]?.kind === "string" ? unquote(item.children[0].text) : keyOf(item);
            if (target !== undefined) pending.push({ node: target, path: [...path, key ?? "[]"] });
          } else if (item.kind === "object_assignment_pattern") {
            const [name] = item.children;
            const value = valueAfter(item, "=");
            if (name?.kind === "word")
              pending.push({
                node: name,
                path: [...path, name.text],
                ...(value === undefined ? {} : { fallback: value }),
              });
          } else pending.push({ node: item, path });
        }
        break;
      case "array_pattern": {
        let index = 0;
        for (const child of node.children.slice(1, -1)) {
          if (isPunctuation(child, ",")) index++;
          else pending.push({ node: child, path: [...path, String(index)] });
        }
        break;
      }
      case "assignment_pattern": {
        const [target] = node.children;
        const value = valueAfter(node, "=");
        if (target !== undefined)
          pending.push({ node: target, path, ...(value === undefined ? {} : { fallback: value }) });
        break;
      }
      case "rest_pattern": {
        const target = node.children[1];
        if (target !== undefined) pending.push({ node: target, path: [...path, "..."] });
        break;
      }
      default:
        break;
    }
  }
};
