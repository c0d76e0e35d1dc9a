// What auditors and compliance staff take from git history.

import type { Declaring } from "./declaring.ts";
import { nonEmpty, several, wholeNumber } from "./values.ts";

export const proving = ({ command, choose }: Declaring): void => {
  command(
    "risks",
    "the accepted-risk register: owner, approver, end, renewals (exit code 1: one has ended)",
    ["instride risks", "instride risks --at v1.2.0 --csv"],
  )
    .option("--at <revision>", "as of this revision and its day (default: HEAD, today)")
    .option("--json", "print JSON", false)
    .option("--csv", "print CSV", false)
    .action((options) => {
      choose(async (context) =>
        (await import("../commands/risks.ts")).risks(context, {
          ...(options.at === undefined ? {} : { at: options.at }),
          format: options.json ? "json" : options.csv ? "csv" : "text",
        }),
      );
    });

  command(
    "controls [revision]",
    "which controls of SOC 2, PCI DSS, ISO 27001 … this repository supports with data (default: HEAD)",
    [
      "instride controls",
      "instride controls v1.0..v1.1 --framework soc2 --framework pci-dss",
      "instride controls --mapping house-controls.yaml --csv",
    ],
  )
    .option("--framework <id>", "this framework in full; may be given again", several, [] as string[])
    .option("--mapping <file>", "controls of your own, beside those that the settings name")
    .option("--json", "print JSON", false)
    .option("--csv", "print CSV", false)
    .action((revision: string | undefined, options) => {
      choose(async (context) =>
        (await import("../commands/controls.ts")).controls(context, {
          ...(revision === undefined ? {} : { revision }),
          frameworks: options.framework,
          ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
          format: options.json ? "json" : options.csv ? "csv" : "text",
        }),
      );
    });

  const evidence = command(
    "evidence [range]",
    "what an auditor takes from git history, as one folder: every change of START..END, gaps first",
    [
      "instride evidence v1.0..v1.1",
      'instride evidence v1.0..v1.1 --sample 25 --seed "2027-Q1" --merges merges.json --sign-key key.pem',
      "instride evidence verify evidence-1f0c…-9ab3…",
    ],
  )
    .option("--out <folder>", "the folder to make (default: evidence-START-END)")
    .option("--sample <count>", "draw so many changes, with a sheet for each", wholeNumber)
    .option("--seed <text>", "what the sample is drawn with; the auditor chooses it", nonEmpty)
    .option("--merges <file>", "the forge's list of merges, CSV or JSON, to reconcile with")
    .option("--previous <folder>", "the package before this one: its end must be part of this history")
    .option("--previous-end <commit>", "the recorded end of an earlier package, by full id")
    .option(
      "--allowed-signers <path>",
      "this file in the tree of START says whose keys count",
      ".instride/allowed-signers",
    )
    .option(
      "--framework <id>",
      "list the controls of this framework, or of all; may be given again",
      several,
      [] as string[],
    )
    .option("--as-of <date>", "the day by which acceptances end, YYYY-MM-DD (default: today)")
    .option("--sign-key <file>", "sign the manifest: a PEM key (Ed25519, ECDSA), or an SSH key")
    .option("--timestamp-request", "write an RFC 3161 request over the manifest; nothing is sent", false)
    .option("--json", "print JSON", false)
    .action((range: string | undefined, options) => {
      choose(async (context) => {
        if (range === undefined) {
          const { UserError } = await import("../commands/outcome.ts");
          throw new UserError("no period is named", { next: "instride evidence v1.0..v1.1" });
        }
        return (await import("../commands/evidence.ts")).evidence(context, { ...options, range });
      });
    });
  evidence
    .enablePositionalOptions() // both have --json; each keeps its own
    .command("verify <folder>")
    .summary("check a package again, with a clone of the repository and git alone")
    .option("--repository <clone>", "a clone of the repository (default: the current folder)")
    .option("--files-only", "compare the files with their manifest, not with git", false)
    .option("--key <file>", "the public key that must have signed: PEM, or an SSH public key")
    .option("--json", "print JSON", false)
    .action((folder: string, options) => {
      choose(async (context) =>
        (await import("../commands/evidence-verify.ts")).evidenceVerify(context, { folder, ...options }),
      );
    });
};
