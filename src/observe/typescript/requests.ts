// What the options of a call over the network say: whether it has a deadline, and which fields it hands over.

import { argumentsOf, calleeOf, keyOf, propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import type { Call, SourceFile } from "./source-file.ts";

const deadlines = ["signal", "timeout", "headersTimeout", "bodyTimeout", "responseTimeout"];

const resolved = (file: SourceFile, node: SyntaxNode): SyntaxNode => {
  const inner = unwrap(node);
  const binding = inner.kind === "word" ? file.scopes.lookup(inner.text, inner) : undefined;
  if (binding?.kind !== "value" || binding.init === undefined || binding.path.length > 0) return inner;
  return unwrap(binding.init);
};

/** The object that is sent: given as it is, or through `JSON.stringify`. */
const sentObject = (file: SourceFile, options: SyntaxNode): SyntaxNode | undefined => {
  for (const key of ["body", "json", "data"]) {
    const value = propertyOf(options, key);
    if (value === undefined) continue;
    const node = resolved(file, value);
    const isJson = node.kind === "call_expression" && calleeOf(node)?.text === "JSON.stringify";
    const [first] = isJson ? argumentsOf(node) : [node];
    const object = first === undefined ? undefined : resolved(file, first);
    if (object?.kind === "object") return object;
  }
  return undefined;
};

/** Fields of an outbound fact: `timeout` names the option that ends the call, `sends` the members of its body. */
export const requestFields = (file: SourceFile, call: Call): Readonly<Record<string, string>> => {
  const options = call.args.map((arg) => resolved(file, arg)).filter(({ kind }) => kind === "object");
  const timeout = deadlines.find((key) => options.some((each) => propertyOf(each, key) !== undefined));
  const sent = options.map((each) => sentObject(file, each)).find((each) => each !== undefined);
  const names = (sent?.items ?? []).flatMap((item) => keyOf(item) ?? []).slice(0, 12);
  return {
    ...(timeout === undefined ? {} : { timeout }),
    ...(names.length === 0 ? {} : { sends: names.join(", ") }),
  };
};
