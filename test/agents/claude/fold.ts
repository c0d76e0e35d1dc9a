// Operations in the shape of the strict tools: the opposite of what the agent does with an answer, for scripted replies.

import type { Operation } from "../../../src/model/delta.ts";

type Value = Readonly<Record<string, unknown>>;

const lines = (value: Value): string[] =>
  Object.entries(value).flatMap(([key, item]) => {
    if (item === null || item === undefined) return item === null ? [`${key}:`] : [];
    if (Array.isArray(item)) return item.map((each) => `${key}: ${String(each)}`);
    return [`${key}: ${String(item)}`];
  });

const mitigations = (value: unknown): unknown[] =>
  Object.entries((value ?? {}) as Record<string, Value | null>).map(([id, each]) =>
    each === null
      ? { id, kind: "remove", text: "", evidence: [] }
      : {
          id,
          kind: each["kind"],
          text: each["text"],
          evidence: each["evidence"] ?? [],
          ...(each["control"] === undefined ? {} : { control: each["control"] }),
          ...(each["owner"] === undefined ? {} : { owner: each["owner"] }),
          ...(each["leaves"] === undefined ? {} : { leaves: each["leaves"] }),
        },
  );

const some = (value: unknown): boolean =>
  value !== undefined && !(Array.isArray(value) && value.length === 0);

const added = (operation: Extract<Operation, { op: "add" }>): Value => {
  const { threat } = operation;
  const optional = {
    assets: threat.assets,
    entry_points: threat["entry-points"],
    attack: threat.attack,
    covers: threat.covers,
    check: threat.check,
    next: threat.next,
    distinct: operation.distinct,
  };
  return {
    element: operation.element,
    category: operation.category,
    title: threat.title,
    scenario: threat.scenario,
    weakness: threat.weakness,
    level: threat.severity.level,
    severity_reason: threat.severity.reason,
    status: threat.status,
    code: threat.code,
    mitigations: mitigations(threat.mitigations),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => some(value))),
  };
};

export const fold = (operations: readonly Operation[]): Record<string, unknown> => {
  const input: Record<string, unknown[]> = {};
  let summary: string | undefined;
  const push = (kind: string, value: unknown): void => {
    input[kind] = [...(input[kind] ?? []), value];
  };
  for (const operation of operations)
    switch (operation.op) {
      case "put":
        push("put", { section: operation.section, id: operation.id, fields: lines(operation.value) });
        break;
      case "add":
        push("add", added(operation));
        break;
      case "update": {
        const { mitigations: changed, severity, ...set } = operation.set;
        push("update", {
          id: operation.id,
          fields: [
            ...lines(set),
            ...(severity === undefined
              ? []
              : [`level: ${severity.level}`, `severity-reason: ${severity.reason}`]),
          ],
          mitigations: mitigations(changed),
        });
        break;
      }
      case "answer":
        push("answer", {
          element: operation.element,
          category: operation.category,
          reason: operation.reason,
          rests_on: operation["rests-on"],
        });
        break;
      case "no-change":
        push("no_change", { reason: operation.reason, about: operation.about });
        break;
      case "set-aside":
        push("set_aside", { fact: operation.fact, reason: operation.reason });
        break;
      case "summarise":
        summary = operation.text;
        break;
      default: {
        const { op, ...rest } = operation;
        push(op, rest);
      }
    }
  return summary === undefined ? input : { ...input, summary };
};
