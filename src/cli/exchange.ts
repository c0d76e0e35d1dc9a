// To and from other tools' files.

import { Option } from "commander";
import { exportFormats, importFormats } from "../exchange/formats.ts";
import type { Declaring } from "./declaring.ts";
import { nonEmpty } from "./values.ts";

export const exchange = ({ command, choose }: Declaring): void => {
  command(
    "export [components...]",
    "write threat models for other tools: SARIF, TM-BOM, Threat Dragon, Threat Composer, OTM, Threagile, CycloneDX",
    [
      "instride export --format sarif -o instride.sarif",
      "instride export sessions --format threat-dragon -o sessions.json",
      "instride export --format otm -o exports/ --at v1.2.0",
    ],
  )
    .addOption(new Option("--format <format>", "whose format").choices(exportFormats).makeOptionMandatory())
    .option("-o, --output <file>", "file to write, or a folder for several (default: standard output)")
    .option("--at <revision>", "as of this revision (default: the index)")
    .option("--plain", "without instride's own model inside the file, which brings everything back", false)
    .action((components: string[], options) => {
      choose(async (context) =>
        (await import("../commands/export.ts")).exportCommand(context, { components, ...options }),
      );
    });

  command("import <file>", "make a threat model from another tool's file; overwrites nothing", [
    "instride import sessions.json --format threat-dragon --component sessions",
    'instride import shop.tc.json --format threat-composer --component shop --target "src/shop/**"',
  ])
    .addOption(new Option("--format <format>", "whose format").choices(importFormats).makeOptionMandatory())
    .requiredOption("--component <name>", "the component that the model is of", nonEmpty)
    .option("--target <glob>", "code that a new spec drives (default: src/<name>/**)")
    .option("--decisions", "also take over what people decided; only people do", false)
    .option("--dry-run", "print what would be written, write nothing", false)
    .action((file: string, options) => {
      choose(async (context) =>
        (await import("../commands/import.ts")).importCommand(context, { file, ...options }),
      );
    });
};
