// The tools that only look: `status`, `show`, `lint_spec` and `explain_rule`.

import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { explanationOf, lintPaths } from "../commands/lint.ts";
import { shown } from "../commands/show.ts";
import { standingOf } from "../commands/status.ts";
import { type Finding, sortFindings } from "../model/finding.ts";
import { renderFindings } from "../report/findings.ts";
import { renderStatus } from "../report/summary.ts";
import { answer, type Desk } from "./desk.ts";

const annotations = { readOnlyHint: true, openWorldHint: false } as const;

const findingsText = (findings: readonly Finding[], version: string, looked: string): string =>
  renderFindings(findings, { format: "text", tool: { name: "instride", version }, looked });

const revision = z.string().optional().describe("a git revision; left out: the index");

export const addStatus = (server: McpServer, desk: Desk): void => {
  server.registerTool(
    "status",
    {
      title: "Where each component stands",
      description: "Which specs, code and threat models are in step, and what keeps the others from it.",
      inputSchema: z.object({ revision }),
      annotations,
    },
    (options) =>
      answer(desk, async () => {
        const context = desk.context();
        const { configured, rows, findings } = await standingOf(
          context,
          await desk.repository(),
          options.revision,
        );
        const errors = findings.filter((finding) => finding.severity === "error");
        const table = renderStatus(rows, { colour: false, width: context.width });
        return {
          text: !configured
            ? "no instride.config.json here: nothing is paired yet (instride init)"
            : errors.length === 0
              ? table
              : `${table}\n${findingsText(errors, context.version, "")}`,
          value: { configured, components: rows, findings: sortFindings(findings) },
        };
      }),
  );
};

export const addShow = (server: McpServer, desk: Desk): void => {
  server.registerTool(
    "show",
    {
      title: "A threat model, or one threat",
      description: "The threat model of a component by its id, or one threat by its id (S-7f3ka).",
      inputSchema: z.object({ name: z.string().describe("a component's or a threat's id"), at: revision }),
      annotations,
    },
    ({ name, at }) =>
      answer(desk, () =>
        desk
          .repository()
          .then((repository) =>
            shown(desk.context(), repository, { name, ...(at === undefined ? {} : { at }) }),
          ),
      ),
  );
};

export const addLint = (server: McpServer, desk: Desk): void => {
  server.registerTool(
    "lint_spec",
    {
      title: "Lint specs",
      description: "Every problem of specs as they are in the work tree, with its place and what to do.",
      inputSchema: z.object({
        paths: z.array(z.string()).optional().describe("files or folders; left out: every spec"),
      }),
      annotations,
    },
    (options) =>
      answer(desk, async () => {
        const context = desk.context();
        const { paths, findings } = await lintPaths(context, await desk.repository(), options.paths ?? []);
        const looked = paths.length === 1 ? "1 spec" : `${paths.length} specs`;
        return {
          text: findingsText(findings, context.version, looked),
          value: { paths, findings: sortFindings(findings) },
        };
      }),
  );
};

export const addExplain = (server: McpServer, desk: Desk): void => {
  server.registerTool(
    "explain_rule",
    {
      title: "Explain a lint rule",
      description: "What a rule of lint_spec wants, with a good and a bad example.",
      inputSchema: z.object({ rule: z.string().describe("the rule's id, e.g. flow-without-ends") }),
      annotations,
    },
    ({ rule }) => answer(desk, async () => ({ text: explanationOf(rule) })),
  );
};
