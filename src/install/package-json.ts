// The `prepare` script, so that every clone gets its hooks by `npm install`. Pure.

const command = "instride init --hooks";

/** Undefined: nothing to do, or the file's layout is not one that comes back byte for byte. */
const edit = (
  text: string,
  change: (scripts: Record<string, string>) => Record<string, string> | undefined,
): string | undefined => {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
  const end = text.endsWith("\n") ? "\n" : "";
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  if (JSON.stringify(value, undefined, indent) + end !== text) return undefined;
  const scripts = change({ ...((value["scripts"] as Record<string, string> | undefined) ?? {}) });
  if (scripts === undefined) return undefined;
  if (Object.keys(scripts).length === 0) {
    delete value["scripts"];
    return JSON.stringify(value, undefined, indent) + end;
  }
  return JSON.stringify({ ...value, scripts }, undefined, indent) + end;
};

export type Prepare = "present" | "added" | "by-hand";

/** Whether a `prepare` script that installs the hooks stands already. */
export const installsHooks = (text: string): boolean => {
  try {
    const value = JSON.parse(text) as { scripts?: Record<string, string> };
    return /\b(?:husky|instride init|prepare\.mjs)\b/.test(value.scripts?.["prepare"] ?? "");
  } catch {
    return false;
  }
};

/** Adds our command to `prepare`, after what is there. */
export const addPrepare = (text: string): string | undefined =>
  edit(text, (scripts) => {
    const { prepare } = scripts;
    return { ...scripts, prepare: prepare === undefined ? command : `${prepare} && ${command}` };
  });

/** Takes our command out of `prepare` again. */
export const removePrepare = (text: string): string | undefined =>
  edit(text, (scripts) => {
    const prepare = scripts["prepare"];
    if (prepare === undefined || !prepare.includes(command)) return undefined;
    const rest = prepare.replace(` && ${command}`, "").replace(command, "");
    const { prepare: _, ...others } = scripts;
    return rest === "" ? others : { ...scripts, prepare: rest };
  });

export const prepareCommand: string = command;
