// Elements: the component, the stores, whoever calls it and whomever it calls; and the flows between them.

import type { Fact } from "../../../model/fact.ts";
import { slug } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import { clause, sentences, stems } from "../phrases.ts";
import { assetsIn } from "./assets.ts";
import { readCallers } from "./callers.ts";
import { anchorsOf, type Sources, seen, selfOf, stated } from "./facts.ts";
import { isComponent, isPartWord, looksLikeStore, productOf, title } from "./names.ts";
import type { Hop } from "./reach.ts";
import type { Sheet } from "./sheet.ts";
import { statedStoreOf } from "./stated-store.ts";

export type End = { readonly section: "externals" | "processes" | "stores"; readonly id: string };

/** Reasons that the rules give for what they add by themselves; an entry with one of them may be dropped by them. */
export const ownReasons = {
  component: "the component that the spec describes",
  callers: "the callers of its entry points use it; no data flow of the spec says how",
  storing: "the code uses this store; no data flow of the spec says how",
} as const;

export class Elements {
  readonly sheet: Sheet;
  readonly sources: Sources;
  readonly process: string;
  readonly self: ReturnType<typeof selfOf>;
  /** Programs that the code starts, by their names in lower case. */
  readonly #programs: ReadonlyMap<string, string>;
  readonly #isTool: boolean;
  readonly #fileWords: ReadonlySet<string>;

  constructor(sheet: Sheet, sources: Sources) {
    this.sheet = sheet;
    this.sources = sources;
    this.self = selfOf(sources);
    this.#programs = new Map(
      [...seen(sources, "launch").values()].flat().map(({ name }) => [name.toLowerCase(), name] as const),
    );
    this.#isTool =
      ![...sources.spec.facts, ...sources.code].some(
        ({ kind, name }) => kind === "outbound" || (kind === "entry" && /^(?:[A-Z]+ \/|queue )/.test(name)),
      ) && !sources.spec.interface.some(({ kind }) => kind === "http" || kind === "queue");
    this.#fileWords = new Set(
      Object.keys(sources.observation.files).flatMap((path) =>
        stems(path.replace(/\.[a-z]+$/, "").replace(/([a-z])([A-Z])/g, "$1 $2")),
      ),
    );
    this.process = this.#claimProcess();
  }

  #claimProcess(): string {
    const { spec } = this.sources;
    const known = this.sheet.ids("processes").find((id) => {
      const name = this.sheet.get("processes", id)?.name ?? "";
      return id === spec.id || isComponent(name, this.self) || isComponent(id, this.self);
    });
    const fallback = this.sheet.ids("processes")[0];
    const id = known ?? fallback;
    return this.sheet.claim({
      section: "processes",
      name: id === undefined ? spec.id : (this.sheet.get("processes", id)?.name ?? spec.id),
      id: id ?? spec.id,
      fields: spec.summary === "" ? {} : { description: sentences(spec.summary, 200) },
      because: ownReasons.component,
    });
  }

  /** Facts that are about the component as a whole; the places of the spec's own are no anchors. */
  cover(facts: readonly Fact[]): void {
    const entry = this.sheet.get("processes", this.process);
    if (entry === undefined) return;
    const inCode = facts.filter(({ at }) => at.path !== this.sources.spec.path);
    entry.covers = [...new Set([...entry.covers, ...facts.map((fact) => fact.key)])].sort(compare);
    entry.code = [...new Set([...entry.code, ...anchorsOf(this.sources.observation, inCode)])].sort(compare);
  }

  /** The element that a name means, found or made. */
  end(name: string): End {
    const bare = this.#programs.get(title(name).toLowerCase()) ?? title(name);
    if (isComponent(bare, this.self) || this.isPart(bare)) return { section: "processes", id: this.process };
    const known = this.find(bare);
    if (known !== undefined) {
      this.sheet.claimed.add(known.id);
      return known;
    }
    return looksLikeStore(bare)
      ? { section: "stores", id: this.store(bare) }
      : { section: "externals", id: this.sheet.claim({ section: "externals", name: bare }) };
  }

  /**
   * Whether a name is that of a part of a library or tool: its words are those of the component's own files. Of a
   * service it can't be said: `src/ledger.ts` there is mostly the client of a ledger elsewhere.
   */
  isPart(name: string): boolean {
    if (!this.#isTool || this.#programs.has(name.toLowerCase())) return false;
    const isFile = (word: string): boolean => this.#fileWords.has(word);
    const own = stems(name);
    return own.some(isFile) && own.every((word) => isFile(word) || isPartWord(word));
  }

  find(name: string): End | undefined {
    for (const section of ["stores", "externals", "processes"] as const) {
      const id = this.sheet.find(section, [], name);
      if (id !== undefined) return { section, id };
    }
    const product = looksLikeStore(name) ? productOf(name) : undefined;
    const id = product === undefined ? undefined : this.storeOf(product);
    return id === undefined ? undefined : { section: "stores", id };
  }

  /** The only store of a product, by whatever name. */
  storeOf(product: string): string | undefined {
    const ids = this.sheet.ids("stores").filter((id) => {
      const entry = this.sheet.get("stores", id);
      return productOf(id) === product || productOf(entry?.name ?? "") === product;
    });
    return ids.length === 1 ? ids[0] : undefined;
  }

  store(name: string, keys: readonly string[] = [], code: readonly string[] = []): string {
    const product = productOf(name);
    const own = product === undefined ? undefined : statedStoreOf(this.sources, product);
    const known =
      this.sheet.find("stores", keys, name) ??
      (product === undefined ? undefined : this.storeOf(product)) ??
      (own === undefined ? undefined : this.sheet.find("stores", [], own));
    return this.sheet.claim({
      section: "stores",
      name: known === undefined ? (own ?? title(name)) : (this.sheet.get("stores", known)?.name ?? name),
      ...(known === undefined ? {} : { id: known }),
      keys,
      code,
    });
  }

  claimStores(): void {
    for (const [key, facts] of seen(this.sources, "store"))
      this.store(facts[0]?.name ?? key, [key], anchorsOf(this.sources.observation, facts));
  }

  claimFlows(): void {
    for (const fact of stated(this.sources, "flow")) {
      const { from, to } = fact.fields;
      if (from === undefined || to === undefined) {
        if (this.sheet.find("flows", [fact.key]) === undefined)
          this.sheet.setAside(fact.key, "it names no two ends, so that it can't be drawn as a flow");
        continue;
      }
      const source = this.end(from);
      const target = this.end(to);
      if (source.id === target.id && source.id === this.process) {
        // What parts of the component say to each other crosses nothing.
        this.cover([fact]);
        continue;
      }
      const data = fact.fields["data"];
      const protection = fact.fields["protection"];
      const before = this.sources.earlier.get(fact.key);
      const changed =
        before === undefined || before["protection"] === protection
          ? {}
          : { protection, protocol: undefined };
      const id = this.sheet.claim({
        section: "flows",
        name: clause(fact.fields["name"] ?? `${from} to ${to}${data === undefined ? "" : `: ${data}`}`, 90),
        id: this.flowId(source.id, target.id, data),
        keys: [fact.key],
        fields: {
          from: source.id,
          to: target.id,
          ...(data === undefined ? {} : { data }),
          ...(protection === undefined ? {} : { protection }),
          assets: assetsIn(this.sheet, `${data ?? ""} ${fact.fields["description"] ?? ""}`),
        },
        changed,
      });
      this.#hold(target, id);
      this.#hold(source, id);
    }
  }

  /** An id for a flow between two elements; told apart by its data when there is one already. */
  flowId(from: string, to: string, data?: string): string {
    const id = `${from}-to-${to}`;
    return this.sheet.isTaken(id) && data !== undefined ? `${id}-${slug(clause(data, 24))}` : id;
  }

  /** What flows into a store is held there. */
  #hold(end: End, flow: string): void {
    const assets = this.sheet.get("flows", flow)?.["assets"];
    if (end.section === "stores" && Array.isArray(assets) && this.sheet.before.stores[end.id] === undefined)
      this.sheet.include("stores", end.id, "holds", assets as string[]);
  }

  /** The name of an element. */
  nameOf(id: string): string {
    for (const section of ["processes", "externals", "stores"] as const) {
      const entry = this.sheet.get(section, id);
      if (entry !== undefined) return entry.name;
    }
    return id;
  }

  /**
   * The callers that a cell names; the component itself is nobody's caller.
   * @param make whether a caller that is on no map yet is put there; else it is left out
   */
  callers(cell: string, make: boolean): Callers {
    const { names, through, inside } = readCallers(cell);
    const idsOf = (list: readonly string[]): string[] => [
      ...new Set(
        list.filter(isName).flatMap((name) => {
          if (!make) return this.sheet.find("externals", [], name) ?? [];
          const end = this.end(name);
          return end.section === "externals" ? [end.id] : [];
        }),
      ),
    ];
    const ids = idsOf(names);
    return { ids, through: this.#relays(ids, through, idsOf), inside };
  }

  /** What stands between callers and component; nothing when a flow of the spec leads straight from one to the other. */
  #relays(
    callers: readonly string[],
    names: readonly string[],
    idsOf: (names: readonly string[]) => string[],
  ): string[] {
    const isDrawn = (caller: string): boolean =>
      this.sheet.ids("flows").some((id) => {
        const flow = this.sheet.get("flows", id);
        return flow?.["from"] === caller && flow["to"] === this.process && flow.because === undefined;
      });
    return callers.every(isDrawn) ? [] : idsOf(names).filter((id) => !callers.includes(id));
  }

  /** Flows of the map that are not a guess of the rules, as hops. */
  hops(): Hop[] {
    return this.sheet.ids("flows").flatMap((id) => {
      const flow = this.sheet.get("flows", id);
      return flow === undefined || flow.because === ownReasons.callers
        ? []
        : [{ id, from: String(flow["from"]), to: String(flow["to"]) }];
    });
  }
}

export interface Callers {
  readonly ids: readonly string[];
  /** Ids of what they come through on their way. */
  readonly through: readonly string[];
  /** They stand in the component's own network. */
  readonly inside: boolean;
}

/** A cell may hold a sentence, "whoever pushes to the branch": that is no element's name. */
const isName = (part: string): boolean =>
  part.split(" ").length <= 4 && !/^(?:who|whoever|what|whatever|when|where|if|with)\b/i.test(part);
