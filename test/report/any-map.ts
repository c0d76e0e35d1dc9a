// Architecture maps of any shape, with names that try to be syntax.

import fc from "fast-check";
import { mapSchema } from "../../src/model/schema.ts";

const nasty = [
  "end",
  "subgraph x",
  'say "hi"',
  "a[x(y)]",
  "#35; &lt;",
  "; graph TD",
  "`**md**`",
  "<b onclick=alert(1)>x</b>",
  "line\nbreak --> n_other",
  "%%{init: {'theme':'dark'}}%%",
  "%% comment",
  "1. list",
  "日本語 🔑",
  "\u202eabc",
  "ﬂ°°35¶ß",
  "|x|",
  "{{a}}",
  "click n_a href",
];
export const name = fc
  .oneof(fc.constantFrom(...nasty), fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }))
  .filter((text) => text.trim() !== "");
const id = fc.stringMatching(/^[a-zé日0-9]{1,6}(-[a-zé日0-9]{1,4})?$/u);

export const maps = fc
  .record({
    ids: fc.uniqueArray(id, { minLength: 4, maxLength: 12 }),
    names: fc.array(name, { minLength: 30, maxLength: 30 }),
    picks: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  })
  .map(({ ids, names, picks }) => {
    let used = 0;
    const pick = <T>(from: readonly T[]): T =>
      from[(picks[used++ % picks.length] as number) % from.length] as T;
    const sections = { externals: {}, processes: {}, stores: {}, boundaries: {} } as Record<
      string,
      Record<string, object>
    >;
    const kinds = Object.keys(sections);
    const kindOf = new Map(ids.map((each, at) => [each, at < 2 ? "processes" : pick(kinds)]));
    const boundaries = ids.filter((each) => kindOf.get(each) === "boundaries");
    const nodes = ids.filter((each) => kindOf.get(each) !== "boundaries");
    for (const each of ids) {
      const kind = kindOf.get(each) as string;
      (sections[kind] as Record<string, object>)[each] = {
        name: pick(names),
        ...(kind === "boundaries" ? { inside: [pick(ids), pick(ids)] } : {}),
        ...(kind !== "boundaries" && boundaries.length > 0 && pick([true, false])
          ? { boundary: pick(boundaries) }
          : {}),
      };
    }
    const flows = Object.fromEntries(
      [0, 1, 2, 3].map((at) => [
        `flow${at}`,
        { name: pick(names), from: pick(nodes), to: pick(nodes), data: pick(names), protocol: pick(names) },
      ]),
    );
    return mapSchema.parse({ ...sections, flows });
  });
