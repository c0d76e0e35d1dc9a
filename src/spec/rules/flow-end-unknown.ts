import { countWord } from "../words.ts";
import { cellOf, type Rule, type RuleFinding } from "./rule.ts";

export const flowEndUnknown: Rule = {
  id: "flow-end-unknown",
  severity: "info",
  description:
    "An end that nothing else mentions is often a second name for something else, and becomes a second element on the map.",
  examples: {
    good: `# Sessions API

Called by the browser.

## Security

### Data flows

- Browser -> Sessions API: credentials
`,
    bad: `# Sessions API

Called by the browser.

## Security

### Data flows

- Web client -> Sessions API: credentials
`,
    expected: ["9:1 Unexpected flow end `Web client`, expected a name that the spec mentions elsewhere"],
  },
  check: (spec) => {
    const { reading } = spec;
    const flows = reading.draft.facts.filter(({ kind }) => kind === "flow");
    if (flows.length === 0) return [];
    const found: RuleFinding[] = [];
    // A name that two flows share is no slip of the pen.
    const uses = new Map<string, number>();
    for (const { fields } of flows)
      for (const end of new Set([fields["from"]?.toLowerCase(), fields["to"]?.toLowerCase()]))
        if (end !== undefined) uses.set(end, (uses.get(end) ?? 0) + 1);
    const seen = new Set<string>();
    const text = reading.source.toLowerCase();
    const lines = text.split(/\r\n|\n|\r/);
    for (const flow of flows) {
      const { line = 1, endLine = line } = flow.at;
      let own: string | undefined;
      for (const field of ["from", "to"]) {
        const end = flow.fields[field]?.toLowerCase();
        if (end === undefined || seen.has(end)) continue;
        seen.add(end);
        if ((uses.get(end) ?? 0) > 1) continue;
        own ??= lines.slice(line - 1, endLine).join("\n");
        const here = countWord(own, end);
        if (countWord(text, end, here + 1) > here) continue;
        found.push({
          at: cellOf(spec, flow, field),
          message: `Unexpected flow end \`${flow.fields[field]}\`, expected a name that the spec mentions elsewhere`,
          next: "use the name that the spec uses, or say elsewhere what it is",
        });
      }
    }
    return found;
  },
};
