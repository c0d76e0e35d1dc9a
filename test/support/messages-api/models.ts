// What the server knows about each model. Source: the vendor's documentation, August to November 2026.

export interface ModelFacts {
  readonly id: string;
  /** Prompts shorter than this many tokens are never cached. */
  readonly minimumPrefix: number;
  readonly maxInput: number;
  readonly maxOutput: number;
  /** A trailing assistant message is accepted. */
  readonly prefill: boolean;
  /** `tool_choice` any and tool are accepted. */
  readonly forcedTools: boolean;
  /** Thinking is valid only in the conversation that produced it. */
  readonly boundThinking: boolean;
  /** Thinking of earlier turns leaves the prompt once the user speaks again. */
  readonly dropsOldThinking: boolean;
  /** `inference_geo: "us"` is offered. */
  readonly geo: boolean;
}

/** The vendor has not published this model's minimum; the largest known one never promises too much. */
const unpublished = 4096;

const current = (id: string, minimumPrefix: number): ModelFacts => ({
  id,
  minimumPrefix,
  maxInput: 1_000_000,
  maxOutput: 128_000,
  prefill: false,
  forcedTools: true,
  boundThinking: false,
  dropsOldThinking: false,
  geo: true,
});

const newest = (id: string, minimumPrefix: number): ModelFacts => ({
  ...current(id, minimumPrefix),
  forcedTools: false,
  boundThinking: true,
});

const old = (id: string, minimumPrefix: number, dropsOldThinking: boolean): ModelFacts => ({
  ...current(id, minimumPrefix),
  maxInput: 200_000,
  maxOutput: 64_000,
  prefill: true,
  dropsOldThinking,
  geo: false,
});

export const knownModels: readonly ModelFacts[] = [
  newest("claude-fable-5-2", unpublished),
  newest("claude-mythos-5-2", unpublished),
  newest("claude-fable-5-1", unpublished),
  newest("claude-mythos-5-1", unpublished),
  newest("claude-opus-5-5", unpublished),
  newest("claude-sonnet-5-5", 512),
  newest("claude-haiku-5-5", unpublished),
  current("claude-fable-5", 512),
  current("claude-mythos-5", 512),
  current("claude-mythos-preview", 2048),
  current("claude-opus-5", 512),
  current("claude-opus-4-8", 1024),
  current("claude-opus-4-7", 2048),
  current("claude-opus-4-6", 4096),
  current("claude-sonnet-5", 1024),
  current("claude-sonnet-4-6", 1024),
  old("claude-opus-4-5", 4096, false),
  old("claude-opus-4-5-20251101", 4096, false),
  old("claude-sonnet-4-5", 1024, true),
  old("claude-sonnet-4-5-20250929", 1024, true),
  old("claude-haiku-4-5", 4096, true),
  old("claude-haiku-4-5-20251001", 4096, true),
];

/** An entry of `GET /v1/models`: limits and lifecycle, no prices. */
export const modelInfo = ({ id, maxInput, maxOutput }: ModelFacts) => ({
  id,
  type: "model",
  display_name: id,
  created_at: "2026-01-01T00:00:00Z",
  deprecated_at: null,
  retires_at: null,
  lifecycle: "active",
  line: /claude-(haiku|sonnet|opus|fable|mythos)/.exec(id)?.[1] ?? null,
  max_input_tokens: maxInput,
  max_tokens: maxOutput,
  capabilities: null,
});
