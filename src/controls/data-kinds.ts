// The kinds of data that instride holds, in words, and how much of each a repository has at a revision.

import type { DataKind } from "./schema.ts";

export const dataTitles: Readonly<Record<DataKind, string>> = {
  threats: "Threats and mitigations",
  coverage: "Coverage",
  change: "Changes considered",
  identity: "Who committed",
  time: "Time",
  review: "Sign-offs by people",
  risks: "Accepted risks",
  check: "The check itself",
  retention: "Records kept",
  package: "Evidence package",
  exceptions: "Gaps, stated",
};

/** One component at the revision, as far as controls ask. */
export interface ComponentFacts {
  readonly id: string;
  readonly inStep: boolean;
  readonly modelled: boolean;
  /** Questions of the framework, and how many of them have an answer. */
  readonly questions: number;
  readonly answered: number;
  /** Threats that live. */
  readonly threats: number;
  readonly openHigh: number;
  readonly provisional: number;
  /** Sign-offs in the model, and those that still fit it. */
  readonly signOffs: number;
  readonly fitting: number;
  /** Files in languages that are not observed. */
  readonly unobserved: number;
}

export interface RepositoryFacts {
  readonly components: readonly ComponentFacts[];
  /** Code that the settings want paired and that no spec targets. */
  readonly unpaired: number;
  /** The settings name no code that must be paired, so nobody looks for what is left out. */
  readonly codeGlobs: boolean;
  /** Records in the tree, by mode. */
  readonly modes: ReadonlyMap<string, number>;
  /** Accepted risks of the register by state. */
  readonly risks: {
    readonly standing: number;
    readonly endsSoon: number;
    readonly ended: number;
    readonly withoutEnd: number;
    readonly withoutApprover: number;
  };
  /** Commits of the range that was asked for; undefined: none was. */
  readonly range:
    | {
        readonly label: string;
        readonly commits: number;
        readonly notInStep: number;
        readonly authors: number;
        /** Commits that carry a signature. Whether it is good is for `instride evidence` to say. */
        readonly signed: number;
      }
    | undefined;
}

export interface PresentData {
  readonly kind: DataKind;
  readonly title: string;
  /** `yes`: nothing is missing that instride could have; `some`: a part; `no`: nothing. */
  readonly state: "yes" | "some" | "no";
  readonly here: string;
  /** What is missing here, each with what to do about it. */
  readonly missing: readonly string[];
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

const sum = (facts: RepositoryFacts, of: (component: ComponentFacts) => number): number =>
  facts.components.reduce((total, component) => total + of(component), 0);

type Found = Pick<PresentData, "here"> & {
  readonly has: boolean;
  readonly missing: readonly (string | false)[];
};

const finders: Readonly<Record<DataKind, (facts: RepositoryFacts) => Found>> = {
  threats: (facts) => {
    const threats = sum(facts, (each) => each.threats);
    const [questions, answered] = [sum(facts, (each) => each.questions), sum(facts, (each) => each.answered)];
    const provisional = sum(facts, (each) => each.provisional);
    const unmodelled = facts.components.filter((each) => !each.modelled);
    return {
      has: threats > 0,
      here: `${plural(threats, "living threat")} in ${plural(facts.components.length, "component")}, ${answered} of ${questions} questions answered`,
      missing: [
        unmodelled.length > 0 &&
          `no readable threat model: ${unmodelled.map(({ id }) => id).join(", ")} (instride sync)`,
        answered < questions && `${plural(questions - answered, "question")} unanswered (instride sync)`,
        provisional > 0 &&
          `${plural(provisional, "threat")} provisional, looked at by no one who knows the code (instride brief)`,
      ],
    };
  },
  coverage: (facts) => {
    const inStep = facts.components.filter((each) => each.inStep).length;
    const stale = facts.components.filter((each) => !each.inStep).map(({ id }) => id);
    const unobserved = sum(facts, (each) => each.unobserved);
    return {
      has: facts.components.length > 0,
      here: `${inStep} of ${plural(facts.components.length, "component")} in step${facts.range === undefined ? "" : `; ${facts.range.commits - facts.range.notInStep} of ${plural(facts.range.commits, "commit")} of ${facts.range.label}`}`,
      missing: [
        stale.length > 0 && `out of step: ${stale.join(", ")} (instride sync)`,
        facts.unpaired > 0 &&
          `${plural(facts.unpaired, "code file")} without a spec (instride verify lists them)`,
        !facts.codeGlobs &&
          "the settings name no `code` that must be paired, so nobody looks for what is left out",
        unobserved > 0 && `${plural(unobserved, "file")} in languages that are not observed`,
        (facts.range?.notInStep ?? 0) > 0 &&
          `${plural(facts.range?.notInStep ?? 0, "commit")} of the range not in step (instride verify --every-commit)`,
      ],
    };
  },
  change: ({ modes }) => {
    const total = [...modes.values()].reduce((a, b) => a + b, 0);
    const parts = [...modes].map(([mode, count]) => `${count} ${mode}`).join(", ");
    return {
      has: total > 0,
      here: `${plural(total, "record")}${total === 0 ? "" : ` (${parts})`}`,
      missing: [total === 0 && "no change was considered yet (instride sync)"],
    };
  },
  identity: ({ range }) => ({
    has: range === undefined || range.commits > 0,
    here:
      range === undefined
        ? "names and emails as git has them"
        : `${plural(range.commits, "commit")} by ${plural(range.authors, "author")}, ${range.signed} with a signature`,
    missing: [
      range === undefined && "no range was asked for: instride controls A..B counts commits and signatures",
      range !== undefined &&
        range.signed < range.commits &&
        `${plural(range.commits - range.signed, "commit")} without a signature: anybody can write any name into it`,
      range !== undefined &&
        range.signed > 0 &&
        "signatures were counted, not verified (instride evidence verifies)",
    ],
  }),
  time: () => ({
    has: false,
    here: "dates that commits claim",
    missing: ["git proves no date: a forge's merge record or a time stamp on the evidence package does"],
  }),
  review: ({ components }) => {
    const fitting = components.filter((each) => each.fitting > 0).length;
    const outdated = components.filter((each) => each.signOffs > 0 && each.fitting === 0);
    const none = components.filter((each) => each.signOffs === 0);
    return {
      has: fitting > 0,
      here: `${fitting} of ${plural(components.length, "component")} signed off as they stand`,
      missing: [
        outdated.length > 0 && `sign-off of an earlier model: ${outdated.map(({ id }) => id).join(", ")}`,
        none.length > 0 && `no sign-off: ${none.map(({ id }) => id).join(", ")} (instride signoff COMPONENT)`,
      ],
    };
  },
  risks: ({ risks }) => ({
    has: risks.standing > 0,
    here:
      risks.standing === 0
        ? "no accepted risk"
        : `${plural(risks.standing, "accepted risk")}, ${risks.standing - risks.withoutEnd} with an end`,
    missing: [
      risks.standing === 0 && "none is recorded: either none was accepted, or it stands elsewhere",
      risks.ended > 0 && `${plural(risks.ended, "acceptance")} ended (instride risks)`,
      risks.endsSoon > 0 && `${plural(risks.endsSoon, "acceptance")} ending within 30 days (instride risks)`,
      risks.withoutEnd > 0 && `${risks.withoutEnd} without an end`,
      risks.withoutApprover > 0 && `${risks.withoutApprover} name no approver`,
    ],
  }),
  check: (facts) => {
    const clean =
      facts.components.length > 0 && facts.unpaired === 0 && facts.components.every((each) => each.inStep);
    return {
      has: clean,
      here: `instride verify finds ${clean ? "no error in this tree" : "errors in this tree"}`,
      missing: [
        !clean && "the tree does not pass (instride verify)",
        "whether the check was required on the server: branch rules of the forge say so",
      ],
    };
  },
  retention: ({ modes }) => {
    const total = [...modes.values()].reduce((a, b) => a + b, 0);
    return {
      has: total > 0,
      here: `${plural(total, "record")} in the tree, named by content and only ever added`,
      missing: [
        total === 0 && "no records yet",
        "a copy outside this repository: whoever may rewrite the branch may rewrite its records",
      ],
    };
  },
  package: () => ({
    has: false,
    here: "made on demand",
    missing: ["instride evidence A..B writes it, with queries, counts and digests"],
  }),
  exceptions: (facts) => {
    const stale = facts.components.filter((each) => !each.inStep).length;
    const late = facts.range?.notInStep ?? 0;
    return {
      has: true,
      here:
        facts.range === undefined
          ? `${plural(stale, "component")} out of step, ${plural(facts.unpaired, "file")} unpaired, ${facts.risks.ended} ended acceptances, at this revision`
          : `${plural(late, "commit")} not in step in ${facts.range.label}`,
      missing: [facts.range === undefined && "gaps over a period: instride controls A..B"],
    };
  },
};

/** What of each kind is there, in the order of `dataKinds`. */
export const presentData = (facts: RepositoryFacts): PresentData[] =>
  (Object.keys(finders) as DataKind[]).map((kind) => {
    const { has, here, missing } = finders[kind](facts);
    const left = missing.filter((each) => each !== false);
    return {
      kind,
      title: dataTitles[kind],
      state: !has ? "no" : left.length === 0 ? "yes" : "some",
      here,
      missing: left,
    };
  });
