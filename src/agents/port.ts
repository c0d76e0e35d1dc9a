// The one port that every agent implements: rules, session, claude, claude-code.

import type { Framework, Question } from "../frameworks/types.ts";
import type { Delta, DeltaProblem } from "../model/delta.ts";
import type { Fact } from "../model/fact.ts";
import type { FileObservation, Observation } from "../model/observation.ts";
import type { Mode, Usage } from "../model/provenance.ts";
import type { ThreatModel } from "../model/schema.ts";
import type { Spec } from "../spec/types.ts";

/** One changed input of a component. */
export interface InputChange {
  readonly path: string;
  /** Content now claimed, or undefined when the path was not claimed before. */
  readonly before?: string;
  /** Content to be claimed, or undefined when the path is absent now. */
  readonly after?: string;
}

/** All that keeps a delta from bringing the component in step; empty when it does. */
export type Validate = (delta: Delta) => readonly DeltaProblem[];

/** What an agent is told when a component has to be brought in step. */
export interface UpdateRequest {
  readonly component: string;
  readonly spec: Spec;
  readonly framework: Framework;
  /** Model before the change; a fresh one has an empty map and no answers. */
  readonly model: ThreatModel;
  readonly observation: Observation;
  /** Observation of the inputs before the change, for the files that changed. */
  readonly before: Readonly<Record<string, FileObservation>>;
  readonly changes: readonly InputChange[];
  /** Questions without an answer, or whose answer rests on something that changed. */
  readonly questions: readonly Question[];
  /** Facts of spec and code that the map does not account for yet. */
  readonly unaccounted: readonly Fact[];
  /** Checks an answer before it is given, so that an agent can mend it. Left out: the caller checks alone. */
  readonly validate?: Validate;
}

export interface AgentAnswer {
  readonly delta: Delta;
  readonly mode: Mode;
  /** `instride-rules/0.1.0`, `claude-opus-5-5`, or the coding agent's own name as a claim. */
  readonly agent: string;
  /** Digest of the context that answered, when there was one. */
  readonly context?: string;
  readonly usage: readonly Usage[];
  /** What the person at the terminal should know, one line each. */
  readonly notes?: readonly string[];
}

/** A file that `generate` proposes. The shell decides whether it is written. */
export interface ProposedFile {
  readonly path: string;
  readonly content: string;
  /** The content that this replaces: written only where the file still holds it. Left out: the file must be new. */
  readonly replaces?: string;
}

export interface GenerateRequest extends Omit<UpdateRequest, "changes" | "before" | "validate"> {
  /** Paths that exist already among the component's targets and tests. */
  readonly existing: Readonly<Record<string, string>>;
}

/** Code that belongs into a file that exists already: shown to its author, never written. */
export interface WithheldCode {
  readonly path: string;
  readonly missing: string;
}

export interface GenerateAnswer {
  readonly files: readonly ProposedFile[];
  readonly withheld: readonly WithheldCode[];
  /** What the author should know, one line each. */
  readonly notes: readonly string[];
  /** The same as AgentAnswer.delta, computed against the observation of the files above. */
  readonly answer: (observation: Observation, validate?: Validate) => AgentAnswer | Promise<AgentAnswer>;
}

export interface Agent {
  readonly name: string;
  update(request: UpdateRequest, signal?: AbortSignal): Promise<AgentAnswer>;
  generate?(request: GenerateRequest, signal?: AbortSignal): Promise<GenerateAnswer>;
  /** What `generate` would do and cost, one line each; asks nobody. */
  estimate?(request: GenerateRequest): Promise<readonly string[]>;
}
