// Taking away a folder that holds what the hooks rely on: `rm -rf node_modules`, `mv .git aside`, `git clean -fdx`. By its
// name alone such a folder is harmless more often than not, so it counts only where a protected place is really in it.

import type { Field } from "./fields.ts";
import { partMatches, places } from "./hook-files.ts";
import { manager, skipOptions } from "./instride.ts";
import { refused, type Verdict } from "./verdict.ts";

/** What is known of the place where a line runs. */
export interface Surroundings {
  /** Where the agent is; empty when that is not known. */
  readonly cwd: string;
  /** Whether a file or folder is there, by its path as far as the line tells it. */
  readonly exists: (path: string) => boolean;
  /** A later command of the line installs the project's packages. */
  readonly restored: boolean;
}

/** Where programs and scripts of the package lie; an install brings them back, and husky's runner with them. */
const packaged: readonly string[] = ["node_modules", "instride"];
const runner: readonly string[] = [".husky", "_"];

interface Path {
  /** `/`, a drive, or nothing for a path whose beginning is not known. */
  readonly root: string;
  readonly parts: readonly string[];
}

const pathOf = (path: string, folder: string): Path => {
  const absolute = /^(?:[/\\]|[A-Za-z]:)/;
  const full = absolute.test(path) || folder === "" ? path : `${folder}/${path}`;
  const root = /^(?:[A-Za-z]:)?[/\\]?/.exec(full)?.[0] ?? "";
  const parts: string[] = [];
  for (const part of full.slice(root.length).split(/[/\\]+/)) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return { root, parts };
};

const textOf = (root: string, parts: readonly string[]): string => root + parts.join("/");

/** The protected place that goes with this folder, from where it begins, `.git/hooks`. */
const heldBy = (target: Path, { cwd, exists }: Surroundings): readonly string[] | undefined => {
  const { root, parts } = target;
  for (const place of places)
    for (let known = 1; known < place.length; known += 1) {
      const from = parts.length - known;
      const fits = place.slice(0, known).every((name, at) => partMatches(parts[from + at] ?? "", name));
      if (from >= 0 && fits && exists(textOf(root, [...parts.slice(0, from), ...place]))) return place;
    }
  // The work tree itself, or a folder above it.
  if (cwd === "") return undefined;
  const here = pathOf(cwd, "");
  const isAbove =
    root.toLowerCase() === here.root.toLowerCase() &&
    parts.length <= here.parts.length &&
    parts.every((part, at) => partMatches(part, (here.parts[at] as string).toLowerCase()));
  for (let length = here.parts.length; isAbove && length >= parts.length; length -= 1)
    for (const place of places)
      if (exists(textOf(here.root, [...here.parts.slice(0, length), ...place]))) return place;
  return undefined;
};

/** Whether an install brings the place back. */
const isInstalled = (place: readonly string[]): boolean =>
  [packaged, runner].some((each) => each.join("/") === place.join("/"));

const refusal = (what: string, place: readonly string[]): Verdict =>
  isInstalled(place)
    ? refused(
        `${what} would take away ${place.join("/")}, without which the git hooks do nothing`,
        "bring it back in the same command line, as in rm -rf node_modules && npm ci",
      )
    : refused(
        `${what} would take away ${place.join("/")}, which the git hooks of this repository rely on`,
        "leave this folder to people, or name what is to go inside it",
      );

/** Which arguments of a program are folders that it takes away. */
const targetsOf = (name: string, args: readonly Field[]): readonly Field[] => {
  const files = args.filter(({ text }) => !text.startsWith("-"));
  if (/^(?:rm|rmdir|rd|trash|rimraf|del|erase|remove-item)$/.test(name)) return files;
  if (!/^(?:mv|move|move-item)$/.test(name)) return [];
  const into = args.some(({ text }) => /^(?:-t|--target-directory)/.test(text));
  return into ? files : files.slice(0, -1);
};

/** Whether a package manager leaves development packages out, and removes those that are there. */
const leavesDevOut = (args: readonly Field[]): boolean =>
  args.some(
    ({ text }, at) =>
      /^--(?:omit=dev|prod|production(?:=true)?)$/.test(text) ||
      (text === "dev" && args[at - 1]?.text === "--omit"),
  );

const isGlobal = (args: readonly Field[]): boolean => args.some(({ text }) => /^(?:-g|--global)$/.test(text));

/** Whether a program installs all packages of the project. */
export const installs = (name: string, args: readonly Field[]): boolean => {
  if (!manager.test(name) || isGlobal(args) || leavesDevOut(args)) return false;
  const verb = skipOptions(args)[0]?.text;
  return verb === undefined ? name === "yarn" : /^(?:ci|clean-install|install|i)$/.test(verb);
};

const dropsDev = (name: string, args: readonly Field[]): boolean =>
  manager.test(name) &&
  leavesDevOut(args) &&
  !isGlobal(args) &&
  /^(?:ci|clean-install|install|i|prune)$/.test(
    skipOptions(args)[0]?.text ?? (name === "yarn" ? "install" : ""),
  );

/** Refuses a program that takes away a folder with a protected place in it. @param folder where it runs */
export const judgeRemoval = (
  name: string,
  args: readonly Field[],
  folder: string,
  around: Surroundings,
): Verdict | undefined => {
  for (const { whole } of targetsOf(name, args)) {
    const place = heldBy(pathOf(whole, folder), around);
    if (place !== undefined && !(around.restored && isInstalled(place)))
      return refusal(`${name} ${whole}`, place);
  }
  if (!around.restored && dropsDev(name, args)) {
    const { root, parts } = pathOf(".", folder);
    if (around.exists(textOf(root, [...parts, ...packaged])))
      return refusal(`${name} without development packages`, packaged);
  }
  return undefined;
};

/** Refuses `git clean` that takes ignored files, the package and husky's runner among them. */
export const judgeClean = (
  args: readonly Field[],
  folder: string,
  around: Surroundings,
): Verdict | undefined => {
  const texts = args.map(({ text }) => text);
  const letters = texts.filter((text) => /^-[a-zA-Z]+$/.test(text)).join("");
  const kept = texts.flatMap((text, at) =>
    texts[at - 1] === "-e" || texts[at - 1] === "--exclude"
      ? [text]
      : text.startsWith("--exclude=")
        ? [text.slice("--exclude=".length)]
        : /^-e./.test(text)
          ? [text.slice(2)]
          : [],
  );
  if (around.restored || !/[xX]/.test(letters) || /n/.test(letters) || texts.includes("--dry-run"))
    return undefined;
  const paths = args.filter(
    ({ text }, at) => !text.startsWith("-") && !/^(?:-e|--exclude)$/.test(texts[at - 1] ?? ""),
  );
  if (paths.length === 0 && !letters.includes("d")) return undefined;
  const keeps = kept.map((pattern) => pattern.replace(/^\/+|\/+$/g, ""));
  for (const whole of paths.length === 0 ? ["."] : paths.map((path) => path.whole)) {
    const { root, parts } = pathOf(whole, folder);
    const inside = [packaged, runner].find(
      (place) =>
        !keeps.includes(place.join("/")) &&
        !keeps.includes(place[0] as string) &&
        around.exists(textOf(root, [...parts, ...place])),
    );
    const place = inside ?? heldBy({ root, parts }, { ...around, cwd: "" });
    if (place !== undefined) return refusal("git clean of ignored files", place);
  }
  return undefined;
};
