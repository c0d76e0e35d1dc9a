// Where the files of a component are.

export const configPath = "instride.config.json";
export const recordsFolder = ".instride/records";
export const watchFolder = ".instride/watch";

const readableSuffix = ".threats.md";

/** The truth beside the spec: `specs/sessions.md` → `specs/sessions.threats.yaml`. */
export const modelPathOf = (specPath: string): string => specPath.replace(/\.md("?)$/i, ".threats.yaml$1");

/** The rendering of the truth, for reading. */
export const readablePathOf = (specPath: string): string =>
  specPath.replace(/\.md("?)$/i, `${readableSuffix}$1`);

export const recordPathOf = (component: string, id: string): string =>
  `${recordsFolder}/${component}/${id}.json`;

export const watchPathOf = (component: string): string => `${watchFolder}/${component}`;

/**
 * Markdown that the spec globs match is a spec, unless it is a rendering of ours. A path in git's quoted form (it holds
 * `#` or a control character) may be one, but not when it is no UTF-8: no file of ours could be named after it.
 */
export const mayBeSpec = (path: string): boolean =>
  /\.md"?$/i.test(path) && !/\.threats\.md"?$/.test(path) && !/^".*\\[23][0-7]{2}/.test(path);

/** Component and id of a record's path; undefined for any other path. */
export const parseRecordPath = (path: string): { component: string; id: string } | undefined => {
  const match = /^\.instride\/records\/([^/]+)\/([0-9a-f]{12})\.json$/.exec(path);
  return match === null ? undefined : { component: match[1] as string, id: match[2] as string };
};
