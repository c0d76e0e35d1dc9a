// Source of the generated `errors.ts`.

export const errors = `/** What is wrong with one input. It names the input and never repeats its value. */
export interface Issue {
  readonly in: string;
  readonly name: string;
  readonly problem: string;
}

/** An error that the caller may see: status, code and message are part of the interface. */
export class PublicError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = new.target.name;
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export class InvalidInput extends PublicError {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const problems = issues.map((issue) => \`\${issue.in} \${issue.name} \${issue.problem}\`);
    super(400, "invalid-input", problems.join("; "));
    this.issues = issues;
  }
}

export class Unauthenticated extends PublicError {
  constructor() {
    super(401, "unauthenticated", "a valid credential is required");
  }
}

export class Forbidden extends PublicError {
  constructor() {
    super(403, "forbidden", "the caller may not do this");
  }
}

/** The spec names this entry point, and nobody has written it yet. */
export class NotImplemented extends PublicError {
  constructor(entry: string) {
    super(501, "not-implemented", \`\${entry} is specified but not implemented yet\`);
  }
}
`;
