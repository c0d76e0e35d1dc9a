// Errors that the server answers with.

export interface FailureOptions {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with an error status. */
export class Failure extends Error {
  readonly status: number;
  readonly type: string;
  readonly options: FailureOptions;

  constructor(status: number, type: string, message: string, options: FailureOptions = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.options = options;
  }
}

export const invalid = (message: string): Failure => new Failure(400, "invalid_request_error", message);

export const errorBody = (failure: Failure, requestId: string) => ({
  type: "error",
  error: {
    type: failure.type,
    message: failure.message,
    ...(failure.options.details !== undefined && { details: failure.options.details }),
  },
  request_id: requestId,
});
