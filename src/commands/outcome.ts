// What a command ends with. Commands return an outcome and never exit; cli.ts owns the exit code.

import type { Finding } from "../model/finding.ts";

/** 0 clean, 1 findings, 2 could not run, 130 interrupted. */
export const exitCodes = { clean: 0, findings: 1, failed: 2, interrupted: 130 } as const;

export type Outcome = keyof typeof exitCodes;

/**
 * An error that its reader can act on. Everything else that is thrown is a defect and is shown with a stack.
 * `findings` are shown before the message when there are any.
 */
export class UserError extends Error {
  readonly next: string | undefined;
  readonly findings: readonly Finding[];

  constructor(
    message: string,
    options: { next?: string; findings?: readonly Finding[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "UserError";
    this.next = options.next;
    this.findings = options.findings ?? [];
  }
}
