// Finds components and threats by what people type: an id, a spec's path, a threat id.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../git/repository.ts";
import { nearest } from "../model/nearest.ts";
import type { ThreatModel } from "../model/schema.ts";
import { type PlacedThreat, threatsOf } from "../model/threats.ts";
import { configPath } from "../pairing/files.ts";
import { shellLine } from "../report/foreign.ts";
import { UserError } from "./outcome.ts";
import type { LoadedComponent, Workspace } from "./workspace.ts";

/** Why nothing is paired in a tree without settings, and what to do about it. */
export const missingConfig = ({ root }: Repository, where: "index" | "work tree"): UserError =>
  new UserError(`no ${configPath} in the ${where}, so nothing is paired there`, {
    next:
      where === "index" && existsSync(join(root, configPath))
        ? `git add ${configPath}`
        : "npx instride init writes it; git add it",
  });

/** @throws UserError, with the nearest id, when there is none. */
export const selectComponent = (workspace: Workspace, name: string): LoadedComponent => {
  const found = workspace.components.find(
    (component) => component.id === name || component.spec.path === name || component.modelPath === name,
  );
  if (found !== undefined) return found;
  const ids = workspace.components.map((component) => component.id);
  const close = nearest(name, ids);
  throw new UserError(`no component '${name}'`, {
    next:
      close !== undefined
        ? `did you mean ${close}?`
        : ids.length === 0
          ? "instride new NAME writes a spec; git add it"
          : `there are: ${ids.join(", ")}`,
  });
};

/** The component's model. @throws UserError when there is none, or when it can't be read. */
export const modelOf = (component: LoadedComponent): ThreatModel => {
  if (component.model !== undefined) return component.model;
  if (component.modelText === undefined)
    throw new UserError(`'${component.id}' has no threat model yet`, {
      next: shellLine(["instride", "sync", component.id]),
    });
  throw new UserError(`cannot read '${component.modelPath}'`, {
    findings: component.modelFindings,
    next: "correct it",
  });
};

export interface FoundThreat extends PlacedThreat {
  readonly component: LoadedComponent;
  readonly model: ThreatModel;
}

/** @throws UserError, with the nearest id, when no model has the threat. */
export const selectThreat = (workspace: Workspace, id: string): FoundThreat => {
  const ids: string[] = [];
  for (const component of workspace.components) {
    const { model } = component;
    if (model === undefined) continue;
    for (const placed of threatsOf(model)) {
      if (placed.id.toLowerCase() === id.toLowerCase()) return { ...placed, component, model };
      ids.push(placed.id);
    }
  }
  const close = nearest(id, ids);
  throw new UserError(`no threat '${id}'`, {
    next: close === undefined ? "instride show COMPONENT lists them" : `did you mean ${close}?`,
  });
};
