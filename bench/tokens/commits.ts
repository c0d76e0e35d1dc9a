// The commits of the made-up series: what one commit does to the component, six kinds in turn.

import { type Component, featureAt, featureFiles, serverText, specOf } from "./component.ts";
import { logicFile } from "./logic.ts";
import { between, pick, type Random, randomFrom } from "./random.ts";

export interface State extends Component {
  /** Statements that commits added to the spec. */
  readonly extra: readonly string[];
}

export interface Commit {
  readonly kind: string;
  readonly after: State;
}

const edited = (state: State, path: string, change: (text: string) => string): State => {
  const before = state.files.get(path);
  if (before === undefined) throw new Error(`the series edits ${path}, which is not there`);
  const after = change(before);
  if (after === before) throw new Error(`the series left ${path} as it was`);
  return { ...state, files: new Map(state.files).set(path, after) };
};

const respecified = (state: State): State => ({ ...state, spec: specOf(state.features, state.extra) });

const anyFeature = (state: State, random: Random) => pick(random, state.features);

/** Limits of plain logic move; nothing that the map holds is touched. */
const moveLimits = (state: State, random: Random): State => {
  const { name } = anyFeature(state, random);
  return edited(state, `src/${name}/logic-0.ts`, (text) => {
    let left = 4;
    return text.replace(/\b\d{2}\b/g, (digits) => (left-- > 0 ? String((Number(digits) % 89) + 11) : digits));
  });
};

/** A feature of about a hundred new lines of logic in a file of their own. */
const addLogic = (state: State, random: Random): State => {
  const { name } = anyFeature(state, random);
  const path = `src/${name}/extra-${between(random, 1000, 9999)}.ts`;
  return { ...state, files: new Map(state.files).set(path, logicFile(random, 100)) };
};

/** A route, with its query; the spec says so. */
const addRoute = (state: State, random: Random): State => {
  const feature = pick(
    random,
    state.features.filter(({ deletes }) => deletes !== true),
  );
  const { name } = feature;
  const table = name.replaceAll("-", "_");
  const remove = `remove${table
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")}`;
  const router = /export const (\w+Routes)/.exec(state.files.get(`src/${name}/routes.ts`) ?? "")?.[1] ?? "";
  const stored = edited(
    state,
    `src/${name}/store.ts`,
    (text) => `${text}
/** True when there was one, and it belonged to the account. */
export const ${remove} = async (id: string, account: string): Promise<boolean> => {
  const { rowCount } = await pool.query("delete from ${table} where id = $1 and account = $2", [id, account]);
  return rowCount === 1;
};
`,
  );
  const routed = edited(
    stored,
    `src/${name}/routes.ts`,
    (text) => `${text.replace(/import \{ find/, `import { ${remove}, find`)}
${router}.delete("/${name}/:id", requireSession, requireRole("editor"), async (request, response) => {
  const removed = await ${remove}(request.params.id, request.session.account);
  return response.status(removed ? 204 : 404).end();
});
`,
  );
  const features = routed.features.map((each) => (each.name === name ? { ...each, deletes: true } : each));
  return respecified({ ...routed, features });
};

/** The one guard that all routes share becomes stricter. */
const tightenGuard = (state: State, random: Random): State => {
  const hours = between(random, 2, 11);
  const next = edited(state, "src/guard.ts", (text) =>
    /interval '\d+ hours'/.test(text)
      ? text.replace(/interval '\d+ hours'/, `interval '${hours + 12} hours'`)
      : text.replace("where token = $1", `where token = $1 and made > now() - interval '${hours} hours'`),
  );
  return respecified({
    ...next,
    extra: [
      ...next.extra,
      `**Age ${next.extra.length + 1}.** A session older than ${hours} hours is not accepted.`,
    ],
  });
};

/** A whole new feature: routes, a table, logic, and a call to another company. */
const addFeature = (state: State, _random: Random, seed: number): State => {
  const feature = { ...featureAt(state.features.length), partner: true };
  const files = new Map(state.files);
  for (const [path, text] of featureFiles(feature, randomFrom(seed + feature.at), 220)) files.set(path, text);
  const features = [...state.features, feature];
  files.set("src/server.ts", serverText(features));
  return respecified({ ...state, features, files });
};

/** A query reads fewer columns; the route's answer changes with it. */
const narrowQuery = (state: State, random: Random): State => {
  const open = state.features.filter(({ name }) =>
    state.files.get(`src/${name}/store.ts`)?.includes("select *"),
  );
  const { name } = pick(random, open.length > 0 ? open : state.features);
  return edited(state, `src/${name}/store.ts`, (text) =>
    text.includes("select *")
      ? text.replace("select *", "select id, name, amount")
      : text.replace("select id, name, amount", "select id, amount"),
  );
};

const kinds: readonly (readonly [
  name: string,
  make: (state: State, random: Random, seed: number) => State,
])[] = [
  ["limits of plain logic move", moveLimits],
  ["a route is added", addRoute],
  ["100 lines of logic are added", addLogic],
  ["the shared guard becomes stricter", tightenGuard],
  ["a query reads fewer columns", narrowQuery],
  ["a feature with a partner is added", addFeature],
];

/** `count` commits on top of a component, each on the one before. */
export const commitsOn = (component: Component, count: number, seed: number): readonly Commit[] => {
  const commits: Commit[] = [];
  let state: State = { ...component, extra: [] };
  for (let at = 0; at < count; at++) {
    const [kind, make] = kinds[at % kinds.length]!;
    state = make(state, randomFrom(seed * 1000 + at), seed);
    commits.push({ kind, after: state });
  }
  return commits;
};
