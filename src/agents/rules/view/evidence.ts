// Which controls stand for the component: seen in its code, run outside it, or only stated.

import { type TopicId, topicIds, topics } from "../../../frameworks/topics.ts";
import { anchorAt } from "../../../model/anchor.ts";
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
  /** The control in all its words. */
  readonly text: string;
  /** What the control stands in front of, as far as its words say. */
  readonly place: "edge" | "store" | "any";
  /** Products that it names; none: it may stand before any. */
  readonly products: readonly string[];
  /** True when its words are about logging in alone. */
  readonly login: boolean;
  /** True for an assumption of the spec: it lowers a severity and settles nothing. */
  readonly assumed: boolean;
}

export interface Statement {
  readonly key: string;
  readonly text: string;
  /** Names of the entry points that it is about; none: all. */
  readonly about: readonly string[];
}

export interface Evidence {
  code(topic: TopicId): readonly CodeEvidence[];
  outside(topic: TopicId): readonly OutsideControl[];
  stated(topic: TopicId): readonly Statement[];
}

/** Controls that stand outside the code by their nature, so that no code can show them. */
export const outsideTopics: ReadonlySet<TopicId> = new Set([
  "gateway",
  "segmentation",
  "backup",
  "encryption",
  "tls",
  "grants",
  "secret-store",
  "rotation",
  "versioning",
]);

/** What an assumption of the spec can vouch for. */
const assumable: ReadonlySet<TopicId> = new Set([
  "gateway",
  "segmentation",
  "backup",
  "encryption",
  "grants",
  "secret-store",
]);

const words = (symbol: string): string => symbol.replace(/([a-z0-9])([A-Z])/g, "$1_$2");

const placeOf = (text: string): OutsideControl["place"] => {
  const store = technologyOf(text) !== "unknown" || /\bdata\b|storage|backup|disk|volume/i.test(text);
  const edge =
    /gateway|\bwaf\b|\bcdn\b|ingress|proxy|routes?\b|requests?\b|log.?in|endpoint|balancer|\/admin|address/i.test(
      text,
    );
  return store === edge ? "any" : store ? "store" : "edge";
};

/** A text without the cell that names its owner: "Owner: security operations" says nothing of ownership. */
const withoutOwner = (text: string): string =>
  text.replace(/(^|[;.]\s*|\s)owners?: [^;.]*/gi, "$1").replace(/\bowned by [^;.]*/gi, "");

const controlsOf = (map: ArchitectureMap, sources: Sources): OutsideControl[] => {
  const withText = (
    id: string,
    entry: { name: string; description?: string | undefined; owner?: string | undefined; leaves?: string },
    text: string,
    assumed: boolean,
  ): OutsideControl => ({
    id,
    name: entry.name,
    ...(entry.owner === undefined ? {} : { owner: entry.owner }),
    ...(entry.leaves === undefined ? {} : { leaves: entry.leaves }),
    text,
    place: placeOf(text),
    products: productsIn(text),
    login: /\blog.?ins?\b|sign.?ins?\b|passwords?\b/i.test(text),
    assumed,
  });
  // What a control leaves open, and who owns it, says nothing of what it does.
  const textFor = (kind: "control" | "assumption", id: string, covers: readonly string[]): string => {
    const fact = stated(sources, kind).find(({ key }) => key === `${kind}:${id}` || covers.includes(key));
    if (fact === undefined) return "";
    const leaves = fact.fields["leaves"];
    const text = leaves === undefined ? fact.text : fact.text.split(leaves).join("");
    return withoutOwner(text);
  };
  return [
    ...Object.entries(map.controls).map(([id, control]) => {
      const { leaves, ...rest } = control;
      const text = `${control.name} ${control.description ?? ""} ${textFor("control", id, control.covers)}`;
      return withText(id, { ...rest, ...(leaves === undefined ? {} : { leaves }) }, text, false);
    }),
    ...Object.entries(map.assumptions)
      .filter(([, { owner }]) => owner !== undefined)
      .map(([id, assumption]) => {
        const told = textFor("assumption", id, assumption.covers);
        const text = told === "" ? `${assumption.name}. ${assumption.description ?? ""}` : told;
        return withText(id, { name: assumption.name, owner: assumption.owner }, text, true);
      }),
  ].sort((a, b) => Number(a.assumed) - Number(b.assumed) || compare(a.id, b.id));
};

/** A gateway that another control only runs in is not what that control is. */
const isAbout = (topic: TopicId, control: OutsideControl): boolean => {
  const pattern = new RegExp(topics[topic].stated, "i");
  if (control.assumed && !assumable.has(topic)) return false;
  return pattern.test(topic === "gateway" && !control.assumed ? control.name : control.text);
};

const isRow = ({ key }: Statement): boolean => key.startsWith("entry:");

const statementsOf = (map: ArchitectureMap, sources: Sources): Statement[] => {
  const names = Object.values(map["entry-points"]).map(({ name }) => name);
  const namedIn = (text: string): string[] =>
    names.filter(
      (name) =>
        text.includes(name) &&
        !names.some(
          (other) =>
            other !== name && other.startsWith(name) && text.split(other).join("").includes(name) === false,
        ),
    );
  const prose = [
    ...stated(sources, "auth").map(({ key, text }) => ({ key, text })),
    ...(sources.spec.statements ?? []).map(({ text }) => ({ key: "", text })),
  ].map((each) => ({ ...each, about: namedIn(each.text) }));
  const rows = stated(sources, "entry").map(({ key, name, text, fields }) => {
    const row = sources.spec.interface.find((each) => each.name === name);
    // Of an answer's shape only what it keeps back is a statement: "202, always the same".
    const output = /always|same|without|never/i.test(row?.output ?? "") ? row?.output : undefined;
    const said = [text, fields["description"], output, row?.description, row?.errors.join("; ")];
    return { key, text: said.filter((part) => part !== undefined).join("; "), about: [name] };
  });
  return [...prose, ...rows];
};

export const evidenceOf = (map: ArchitectureMap, sources: Sources): Evidence => {
  const { observation } = sources;
  const facts = sources.code
    .filter(({ kind }) => kind === "auth" || kind === "crypto" || kind === "limit")
    .map((fact) => ({
      anchor: anchorOf(observation, fact),
      name: fact.name,
      text:
        fact.kind === "limit"
          ? fact.name
          : words(`${fact.name} ${fact.symbol ?? ""} ${fact.at.path.split("/").pop() ?? ""}`),
      sure: true,
    }));
  const symbols = Object.entries(observation.files).flatMap(([path, file]) =>
    Object.entries(file.symbols)
      .filter(([symbol, { inert }]) => inert !== true && !/[\s/]/.test(symbol))
      .map(([symbol]) => ({
        anchor: anchorAt(path, symbol),
        name: symbol,
        text: words(symbol.split(".").pop() ?? symbol),
        sure: false,
      })),
  );
  const controls = controlsOf(map, sources);
  const statements = statementsOf(map, sources);
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
      controls.filter((control) => isAbout(topic, control)),
    );
    said.set(
      topic,
      statements
        .filter(({ text }) => pattern.test(withoutOwner(text)))
        // A route that ends sessions is the control itself, not what it covers.
        .sort((a, b) => (topic === "revocation" ? Number(isRow(b)) - Number(isRow(a)) : 0))
        .map((statement) => (topic === "revocation" ? { ...statement, about: [] } : statement)),
    );
  }
  return {
    code: (topic) => code.get(topic) ?? [],
    outside: (topic) => outside.get(topic) ?? [],
    stated: (topic) => said.get(topic) ?? [],
  };
};
