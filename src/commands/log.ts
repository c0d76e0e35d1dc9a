// `instride log COMPONENT`: the history of each threat from birth to retirement, with the commits.

import { openRepository } from "../git/repository.ts";
import { type ComponentLog, threatLog } from "../history/threat-log.ts";
import { nearest } from "../model/nearest.ts";
import { effectiveLevel } from "../model/status.ts";
import { renderLog } from "../report/log-text.ts";
import { type CommandContext, print } from "./context.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { wholeHistory } from "./whole-history.ts";

export interface LogOptions {
  readonly component: string;
  /** A revision, or a range `A..B`; left out: HEAD with all its history. */
  readonly revision?: string;
  /** This threat alone. */
  readonly threat?: string;
  readonly json: boolean;
}

const narrowed = (log: ComponentLog, id: string | undefined): ComponentLog => {
  if (id === undefined) return log;
  const threats = log.threats.filter((each) => each.id.toLowerCase() === id.toLowerCase());
  if (threats.length > 0) return { ...log, threats };
  const close = nearest(
    id,
    log.threats.map((each) => each.id),
  );
  throw new UserError(`no threat '${id}' in the history of '${log.component}'`, {
    next: close === undefined ? `instride log ${log.component} lists them` : `did you mean ${close}?`,
  });
};

export const log = async (context: CommandContext, options: LogOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const { range, history, needs } = await wholeHistory(context, repository, options.revision, {
    judge: false,
  });
  const found = threatLog(history, options.component);
  if (found === undefined) {
    const ids = new Set([
      ...history.before.keys(),
      ...history.moments.flatMap(({ components }) => [...components.keys()]),
    ]);
    const close = nearest(options.component, [...ids]);
    throw new UserError(`no component '${options.component}' in the history of ${range.label}`, {
      next:
        close !== undefined
          ? `did you mean ${close}?`
          : ids.size === 0
            ? "instride new NAME writes a spec"
            : `there are: ${[...ids].sort().join(", ")}`,
    });
  }
  const shown = narrowed(found, options.threat);
  if (options.json) {
    const value = {
      component: shown.component,
      earlier: shown.earlier,
      range: { label: range.label, from: history.from, to: history.to, commits: history.moments.length },
      complete: history.complete,
      ...(needs === undefined ? {} : { needs }),
      events: shown.events,
      threats: shown.threats.map(({ threat, ...life }) => ({
        ...life,
        level: effectiveLevel(threat),
        status: threat.status,
      })),
    };
    print(context, JSON.stringify(value, undefined, 2));
  } else
    print(
      context,
      renderLog(shown, {
        colour: context.colour.out,
        width: context.width,
        what: `${history.moments.length} ${history.moments.length === 1 ? "commit" : "commits"} of ${range.label}`,
      }),
    );
  return "clean";
};
