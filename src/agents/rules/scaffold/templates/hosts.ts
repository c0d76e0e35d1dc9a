// Sources of the generated `cli.ts` and `consumers.ts`, without what the rows add.

export const cli = `/** Where a command runs: who decides, what the caller presents, and where errors are told. */
export interface Host {
  readonly authorizer?: Authorizer;
  readonly credentials?: AccessRequest["credentials"];
  readonly tell?: (line: string) => void;
}

interface Command {
  readonly requires: Requires;
  readonly options: Readonly<Record<string, { readonly type: "string" | "boolean"; readonly multiple?: boolean }>>;
  /** Names of the inputs that are given by position. */
  readonly positionals: readonly string[];
  readonly run: (source: InputSource) => Promise<void>;
}

/** Runs the words after the program's name. Returns the exit code: 0 done, 1 failed or refused, 2 wrong usage. */
export async function run(argv: readonly string[], host: Host = {}): Promise<number> {
  const tell = host.tell ?? ((line: string): void => console.error(line));
  const name = Object.keys(commands)
    .filter((key) => key.split(" ").every((word, index) => argv[index] === word))
    .sort((a, b) => b.length - a.length)[0];
  const command = name === undefined ? undefined : commands[name];
  if (name === undefined || command === undefined) {
    tell(\`usage: \${Object.keys(commands).join(" | ")}\`);
    return 2;
  }
  try {
    const credentials = host.credentials ?? {};
    await guard(host.authorizer ?? denyAll, command.requires, { entry: name, credentials, params: {} });
    await command.run({ option: readOptions(command, argv.slice(name.split(" ").length)) });
    return 0;
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    return isUsage(error) ? 2 : 1;
  }
}

function readOptions(command: Command, args: readonly string[]): Values {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: command.options,
    allowPositionals: command.positionals.length > 0,
  });
  const extra = positionals.slice(command.positionals.length);
  if (extra.length > 0)
    throw new InvalidInput(extra.map((name) => ({ in: "option", name, problem: "is not expected" })));
  const named = command.positionals.slice(0, positionals.length).map((name, index) => [name, positionals[index]]);
  return { ...values, ...Object.fromEntries(named) };
}

function isUsage(error: unknown): boolean {
  if (error instanceof InvalidInput) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
`;

export const consumers = `/** A message of a queue, not checked yet. */
export interface Message {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What your queue's client must offer. A consumer that throws has not handled its message. */
export interface Broker {
  subscribe(queue: string, consume: (message: Message) => Promise<void>): void;
}
`;
