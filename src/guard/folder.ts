// Folders as `cd` and `git -C` lead through them.

/** Folder after `cd to`; empty when it can't be told. */
export const moved = (folder: string, to: string): string => {
  if (to === "" || to === "-" || to.includes("$_")) return "";
  return /^(?:[/\\]|[A-Za-z]:)/.test(to) ? to : `${folder === "" ? "" : `${folder}/`}${to}`;
};
