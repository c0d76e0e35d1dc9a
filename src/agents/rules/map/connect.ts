// Stores and callers that no flow of the spec reaches get a flow of their own, and new stores what they hold.

import { type Elements, ownReasons } from "./elements.ts";
import type { CallersById } from "./entries.ts";
import { stated } from "./facts.ts";
import { productOf } from "./names.ts";
import { wayBetween } from "./reach.ts";

/** Stores and callers that no flow of the spec reaches get a flow of their own. */
export const connect = (elements: Elements, callers: CallersById): void => {
  for (const [caller, { through }] of callers) {
    // Who comes through something that the spec draws a flow from needs none of its own.
    if (wayBetween(elements.hops(), caller, elements.process) !== undefined) continue;
    const [relay] = through;
    if (relay === undefined) {
      if (!joined(elements, caller)) drawCaller(elements, caller, elements.process);
    } else {
      drawCaller(elements, caller, relay);
      if (wayBetween(elements.hops(), relay, elements.process) === undefined)
        drawCaller(elements, relay, elements.process);
    }
  }
  const stores = elements.sheet.ids("stores").filter((id) => elements.sheet.claimed.has(id));
  for (const store of stores) {
    if (!joined(elements, store)) {
      const isFiles = productOf(elements.nameOf(store)) === "files";
      elements.sheet.claim({
        section: "flows",
        name: `${elements.nameOf(elements.process)} to ${elements.nameOf(store)}`,
        id: elements.flowId(elements.process, store),
        fields: {
          from: elements.process,
          to: store,
          data: "what it keeps",
          ...(isFiles ? { protocol: "file system" } : {}),
        },
        because: ownReasons.storing,
      });
    }
    fill(elements, store, stores.length === 1);
  }
};

const drawCaller = (elements: Elements, from: string, to: string): void => {
  const known = elements.sheet
    .ids("flows")
    .find(
      (id) =>
        elements.sheet.get("flows", id)?.["from"] === from && elements.sheet.get("flows", id)?.["to"] === to,
    );
  if (known !== undefined) {
    elements.sheet.claimed.add(known);
    return;
  }
  elements.sheet.claim({
    section: "flows",
    name: `${elements.nameOf(from)} to ${elements.nameOf(to)}`,
    id: elements.flowId(from, to),
    fields: { from, to, data: "requests and answers" },
    because: ownReasons.callers,
  });
};

/** A new store holds what flows to it; the only one holds what the spec places nowhere else. */
const fill = (elements: Elements, store: string, only: boolean): void => {
  if (elements.sheet.before.stores[store] !== undefined) return;
  const name = elements.nameOf(store);
  const placed = stated(elements.sources, "asset")
    .filter(
      (fact) =>
        fact.fields["where"] !== undefined || new RegExp(`\\b${literal(name)}\\b`, "i").test(fact.text),
    )
    .map((fact) => ({
      id: elements.sheet.find("assets", [fact.key]),
      where: fact.fields["where"] ?? fact.text,
    }));
  const here = placed.filter(
    ({ where }) =>
      where.toLowerCase().includes(name.toLowerCase()) ||
      (productOf(where) !== undefined && productOf(where) === productOf(name)),
  );
  elements.sheet.include(
    "stores",
    store,
    "holds",
    here.flatMap(({ id }) => (id === undefined ? [] : [id])),
  );
  const holds = elements.sheet.get("stores", store)?.["holds"];
  if (only && (!Array.isArray(holds) || holds.length === 0)) {
    const all = stated(elements.sources, "asset").flatMap(
      (fact) => elements.sheet.find("assets", [fact.key]) ?? [],
    );
    elements.sheet.include(
      "stores",
      store,
      "holds",
      all.filter((id) => !placed.some((one) => one.id === id)),
    );
  }
  for (const id of elements.sheet.ids("flows")) {
    const flow = elements.sheet.get("flows", id);
    if (flow?.["to"] === store && flow["from"] === elements.process && flow.because === ownReasons.storing)
      elements.sheet.include(
        "flows",
        id,
        "assets",
        (elements.sheet.get("stores", store)?.["holds"] as string[] | undefined) ?? [],
      );
  }
};

const joined = (elements: Elements, end: string): boolean => {
  return elements.sheet.ids("flows").some((id) => {
    const flow = elements.sheet.get("flows", id);
    if (!elements.sheet.claimed.has(id) && elements.sheet.before.flows[id]?.because !== undefined) {
      const isOurs =
        (flow?.["from"] === end && flow["to"] === elements.process) ||
        (flow?.["to"] === end && flow["from"] === elements.process);
      if (isOurs) elements.sheet.claimed.add(id);
      return isOurs;
    }
    return (
      (flow?.["from"] === end && flow["to"] === elements.process) ||
      (flow?.["to"] === end && flow["from"] === elements.process)
    );
  });
};

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
