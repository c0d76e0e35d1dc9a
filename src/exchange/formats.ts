// The formats that instride writes and reads, as data.

export interface FormatFacts {
  readonly title: string;
  /** How its files end. */
  readonly suffix: string;
  readonly import: boolean;
  readonly experimental?: true;
}

export const formats = {
  sarif: { title: "SARIF 2.1.0", suffix: ".sarif", import: false },
  "tm-bom": { title: "OWASP TM-BOM 1.0.2", suffix: ".tm-bom.json", import: true },
  "threat-dragon": { title: "OWASP Threat Dragon 2", suffix: ".json", import: true },
  "threat-composer": { title: "AWS Threat Composer 1", suffix: ".tc.json", import: true },
  otm: { title: "Open Threat Model 0.2.0", suffix: ".otm", import: true },
  threagile: { title: "Threagile 0.9.1", suffix: ".yaml", import: false },
  cyclonedx: { title: "CycloneDX 2.0 draft", suffix: ".cdx.json", import: false, experimental: true },
} as const satisfies Readonly<Record<string, FormatFacts>>;

export type ExportFormat = keyof typeof formats;
export const exportFormats = Object.keys(formats) as readonly ExportFormat[];

export const importFormats = ["tm-bom", "threat-dragon", "threat-composer", "otm"] as const;
export type ImportFormat = (typeof importFormats)[number];

/** Formats that hold one component in a file. */
export type ModelFormat = Exclude<ExportFormat, "sarif">;
