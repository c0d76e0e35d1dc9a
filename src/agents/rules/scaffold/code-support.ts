// Modules that every kind of entry point rests on: errors, validation, the authorization guard.

import { declaration } from "./emit.ts";
import { type Entries, needsAccess } from "./entries.ts";
import { declarations } from "./imports.ts";
import { auth } from "./templates/auth.ts";
import { errors } from "./templates/errors.ts";
import { validate } from "./templates/validate.ts";
import { literal } from "./text.ts";
import type { Module, Piece } from "./types.ts";

export const supportModules = ({ http, functions, commands, consumers }: Entries): Module[] => {
  const all = [...http, ...functions, ...commands, ...consumers];
  if (all.length === 0) return [];
  const asked = [...new Set(all.map((entry) => entry.requires))]
    .filter((requires) => requires !== "public" && requires !== "denied")
    .sort();
  const guarded = all.length > functions.length || functions.some(needsAccess);
  const requirements: Piece[] = [
    {
      kind: "list",
      name: "requirements",
      open: "/** What the authorization column of the spec names, in its own words. */\nexport const requirements = [",
      close: "] as const;",
      uses: [],
      entries: asked.map((requires) => ({ key: requires, code: `  ${literal(requires)},`, uses: [] })),
    },
    declaration("Requirement", "export type Requirement = (typeof requirements)[number];", []),
  ];
  return [
    {
      stem: "errors",
      role: "code",
      about: "Errors that callers may see.",
      pieces: declarations(errors, ""),
    },
    ...(all.length > functions.length || functions.some((entry) => entry.inputs.length > 0)
      ? [
          {
            stem: "validate",
            role: "code" as const,
            about: "Checks of declared inputs. Whatever is not declared is refused.",
            pieces: declarations(validate, "InvalidInput Issue"),
          },
        ]
      : []),
    ...(guarded
      ? [
          {
            stem: "auth",
            role: "code" as const,
            about:
              "The authorization guard. Who may call what is decided by an Authorizer of yours; without one, nobody.",
            pieces: [...requirements, ...declarations(auth, "Forbidden Unauthenticated")],
          },
        ]
      : []),
  ];
};
