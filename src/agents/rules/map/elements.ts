// Elements: the component, the stores, whoever calls it and whomever it calls; and the flows between them.

import type { Fact } from "../../../model/fact.ts";
import { slug } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import { clause, marked, stems } from "../phrases.ts";
import { assetsIn } from "./assets.ts";
import { anchorsOf, type Sources, seen, selfOf, stated } from "./facts.ts";
import { isComponent, looksLikeStore, parts, productOf, title } from "./names.ts";
import type { Sheet } from "./sheet.ts";

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
  readonly #programs: ReadonlySet<string>;

  constructor(sheet: Sheet, sources: Sources) {
    this.sheet = sheet;
    this.sources = sources;
    this.self = selfOf(sources);
    this.#programs = new Set([...seen(sources, "launch").values()].flat().map(({ name }) => name));
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
      fields: spec.summary === "" ? {} : { description: clause(spec.summary, 200) },
      because: ownReasons.component,
    });
  }

  /** Facts that are about the component as a whole. */
  cover(facts: readonly Fact[]): void {
    const entry = this.sheet.get("processes", this.process);
    if (entry === undefined) return;
    entry.covers = [...new Set([...entry.covers, ...facts.map((fact) => fact.key)])].sort(compare);
    entry.code = [...new Set([...entry.code, ...anchorsOf(this.sources.observation, facts)])].sort(compare);
  }

  /** The element that a name means, found or made. */
  end(name: string): End {
    const bare = this.#programs.has(name) ? name : title(name);
    if (isComponent(bare, this.self)) return { section: "processes", id: this.process };
    const known = this.find(bare);
    if (known !== undefined) {
      this.sheet.claimed.add(known.id);
      return known;
    }
    return looksLikeStore(bare)
      ? { section: "stores", id: this.store(bare) }
      : { section: "externals", id: this.sheet.claim({ section: "externals", name: bare }) };
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
    const known =
      this.sheet.find("stores", keys, name) ?? (product === undefined ? undefined : this.storeOf(product));
    return this.sheet.claim({
      section: "stores",
      name: known === undefined ? title(name) : (this.sheet.get("stores", known)?.name ?? name),
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
        id: this.#flowId(source.id, target.id, data),
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

  #flowId(from: string, to: string, data?: string): string {
    const id = `${from}-to-${to}`;
    return this.sheet.isTaken(id) && data !== undefined ? `${id}-${slug(clause(data, 24))}` : id;
  }

  /** What flows into a store is held there. */
  #hold(end: End, flow: string): void {
    const assets = this.sheet.get("flows", flow)?.["assets"];
    if (end.section === "stores" && Array.isArray(assets) && this.sheet.before.stores[end.id] === undefined)
      this.sheet.include("stores", end.id, "holds", assets as string[]);
  }

  /** Calls over the network: each belongs to a flow of the spec, or makes one of its own. */
  claimOutbound(): void {
    const calls = [...seen(this.sources, "outbound")];
    const open: (readonly [string, Fact[]])[] = [];
    for (const [key, facts] of calls) {
      if (this.#isStoreCall(key, facts)) continue;
      const flow = this.sheet.find("flows", [key]) ?? this.#flowFor(facts);
      if (flow === undefined) open.push([key, facts]);
      else this.#attach(flow, key, facts);
    }
    const free = this.#outgoing().filter((id) => !this.#hasCall(id));
    for (const [key, facts] of open) {
      const isOnly = free.length === 1 && open.length === 1 && /^(env|dynamic) /.test(facts[0]?.name ?? "");
      if (isOnly && free[0] !== undefined) this.#attach(free[0], key, facts);
      else this.#derive(key, facts);
    }
  }

  /** The client of a store that is on the map anyway, such as a bucket's, is no provider of its own. */
  #isStoreCall(key: string, facts: readonly Fact[]): boolean {
    const name = facts[0]?.name ?? "";
    const product = /^(?:aws|google-cloud) /.test(name) ? productOf(name) : undefined;
    const store =
      this.sheet.find("stores", [key]) ?? (product === undefined ? undefined : this.storeOf(product));
    if (store === undefined) return false;
    this.store(
      this.sheet.get("stores", store)?.name ?? store,
      [key],
      anchorsOf(this.sources.observation, facts),
    );
    return true;
  }

  #outgoing(): string[] {
    return this.sheet.ids("flows").filter((id) => {
      const flow = this.sheet.get("flows", id);
      return flow?.["from"] === this.process && this.sheet.get("externals", String(flow["to"])) !== undefined;
    });
  }

  #hasCall(flow: string): boolean {
    return (this.sheet.get("flows", flow)?.covers ?? []).some(
      (key) => key.startsWith("outbound:") || key.startsWith("launch:"),
    );
  }

  /** The outgoing flow whose far end has a word of the call's host, variable, file or symbol in its name. */
  #flowFor(facts: readonly Fact[]): string | undefined {
    const texts = facts.map((fact) =>
      `${fact.name} ${fact.at.path} ${fact.symbol ?? ""}`
        .replace(/[_A-Z]/g, (char) => (char === "_" ? " " : ` ${char}`))
        .replace(/(?<=\b\p{Lu}) (?=\p{Lu}\b)/gu, ""),
    );
    const plain = facts.map((fact) =>
      `${fact.name} ${fact.at.path} ${fact.symbol ?? ""}`.replace(/[_./#-]/g, " "),
    );
    const words = new Set(stems([...texts, ...plain].join(" ")));
    const generic = new Set([
      "service",
      "provider",
      "api",
      "system",
      "server",
      "external",
      "third",
      "party",
      "host",
      "src",
      "http",
      "client",
    ]);
    return this.#outgoing().find((id) => {
      const far = this.sheet.get("externals", String(this.sheet.get("flows", id)?.["to"]));
      return stems(far?.name ?? "").some((word) => !generic.has(word) && words.has(word));
    });
  }

  #attach(flow: string, key: string, facts: readonly Fact[]): void {
    const entry = this.sheet.get("flows", flow);
    if (entry === undefined) return;
    if (!entry.covers.includes(key)) entry.covers = [...entry.covers, key].sort(compare);
    entry.code = [...new Set([...entry.code, ...anchorsOf(this.sources.observation, facts)])].sort(compare);
    this.sheet.claimed.add(flow);
    for (const end of [String(entry["from"]), String(entry["to"])]) this.sheet.claimed.add(end);
  }

  #derive(key: string, facts: readonly Fact[]): void {
    const far = this.sheet.claim({ section: "externals", name: farName(facts[0]?.name ?? key) });
    this.sheet.claim({
      section: "flows",
      name: `${this.#name(this.process)} to ${this.sheet.get("externals", far)?.name ?? far}`,
      id: this.#flowId(this.process, far),
      keys: [key],
      code: anchorsOf(this.sources.observation, facts),
      fields: { from: this.process, to: far, data: "requests and answers" },
    });
  }

  claimLaunches(): void {
    for (const [key, facts] of seen(this.sources, "launch")) {
      const known = this.sheet.find("flows", [key]);
      if (known !== undefined) {
        this.#attach(known, key, facts);
        continue;
      }
      const name = facts[0]?.name ?? key;
      const program = this.end(
        /^dynamic /.test(name) ? "Program chosen at run time" : (name.split("/").pop() ?? name),
      );
      const target =
        program.section === "processes"
          ? { id: this.sheet.claim({ section: "externals", name: `${name} (child process)` }) }
          : program;
      const drawn = this.#outgoing().find((id) => this.sheet.get("flows", id)?.["to"] === target.id);
      if (drawn !== undefined) {
        this.#attach(drawn, key, facts);
        continue;
      }
      this.sheet.claim({
        section: "flows",
        name: `${this.#name(this.process)} starts ${marked(name).replaceAll("`", "")}`,
        id: this.#flowId(this.process, target.id),
        keys: [key],
        code: anchorsOf(this.sources.observation, facts),
        fields: {
          from: this.process,
          to: target.id,
          data: "arguments, environment and output",
          protocol: "child process",
        },
      });
    }
  }

  /** Stores and callers that no flow of the spec reaches get a flow of their own. */
  connect(callers: readonly string[]): void {
    for (const caller of callers) {
      if (this.#joined(caller)) continue;
      this.sheet.claim({
        section: "flows",
        name: `${this.#name(caller)} to ${this.#name(this.process)}`,
        id: this.#flowId(caller, this.process),
        fields: { from: caller, to: this.process, data: "requests and answers" },
        because: ownReasons.callers,
      });
    }
    const stores = this.sheet.ids("stores").filter((id) => this.sheet.claimed.has(id));
    for (const store of stores) {
      if (!this.#joined(store)) {
        const isFiles = productOf(this.#name(store)) === "files";
        this.sheet.claim({
          section: "flows",
          name: `${this.#name(this.process)} to ${this.#name(store)}`,
          id: this.#flowId(this.process, store),
          fields: {
            from: this.process,
            to: store,
            data: "what it keeps",
            ...(isFiles ? { protocol: "file system" } : {}),
          },
          because: ownReasons.storing,
        });
      }
      this.#fill(store, stores.length === 1);
    }
  }

  /** A new store holds what flows to it; the only one holds what the spec places nowhere else. */
  #fill(store: string, only: boolean): void {
    if (this.sheet.before.stores[store] !== undefined) return;
    const name = this.#name(store);
    const placed = stated(this.sources, "asset")
      .filter(
        (fact) =>
          fact.fields["where"] !== undefined || new RegExp(`\\b${literal(name)}\\b`, "i").test(fact.text),
      )
      .map((fact) => ({
        id: this.sheet.find("assets", [fact.key]),
        where: fact.fields["where"] ?? fact.text,
      }));
    const here = placed.filter(
      ({ where }) =>
        where.toLowerCase().includes(name.toLowerCase()) ||
        (productOf(where) !== undefined && productOf(where) === productOf(name)),
    );
    this.sheet.include(
      "stores",
      store,
      "holds",
      here.flatMap(({ id }) => (id === undefined ? [] : [id])),
    );
    const holds = this.sheet.get("stores", store)?.["holds"];
    if (only && (!Array.isArray(holds) || holds.length === 0)) {
      const all = stated(this.sources, "asset").flatMap(
        (fact) => this.sheet.find("assets", [fact.key]) ?? [],
      );
      this.sheet.include(
        "stores",
        store,
        "holds",
        all.filter((id) => !placed.some((one) => one.id === id)),
      );
    }
    for (const id of this.sheet.ids("flows")) {
      const flow = this.sheet.get("flows", id);
      if (flow?.["to"] === store && flow["from"] === this.process && flow.because === ownReasons.storing)
        this.sheet.include(
          "flows",
          id,
          "assets",
          (this.sheet.get("stores", store)?.["holds"] as string[] | undefined) ?? [],
        );
    }
  }

  #joined(end: string): boolean {
    return this.sheet.ids("flows").some((id) => {
      const flow = this.sheet.get("flows", id);
      if (!this.sheet.claimed.has(id) && this.sheet.before.flows[id]?.because !== undefined) {
        const isOurs =
          (flow?.["from"] === end && flow["to"] === this.process) ||
          (flow?.["to"] === end && flow["from"] === this.process);
        if (isOurs) this.sheet.claimed.add(id);
        return isOurs;
      }
      return (
        (flow?.["from"] === end && flow["to"] === this.process) ||
        (flow?.["to"] === end && flow["from"] === this.process)
      );
    });
  }

  #name(id: string): string {
    for (const section of ["processes", "externals", "stores"] as const) {
      const entry = this.sheet.get(section, id);
      if (entry !== undefined) return entry.name;
    }
    return id;
  }

  /** The callers that a cell names; the component itself is nobody's caller. */
  callers(cell: string): string[] {
    const ids = parts(cell).flatMap((part) => {
      const end = this.end(part);
      return end.section === "externals" ? [end.id] : [];
    });
    return [...new Set(ids)];
  }
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const isBroker = /amqp|rabbit|kafka|nats|broker/i;

/** `env MAIL_URL` is the service behind a setting: `Mail`. A host stays as it is. */
const farName = (name: string): string => {
  if (isBroker.test(name)) return "Message broker";
  const env = /^env (\w+?)(?:_(?:URL|URI|HOST|ENDPOINT|BASE|ADDRESS|API|ORIGIN))*$/.exec(name)?.[1];
  if (env !== undefined) {
    const words = env.toLowerCase().split("_").join(" ");
    return `${words.charAt(0).toUpperCase()}${words.slice(1)} service`;
  }
  if (name === "same-origin") return "Own origin";
  return /^dynamic /.test(name) ? "Host chosen at run time" : name;
};
