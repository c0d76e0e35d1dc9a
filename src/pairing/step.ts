// The invariant: decides from one tree alone whether a component is in step, and says with findings why it is not.

import type { Config } from "../config/schema.ts";
import type { Question } from "../frameworks/types.ts";
import { unaccounted, unanswered, unsupported } from "../model/coverage.ts";
import { codeFactKinds, type Fact, specFactKinds } from "../model/fact.ts";
import { type Finding, hasErrors, sortFindings } from "../model/finding.ts";
import { type Level, levels, type ThreatModel } from "../model/schema.ts";
import { shellLine } from "../model/shell-word.ts";
import { signOffsOf } from "../model/sign-offs.ts";
import { effectiveLevel, effectiveStatus } from "../model/status.ts";
import { threatsOf } from "../model/threats.ts";
import { liveClaims, namedThreats, type StalePath, stalePaths } from "./claims.ts";
import { type Component, isInSpec } from "./component.ts";
import { isBase } from "./record.ts";

export interface Judgement {
  readonly policy: Config["policy"];
  /** `YYYY-MM-DD`: acceptances end by it. */
  readonly today: string;
  readonly questions: (model: ThreatModel) => readonly Question[];
  readonly render: (model: ThreatModel) => string;
  readonly resolves: (anchor: string, component: Component) => boolean;
}

export interface Verdict {
  readonly component: string;
  readonly inStep: boolean;
  /** Rule 1: inputs that no live claim accounts for. */
  readonly stale: readonly StalePath[];
  /** Rules 1 to 5, sorted by place. Only errors put a component out of step. */
  readonly findings: readonly Finding[];
}

const mend = (component: Component): string => shellLine(["instride", "sync", component.id]);

/** Facts of the spec and of the observed code that a map must account for. */
export const accountableFacts = (component: Component): Fact[] => {
  const ofSpec = component.spec.facts.filter((fact) =>
    (specFactKinds as readonly string[]).includes(fact.kind),
  );
  const ofCode = Object.values(component.observation.files).flatMap((file) =>
    file.facts.filter((fact) => (codeFactKinds as readonly string[]).includes(fact.kind)),
  );
  return [...ofSpec, ...ofCode];
};

const claimFindings = (component: Component, stale: readonly StalePath[]): Finding[] =>
  stale.map(({ path, why, live }) => ({
    code: "stale",
    severity: "error",
    at: { path },
    component: component.id,
    message:
      why === "gone"
        ? `Unexpected absence, expected the content that ${live.map((claim) => claim.record).join(" or ")} claims`
        : why === "unclaimed"
          ? "Unexpected file, expected a record that claims it"
          : live.length === 0
            ? "Unexpected content, expected a live claim (two branches changed this file, or an edit went past the hooks)"
            : `Unexpected content, expected what ${live.map((claim) => claim.record).join(" or ")} claims`,
    next: mend(component),
  }));

const vanishedFindings = (component: Component, model: ThreatModel): Finding[] => {
  const present = new Set(threatsOf(model).map(({ id }) => id));
  return [...namedThreats(component.records)]
    .filter(([id]) => !present.has(id))
    .map(([id, record]) => ({
      code: "threat-vanished",
      severity: "error" as const,
      at: { path: component.modelPath, line: 1, column: 1 },
      component: component.id,
      message: `Unexpected absence of threat ${id}, which record ${record} names; a threat is retired with a reason, it never vanishes`,
      next: `bring it back (git log -S${id} -- '${component.modelPath}' finds the commit), then instride retire ${id} --reason '…' if it has ended`,
    }));
};

const questionFindings = (
  component: Component,
  model: ThreatModel,
  questions: readonly Question[],
): Finding[] =>
  unanswered(model, questions).map((question) => ({
    code: "unanswered-question",
    severity: "error",
    at: { path: component.modelPath },
    component: component.id,
    message: `Unexpected silence on ${question.category} of \`${question.element}\`, expected a threat or "not applicable" with a reason`,
    note:
      questions.find((each) => each.element === question.element && each.category === question.category)
        ?.text ?? "",
    next: mend(component),
  }));

const mapFindings = (component: Component, model: ThreatModel, judgement: Judgement): Finding[] => {
  const facts = accountableFacts(component);
  const missing = unaccounted(model, facts).map(
    (fact): Finding => ({
      code: fact.at.path === component.spec.path ? "fact-of-spec-unaccounted" : "fact-of-code-unaccounted",
      severity: "error",
      at: fact.at,
      component: component.id,
      message: `Unexpected ${fact.kind} \`${fact.name}\`, expected it on the map of ${component.modelPath}, or set aside there with a reason`,
      next: mend(component),
    }),
  );
  const observed = component.observation.unobserved.length === 0;
  const loose = unsupported(model, {
    specKeys: new Set(component.spec.facts.map((fact) => fact.key)),
    codeKeys: new Set(
      Object.values(component.observation.files).flatMap((file) => file.facts.map((fact) => fact.key)),
    ),
    anchorResolves: (anchor) => judgement.resolves(anchor, component),
    observed,
  }).map(
    (entry): Finding => ({
      code: "statement-unsupported",
      severity: "error",
      at: { path: component.modelPath },
      component: component.id,
      message: `Unexpected statement map.${entry.section}.${entry.id}: ${entry.reason}`,
      next: "anchor it in code, state it in the spec, say why with `because:`, or take it off the map",
    }),
  );
  const anchors = anchorsOf(model).filter(([anchor]) => !judgement.resolves(anchor, component));
  return [
    ...missing,
    ...loose,
    ...evidenceFindings(component, model),
    ...anchors.map(
      ([anchor, where]): Finding => ({
        code: "anchor-unresolved",
        severity: "error",
        at: { path: component.modelPath },
        component: component.id,
        message: `Unexpected anchor \`${anchor}\` at ${where}, expected a file of the component and a symbol in it`,
        next: mend(component),
      }),
    ),
  ];
};

/** Code that is said to stand against a threat, shown by a sentence of the spec. */
const evidenceFindings = (component: Component, model: ThreatModel): Finding[] =>
  threatsOf(model).flatMap(({ id, threat }) =>
    threat.status === "retired"
      ? []
      : Object.entries(threat.mitigations)
          .filter(
            ([, { kind, evidence }]) =>
              kind === "code" && evidence.some((anchor) => isInSpec(anchor, component)),
          )
          .map(
            ([name]): Finding => ({
              code: "evidence-not-code",
              severity: "error",
              at: { path: component.modelPath },
              component: component.id,
              message: `Unexpected anchor into the spec at ${id}.mitigations.${name}, expected \`path#symbol\` in the code that does it`,
              next: "anchor it in the code, or make it `planned` or `compensating`",
            }),
          ),
  );

/** Every anchor into code, with where it stands in the model. Retired threats keep anchors to code that is gone. */
export const anchorsOf = (model: ThreatModel): [anchor: string, where: string][] => {
  const found: [string, string][] = [];
  for (const [section, entries] of Object.entries(model.map)) {
    if (section === "set-aside") continue;
    for (const [id, entry] of Object.entries(entries as Record<string, { code?: string[] }>))
      for (const anchor of entry.code ?? []) found.push([anchor, `map.${section}.${id}`]);
  }
  for (const { id, threat } of threatsOf(model)) {
    if (threat.status === "retired") continue;
    for (const anchor of threat.code) found.push([anchor, id]);
    for (const [name, mitigation] of Object.entries(threat.mitigations)) {
      if (mitigation.kind === "planned") continue;
      for (const anchor of mitigation.evidence) found.push([anchor, `${id}.mitigations.${name}`]);
    }
  }
  return found;
};

const policyFindings = (component: Component, model: ThreatModel, judgement: Judgement): Finding[] => {
  const { policy, today } = judgement;
  const findings: Finding[] = [];
  const rank = (level: Level): number => levels.indexOf(level);
  for (const { id, threat } of threatsOf(model)) {
    const status = effectiveStatus(threat, today);
    const level = effectiveLevel(threat);
    if (status === "expired")
      findings.push({
        code: "acceptance-expired",
        severity: policy["expired-acceptance"],
        at: { path: component.modelPath },
        component: component.id,
        message: `Unexpected acceptance of ${id} until ${threat.acceptance?.until ?? ""}, expected one that has not ended`,
        next: `instride accept ${id} --until YYYY-MM-DD --reason '…', or mitigate it`,
      });
    if ((status === "open" || status === "expired") && rank(level) > rank(policy["max-open"]))
      findings.push({
        code: "open-above-policy",
        severity: "error",
        at: { path: component.modelPath },
        component: component.id,
        message: `Unexpected open ${level} threat ${id} (${threat.title}), expected at most ${policy["max-open"]}`,
        next: `mitigate it, or a person accepts it: instride accept ${id} --until YYYY-MM-DD --reason '…'`,
      });
  }
  const allowed = policy.modes;
  if (allowed !== undefined)
    for (const { path, record } of component.records) {
      const standing = isBase(record) ? record.folded.map((each) => each.mode) : [record.mode];
      for (const mode of standing)
        if (!allowed.includes(mode))
          findings.push({
            code: "mode-not-allowed",
            severity: "error",
            at: { path },
            component: component.id,
            message: `Unexpected mode \`${mode}\`, expected ${allowed.join(" or ")} (policy.modes)`,
            next: "have the change answered in an allowed mode, or change the policy in instride.config.json",
          });
    }
  return findings;
};

/** Code that nothing looked at is said plainly, and never counts against the component. */
const unobservedFindings = (component: Component): Finding[] =>
  component.observation.unobserved.map((path) => ({
    code: "not-observed",
    severity: "info",
    at: { path },
    component: component.id,
    message: "This language is not observed yet: what this file has was not compared with the map",
  }));

/** A sign-off for a model that has changed since is evidence of what was read then; it blocks nothing. */
const signOffFindings = (component: Component, model: ThreatModel): Finding[] =>
  signOffsOf(model)
    .filter(({ fits }) => !fits)
    .map(({ by, on }) => ({
      code: "sign-off-outdated",
      severity: "info",
      at: { path: component.modelPath },
      component: component.id,
      message: `The sign-off by ${by} on ${on} is for an earlier threat model: this one has changed since`,
      next: `a person reads what changed and signs off again: ${shellLine(["instride", "signoff", component.id])}`,
    }));

/** Decides whether a component is in step. Never throws: whatever is wrong is a finding. */
export const judge = (component: Component, judgement: Judgement): Verdict => {
  const stale = stalePaths(component.inputs, liveClaims(component.records));
  const findings: Finding[] = [
    ...component.specFindings.filter((finding) => finding.severity === "error"),
    ...component.recordFindings,
    ...component.modelFindings,
    ...claimFindings(component, stale),
    ...unobservedFindings(component),
  ];
  const { model } = component;
  if (model === undefined) {
    if (component.modelText === undefined)
      findings.push({
        code: "model-missing",
        severity: "error",
        at: { path: component.spec.path, line: 1, column: 1 },
        component: component.id,
        message: `Unexpected absence of ${component.modelPath}, expected the threat model of this spec`,
        next: mend(component),
      });
  } else {
    findings.push(
      ...vanishedFindings(component, model),
      ...questionFindings(component, model, judgement.questions(model)),
      ...mapFindings(component, model, judgement),
      ...policyFindings(component, model, judgement),
      ...signOffFindings(component, model),
    );
    if (component.readable?.replaceAll("\r\n", "\n") !== judgement.render(model))
      findings.push({
        code: "readable-differs",
        severity: "error",
        at: { path: component.readablePath },
        component: component.id,
        message: `Unexpected content, expected the rendering of ${component.modelPath}`,
        next: mend(component),
      });
  }
  return { component: component.id, inStep: !hasErrors(findings), stale, findings: sortFindings(findings) };
};
