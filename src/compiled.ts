// Loads a bundled script together with V8's compiled form of it, which costs a tenth of compiling it again. Node's own
// compile cache begins with 22.8; this works on every Node that instride supports.

import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";

/**
 * A bundle whose file is one function expression of the parameters of a CommonJS module, and of `import()`: in a
 * script that is compiled by hand, Node's own is experimental and says so to everybody.
 */
type Body = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  file: string,
  folder: string,
  importModule: (specifier: string) => Promise<unknown>,
) => void;

/** Compiled code of other bundles of the same name goes when this one's is kept. */
const removeOthers = (folder: string, bundle: string): void => {
  const [name = ""] = bundle.split("-");
  for (const other of readdirSync(folder))
    if (other.startsWith(`${name}-`) && !other.startsWith(bundle))
      rmSync(join(folder, other), { force: true });
};

/** A header of eight bytes: how much bytecode there was when the rest was made. */
const headerLength = 8;
const bytecodeSize = (require: NodeJS.Require): number =>
  (require("node:v8") as typeof import("node:v8")).getHeapCodeStatistics().bytecode_and_metadata_size;

const readCompiled = (file: string): { readonly bytecode: number; readonly data: Buffer } | undefined => {
  try {
    const bytes = readFileSync(file);
    return { bytecode: bytes.readDoubleLE(0), data: bytes.subarray(headerLength) };
  } catch {
    return undefined;
  }
};

const keep = (script: Script, file: string, bundle: string, bytecode: number): void => {
  try {
    const header = Buffer.alloc(headerLength);
    header.writeDoubleLE(bytecode);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // A name as src/git/local.ts chooses them, which also sweeps what a killed process leaves.
    const temporary = `${file}.${process.pid}.00000000.tmp`;
    const descriptor = openSync(temporary, "w", 0o600);
    try {
      writeFileSync(descriptor, Buffer.concat([header, script.createCachedData()]));
      fsyncSync(descriptor); // V8 notices a file that is cut short, not one with a hole in it
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
    removeOthers(dirname(file), bundle);
  } catch {
    // Only speed is lost.
  }
};

/** What a run has to compile anew before it is worth keeping, and how many runs pass between two looks at that. */
const growth = 1.1;
const runsPerLook = 8;

/**
 * Runs a bundle and returns what it exports, with a function that keeps its compiled form for the next run: call it
 * when all work is done, so that the functions that ran are in it.
 * @param bundle path of the bundle; its name changes with its content
 * @param folder where compiled code is kept; only its owner may write there. Undefined: none is taken and none is kept
 */
export const loadCompiled = <T extends object>(
  bundle: string,
  folder: string | undefined,
  require: NodeJS.Require,
): { readonly loaded: T; readonly keep: () => void } => {
  const name = basename(bundle, ".cjs");
  const file = folder === undefined ? undefined : join(folder, `${name}-${process.version}-${process.arch}`);
  const kept = file === undefined ? undefined : readCompiled(file);
  const script = new Script(readFileSync(bundle, "latin1"), {
    filename: bundle,
    ...(kept === undefined ? {} : { cachedData: kept.data }),
  });
  const module = { exports: {} as T };
  const body = script.runInThisContext() as Body;
  body(module.exports, require, module, bundle, dirname(bundle), (specifier) => import(specifier));
  return {
    loaded: module.exports,
    keep: () => {
      if (file === undefined) return;
      const usable = kept !== undefined && script.cachedDataRejected !== true;
      if (usable && process.pid % runsPerLook !== 0) return;
      const bytecode = bytecodeSize(require);
      if (!usable || bytecode > kept.bytecode * growth) keep(script, file, name, bytecode);
    },
  };
};
