// Resources: every component's spec and threat model, as the work tree holds them now.

import { type McpServer, ResourceNotFoundError, ResourceTemplate } from "@modelcontextprotocol/server";
import { type LoadedComponent, loadWorkspace } from "../commands/workspace.ts";
import { readBlobs } from "../git/blobs.ts";
import { listWorktree, type TreeEntry } from "../git/trees.ts";
import type { Desk } from "./desk.ts";

type Kind = "model" | "spec";

const mimeTypes: Readonly<Record<Kind, string>> = { model: "application/yaml", spec: "text/markdown" };

const pathOf = (kind: Kind, component: LoadedComponent): string =>
  kind === "model" ? component.modelPath : component.spec.path;

interface Listed {
  readonly component: LoadedComponent;
  readonly entry: TreeEntry;
}

/** Components whose file of this kind exists, with its blob. */
const listed = async (desk: Desk, kind: Kind): Promise<Listed[]> => {
  const repository = await desk.repository();
  const { entries } = await listWorktree(repository);
  const { components } = await loadWorkspace(repository, entries, { version: desk.context().version });
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return components.flatMap((component) => {
    const entry = byPath.get(pathOf(kind, component));
    return entry === undefined ? [] : [{ component, entry }];
  });
};

const uriOf = (kind: Kind, component: string): string =>
  `instride://${kind}/${encodeURIComponent(component)}`;

const addKind = (server: McpServer, desk: Desk, kind: Kind, title: string, description: string): void => {
  const template = new ResourceTemplate(`instride://${kind}/{component}`, {
    list: async () => ({
      resources: (await listed(desk, kind)).map(({ component }) => ({
        uri: uriOf(kind, component.id),
        name: pathOf(kind, component),
        title: `${title} of ${component.spec.title}`,
        mimeType: mimeTypes[kind],
      })),
    }),
    complete: {
      component: async (value) =>
        (await listed(desk, kind)).map(({ component }) => component.id).filter((id) => id.startsWith(value)),
    },
  });
  server.registerResource(
    kind,
    template,
    { title, description, mimeType: mimeTypes[kind] },
    async (uri, { component: name }) => {
      const found = (await listed(desk, kind)).find(({ component }) => component.id === name);
      if (found === undefined) throw new ResourceNotFoundError(uri.href);
      const { oid } = found.entry;
      const content = (await readBlobs(await desk.repository(), [oid])).get(oid);
      if (content === undefined) throw new ResourceNotFoundError(uri.href);
      return {
        contents: [{ uri: uri.href, mimeType: mimeTypes[kind], text: content.toString("utf8") }],
      };
    },
  );
};

export const addResources = (server: McpServer, desk: Desk): void => {
  addKind(server, desk, "spec", "Spec", "What people state of a component, and the code that it drives.");
  addKind(server, desk, "model", "Threat model", "Architecture map, answers and threats of a component.");
};
