// Which components a path is an input of, fast: two hundred globs are not tried for each of ten thousand paths, only
// those whose literal beginning is a folder of the path.

import { modelPathOf, readablePathOf } from "./files.ts";
import { matcher, type PathTest } from "./targets.ts";

export interface TargetedSpec {
  readonly id: string;
  readonly path: string;
  readonly targets: readonly string[];
}

interface Owner {
  readonly spec: TargetedSpec;
  readonly matches: PathTest;
}

/** The folders that begin a glob and hold no sign of the glob language; "" when there is none. */
export const literalFolder = (glob: string): string => {
  const folders: string[] = [];
  const segments = glob.split("/");
  const literal = !/[*?[]/.test(glob);
  for (const [at, segment] of segments.entries()) {
    if (!/^[\w@~-][\w.@~-]*$/.test(segment)) break;
    // The last segment of a glob names files in the folder before it; without a wildcard it may be a folder itself.
    if (at === segments.length - 1 && !literal) break;
    folders.push(segment);
  }
  return folders.join("/");
};

export class PathIndex {
  readonly #byFolder = new Map<string, Owner[]>();
  readonly #bySpec = new Map<string, string>();
  readonly #generated = new Map<string, string>();
  readonly #known = new Map<string, readonly string[]>();

  constructor(specs: Iterable<TargetedSpec>) {
    for (const spec of specs) {
      this.#bySpec.set(spec.path, spec.id);
      this.#generated.set(modelPathOf(spec.path), spec.id);
      this.#generated.set(readablePathOf(spec.path), spec.id);
      const owner: Owner = { spec, matches: matcher(spec.targets) };
      const folders = spec.targets.filter((glob) => !glob.startsWith("!")).map(literalFolder);
      for (const folder of new Set(folders)) {
        const owners = this.#byFolder.get(folder);
        if (owners === undefined) this.#byFolder.set(folder, [owner]);
        else owners.push(owner);
      }
    }
  }

  /** Ids of the components that have the path among their inputs, as `inputsOf` has it for each. */
  inputOf(path: string): readonly string[] {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const found = path.startsWith(".instride/") ? [] : this.#search(path);
    this.#known.set(path, found);
    return found;
  }

  /** The component whose model, or whose rendering of it, is at this path. */
  generatedOf(path: string): string | undefined {
    return this.#generated.get(path);
  }

  #search(path: string): readonly string[] {
    const found = new Set<string>();
    const own = this.#bySpec.get(path);
    if (own !== undefined) found.add(own);
    const bare = path.startsWith('"') ? path.slice(1, -1) : path; // git's quoted form of bytes that are no UTF-8
    for (let end = bare.length; ; end = bare.lastIndexOf("/", end - 1)) {
      const folder = end <= 0 ? "" : bare.slice(0, end);
      for (const { spec, matches } of this.#byFolder.get(folder) ?? [])
        if (this.#generated.get(path) !== spec.id && matches(path)) found.add(spec.id);
      if (folder === "") break;
    }
    return [...found];
  }
}
