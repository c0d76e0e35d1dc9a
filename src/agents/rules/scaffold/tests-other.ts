// The generated tests of functions, commands and consumers. They pass right after scaffolding.

import type { CommandEntry, Entries, Entry, Input, Note } from "./entries.ts";
import { declarations } from "./imports.ts";
import { invalidSamples, type Value, validSample, valueCode } from "./samples.ts";
import { callTests, commandTests, consumerTests, guardTests } from "./templates/tests.ts";
import { servedByTitle, testBlock } from "./tests-http.ts";
import { literal, propertyKey } from "./text.ts";
import type { Declaration, Module } from "./types.ts";

export const otherTestModules = (entries: Entries, note: Note): Module[] => {
  const { functions, commands, consumers } = entries;
  const modules: Module[] = [
    {
      stem: "functions",
      role: "test",
      about: "Tests of the functions.",
      pieces: functions.flatMap((entry) => servedByTitle(`${entry.key}()`, functionTests(entry, note))),
    },
    {
      stem: "cli",
      role: "test",
      about: "Tests of the commands.",
      pieces: [
        ...declarations(commandTests, "Authorizer run"),
        ...commands.flatMap((entry) => servedByTitle(`command ${entry.key}`, commandTestsOf(entry, note))),
        testBlock(
          "a command that the spec does not name is wrong usage",
          '  assert.equal((await runWith(["no-such-command"], allow)).code, 2);\n',
          ["assert"],
        ),
      ],
    },
    {
      stem: "consumers",
      role: "test",
      about: "Tests of the consumers.",
      pieces: [
        ...declarations(consumerTests, "Authorizer Message assert subscribeAll"),
        ...consumers.flatMap((entry) => servedByTitle(`consumer ${entry.key}`, consumerTestsOf(entry, note))),
      ],
    },
  ];
  const rows = { functions, cli: commands, consumers };
  return modules.flatMap((module) => {
    const own: readonly Entry[] = rows[module.stem as keyof typeof rows];
    const guarded = own.some((entry) => entry.requires !== "public");
    const asked = own.some((entry) => entry.requires !== "public" && entry.requires !== "denied");
    const shared = [
      ...(guarded || module.stem !== "functions" ? declarations(callTests, "Authorizer") : []),
      ...(asked ? declarations(guardTests, "Authorizer") : []),
    ];
    const about = `${module.about} Those that expect "not implemented" say what is not written yet.`;
    return own.length === 0 ? [] : [{ ...module, about, pieces: [...shared, ...module.pieces] }];
  });
};

/** Shared shape: how a call of the entry is written, given an authorizer and the values of its inputs. */
interface Subject {
  readonly entry: Entry;
  readonly title: string;
  /** Source of a call that gives a promise. */
  readonly call: (authorizer: string, values: readonly Sample[]) => string;
  readonly uses: readonly string[];
}

interface Sample {
  readonly input: Input;
  /** Undefined: left out. */
  readonly value: Value | undefined;
  /** Not what the type of the input says. */
  readonly wrong?: true;
}

const isText = (input: Input): boolean => input.where === "option";

const validValues = (inputs: readonly Input[]): { readonly values: Sample[]; readonly complete: boolean } => {
  const values = inputs.map((input): Sample => {
    const value = input.optional ? undefined : validSample(input.shape, isText(input));
    return { input, value };
  });
  return { values, complete: values.every(({ input, value }) => input.optional || value !== undefined) };
};

const rejecting = (
  subject: Subject,
  authorizer: string,
  values: readonly Sample[],
  error: string,
): string => {
  const call = subject.call(authorizer, values);
  const line = `  await assert.rejects(${call}, ${error});\n`;
  return line.length <= 111 ? line : `  await assert.rejects(\n    ${call},\n    ${error},\n  );\n`;
};

/** Tests of an entry whose call rejects with the error itself: functions and consumers. */
const rejectionTests = (subject: Subject, note: Note): Declaration[] => {
  const { entry } = subject;
  const { values, complete } = validValues(entry.inputs);
  const allow = "allow";
  const block = (what: string, body: string, uses: readonly string[]): Declaration =>
    testBlock(`${subject.title} ${what}`, body, ["assert", ...subject.uses, ...uses]);
  if (entry.requires === "denied")
    return [block("is closed to everybody", rejecting(subject, allow, values, "Forbidden"), ["Forbidden"])];
  const guarded = block(
    `requires ${entry.requires}`,
    "  const asked: string[] = [];\n" +
      rejecting(subject, 'refusing("unauthenticated", asked)', values, "Unauthenticated") +
      rejecting(subject, 'refusing("forbidden", asked)', values, "Forbidden") +
      `  assert.deepEqual(asked, [${literal(entry.requires)}, ${literal(entry.requires)}]);\n`,
    ["Unauthenticated", "Forbidden"],
  );
  const invalid = invalidVariants(entry.inputs, values)
    .map((variant) => rejecting(subject, allow, variant, "InvalidInput"))
    .join("");
  if (!complete)
    note(`\`${entry.row.name}\`: no valid example could be made of its inputs: no test reaches its work`);
  return [
    ...(entry.requires === "public" ? [] : [guarded]),
    ...(invalid === "" ? [] : [block("refuses invalid input", invalid, ["InvalidInput"])]),
    ...(complete
      ? [
          block("says that it is not implemented", rejecting(subject, allow, values, "NotImplemented"), [
            "NotImplemented",
          ]),
        ]
      : []),
  ];
};

/** The valid values with one of them left out or replaced by a value that its input refuses. */
const invalidVariants = (inputs: readonly Input[], valid: readonly Sample[]): Sample[][] =>
  inputs.flatMap((input) => {
    const replaced = (value: Value | undefined): Sample[] =>
      valid.map((sample) => (sample.input === input ? { input, value, wrong: true } : sample));
    return [
      ...(input.optional ? [] : [replaced(undefined)]),
      ...invalidSamples(input.shape, isText(input)).map(replaced),
    ];
  });

const functionTests = (entry: Entry, note: Note): Declaration[] => {
  const guarded = entry.requires !== "public";
  const subject: Subject = {
    entry,
    title: `${entry.key}()`,
    uses: [entry.name],
    call: (authorizer, values) => {
      const given = values.findLastIndex(({ value, wrong }) => value !== undefined || wrong === true);
      const args = values.slice(0, given + 1).map(({ value, wrong }) => {
        const code = value === undefined ? "undefined" : valueCode(value);
        return wrong === true ? `${code} as never` : code;
      });
      const access = guarded ? [`{ authorizer: ${authorizer}, credentials: {} }`] : [];
      return `${entry.name}(${[...access, ...args].join(", ")})`;
    },
  };
  return rejectionTests(subject, note);
};

const consumerTestsOf = (entry: Entry, note: Note): Declaration[] =>
  rejectionTests(
    {
      entry,
      title: `consumer ${entry.key}`,
      uses: [],
      call: (authorizer, values) => {
        const fields = values.flatMap(({ input, value }) =>
          value === undefined ? [] : [`${propertyKey(input.wire)}: ${valueCode(value)}`],
        );
        const body = fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
        return `deliver(${literal(entry.key)}, ${body}, ${authorizer})`;
      },
    },
    note,
  );

const commandTestsOf = (entry: CommandEntry, note: Note): Declaration[] => {
  const { values, complete } = validValues(entry.inputs);
  const call = (samples: readonly Sample[], authorizer: string): string =>
    `runWith([${commandLine(entry, samples).join(", ")}], ${authorizer})`;
  const block = (what: string, body: string): Declaration =>
    testBlock(`command ${entry.key} ${what}`, body, ["assert"]);
  const exits = (samples: readonly Sample[], authorizer: string, code: number): string =>
    exitCode(call(samples, authorizer), code);
  if (entry.requires === "denied") return [block("is closed to everybody", exits(values, "allow", 1))];
  const guarded = block(
    `requires ${entry.requires}`,
    "  const asked: string[] = [];\n" +
      exits(values, 'refusing("unauthenticated", asked)', 1) +
      exits(values, 'refusing("forbidden", asked)', 1) +
      `  assert.deepEqual(asked, [${literal(entry.requires)}, ${literal(entry.requires)}]);\n`,
  );
  const positional = new Set<Input>(entry.positionals);
  const invalid = invalidVariants(entry.inputs, values)
    // Leaving out a positional only moves the next one into its place.
    .filter(
      (variant) =>
        !variant.some(({ input, value, wrong }) => wrong && value === undefined && positional.has(input)),
    )
    .filter(
      (variant) =>
        !variant.some(({ input, wrong }) => wrong && input.shape.base === "flag" && !positional.has(input)),
    )
    .map((variant) => exits(variant, "allow", 2))
    .join("");
  const pending =
    `  const { code, told } = await ${call(values, "allow")};\n` +
    "  assert.equal(code, 1);\n  assert.match(told, /not implemented/);\n";
  if (!complete)
    note(`\`${entry.row.name}\`: no valid example could be made of its inputs: no test reaches its work`);
  return [
    ...(entry.requires === "public" ? [] : [guarded]),
    ...(invalid === "" ? [] : [block("refuses invalid input", invalid)]),
    ...(complete ? [block("says that it is not implemented", pending)] : []),
  ];
};

const exitCode = (call: string, code: number): string => {
  const line = `  assert.equal((await ${call}).code, ${code});\n`;
  return line.length <= 111 ? line : `  assert.equal(\n    (await ${call}).code,\n    ${code},\n  );\n`;
};

/** Words of a command line as source text: the command, its options, then what is given by position. */
const commandLine = (entry: CommandEntry, samples: readonly Sample[]): string[] => {
  const given = samples.filter(({ value }) => value !== undefined);
  const positional = new Set<Input>(entry.positionals);
  const options = given
    .filter(({ input }) => !positional.has(input))
    .flatMap(({ input, value }) => {
      const prefix = `--${input.wire}`;
      if (value === true) return [literal(prefix)];
      return (Array.isArray(value) ? value : [value]).map((each) => withPrefix(`${prefix}=`, each as Value));
    });
  const places = entry.positionals.flatMap((input) => given.filter((sample) => sample.input === input));
  const words = entry.key.split(" ").map(literal);
  return [
    ...words,
    ...options,
    ...(places.length === 0 ? [] : ['"--"', ...places.map(({ value }) => withPrefix("", value as Value))]),
  ];
};

const withPrefix = (prefix: string, value: Value): string => {
  if (typeof value === "string" && value.length > 40)
    return prefix === "" ? valueCode(value) : `${literal(prefix)} + ${valueCode(value)}`;
  return literal(`${prefix}${String(value)}`);
};
