// Which controls stand for the component: seen in its code, run outside it, or only stated.

import { type TopicId, topicIds, topics } from "../../../frameworks/topics.ts";
import { compare } from "../../../model/finding.ts";
import type { ArchitectureMap } from "../../../model/schema.ts";
import { anchorOf, type Sources, stated } from "../map/facts.ts";
import { productsIn, technologyOf } from "../map/names.ts";

export interface CodeEvidence {
  readonly anchor: string;
  /** What was seen there. */
  readonly name: string;
  /** True for a fact of the code; false for a symbol whose name suggests it. */
  readonly sure: boolean;
}

export interface OutsideControl {
  readonly id: string;
  readonly name: string;
  readonly owner?: string;
  readonly leaves?: string;
  /** What the control stands in front of, as far as its words say. */
  readonly place: "edge" | "store" | "any";
  /** Products that it names; none: it may stand before any. */
  readonly products: readonly string[];
  /** True when its words are about logging in alone. */
  readonly login: boolean;
}

export interface Statement {
  readonly key: string;
  readonly text: string;
}

export interface Evidence {
  code(topic: TopicId): readonly CodeEvidence[];
  outside(topic: TopicId): readonly OutsideControl[];
  stated(topic: TopicId): readonly Statement[];
}

const words = (symbol: string): string => symbol.replace(/([a-z0-9])([A-Z])/g, "$1_$2");

const placeOf = (text: string): OutsideControl["place"] => {
  const store = technologyOf(text) !== "unknown" || /\bdata\b|storage|backup|disk|volume/i.test(text);
  const edge =
    /gateway|\bwaf\b|\bcdn\b|ingress|proxy|routes?\b|requests?\b|log.?in|endpoint|balancer|\/admin|address/i.test(
      text,
    );
  return store === edge ? "any" : store ? "store" : "edge";
};

export const evidenceOf = (map: ArchitectureMap, sources: Sources): Evidence => {
  const { observation } = sources;
  const facts = sources.code
    .filter(({ kind }) => kind === "auth" || kind === "crypto")
    .map((fact) => ({
      anchor: anchorOf(observation, fact),
      name: fact.name,
      text: words(`${fact.name} ${fact.symbol ?? ""} ${fact.at.path.split("/").pop() ?? ""}`),
      sure: true,
    }));
  const symbols = Object.entries(observation.files).flatMap(([path, file]) =>
    Object.keys(file.symbols).map((symbol) => ({
      anchor: `${path}#${symbol}`,
      name: symbol,
      text: words(symbol.split(".").pop() ?? symbol),
      sure: false,
    })),
  );
  const controls = Object.entries(map.controls)
    .sort(([a], [b]) => compare(a, b))
    .map(([id, control]) => {
      const fact = stated(sources, "control").find(
        ({ key }) => key === `control:${id}` || control.covers.includes(key),
      );
      const text = `${control.name} ${control.description ?? ""} ${fact?.text ?? ""}`;
      return { id, name: control.name, owner: control.owner, leaves: control.leaves, text };
    });
  const statements = [
    ...stated(sources, "auth").map(({ key, text }) => ({ key, text })),
    ...stated(sources, "entry").map(({ key, text, fields }) => ({
      key,
      text: `${text} ${fields["description"] ?? ""}`,
    })),
  ];
  const code = new Map<TopicId, CodeEvidence[]>();
  const outside = new Map<TopicId, OutsideControl[]>();
  const said = new Map<TopicId, Statement[]>();
  for (const topic of topicIds) {
    const observed = new RegExp(topics[topic].observed, "i");
    const pattern = new RegExp(topics[topic].stated, "i");
    code.set(
      topic,
      [...facts, ...symbols]
        .filter(({ text }) => observed.test(text))
        .map(({ anchor, name, sure }) => ({ anchor, name, sure }))
        .sort((a, b) => Number(b.sure) - Number(a.sure) || compare(a.anchor, b.anchor)),
    );
    outside.set(
      topic,
      controls
        .filter(({ text }) => pattern.test(text))
        .map(({ id, name, owner, leaves, text }) => ({
          id,
          name,
          ...(owner === undefined ? {} : { owner }),
          ...(leaves === undefined ? {} : { leaves }),
          place: placeOf(text),
          products: productsIn(text),
          login: /\blog.?ins?\b|sign.?ins?\b|passwords?\b/i.test(text),
        })),
    );
    said.set(
      topic,
      statements.filter(({ text }) => pattern.test(text)),
    );
  }
  return {
    code: (topic) => code.get(topic) ?? [],
    outside: (topic) => outside.get(topic) ?? [],
    stated: (topic) => said.get(topic) ?? [],
  };
};
