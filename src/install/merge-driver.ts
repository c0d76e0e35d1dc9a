// git's configuration of the semantic merge driver. Pure.

import { shellWord } from "../report/foreign.ts";

/**
 * The command of `merge.instride.driver`. git fills the placeholders in, quoting the path, and gives the line to a
 * shell; a percent sign of its own is written twice.
 * @param home path of the package as seen from the root of the work tree, `node_modules/instride`
 */
export const mergeDriverCommand = (home: string): string =>
  `node ${shellWord(`${home}/bin/instride.js`).replaceAll("%", "%%")} merge-driver %O %A %B %P`;
