import { globProblem } from "../glob.ts";
import { type Rule, startOf } from "./rule.ts";

export const targetNotAGlob: Rule = {
  id: "target-not-a-glob",
  severity: "error",
  description:
    "Targets are matched by git as `:(glob)` pathspecs. What other tools call a glob (braces, `@(a|b)`, `..`) matches nothing there, or something else, and the code behind it would be left unpaired in silence.",
  examples: {
    good: `---
id: a
targets: [src/a/**, "!src/a/*.test.ts", "lib/[ab].ts"]
---
`,
    bad: `---
id: a
targets:
  - "src/{a,b}/**"
  - ../other/**
  - src/a/
  - src/**.ts
---
`,
    expected: [
      "4:5 Unexpected braces in target `src/{a,b}/**`, expected one target for each alternative; git takes braces literally",
      "5:5 Unexpected `.` or `..` folder in target `../other/**`, expected a path from the repository's root",
      "6:5 Unexpected folder in target `src/a/`, expected `src/a/**` for everything below it",
      "7:5 Unexpected `**` beside other characters in target `src/**.ts`, expected `*` within one folder or `**` as a folder name of its own",
    ],
  },
  check: (spec) =>
    (["targets", "tests"] as const).flatMap((list) => {
      const key = spec.reading.frontMatter?.find(({ name }) => name === list);
      return spec.reading.draft[list].flatMap((target, index) => {
        const problem = globProblem(target);
        if (problem === undefined) return [];
        return [
          {
            at: key?.values[index] ?? startOf(spec),
            message: `Unexpected ${problem.what} in ${list === "tests" ? "tests glob" : "target"} \`${target}\`, expected ${problem.expected}`,
          },
        ];
      });
    }),
};
