// Tokens of a text without asking the provider. Claude's tokenizers are not published, so every answer is an estimate
// that carries its band.

/**
 * The two tokenizer families: `v3` serves Claude 3 to 4.6 and Haiku 4.5, `v5` serves Opus 4.7 and everything later.
 */
export type TokenizerGeneration = "v3" | "v5";

export interface TokenEstimate {
  readonly tokens: number;
  readonly estimated: true;
  /** About nine documents in ten lie between `low` and `high`; a single file can lie outside. */
  readonly low: number;
  readonly high: number;
}

export interface EstimateOptions {
  /** `typescript`, `python`, `markdown` …; an unlisted or missing name takes the average of all languages. */
  readonly language?: string;
  readonly generation: TokenizerGeneration;
  /** Counts o200k_base tokens; with it the band is about half as wide. */
  readonly countO200k?: (text: string) => number;
}

interface Measured {
  /** Tokens of each generation for one o200k_base token. */
  readonly v3: number;
  readonly v5: number;
  /** Characters for one v5 token. */
  readonly chars: number;
}

/*
 * Ratios from recorded count_tokens answers for Opus 4.5 (v3) and Opus 5 (v5) against o200k_base, on 22 languages of
 * MultiPL-E, August 2026. Rows marked * rest on our own count of characters for one o200k token (250 Markdown, 200 JSON,
 * 99 YAML files: medians 3.7, 3.1, 3.8) and the average ratio.
 */
const average: Measured = { v3: 1.177, v5: 1.454, chars: 2.08 };
const measured: ReadonlyMap<string, Measured> = new Map(
  Object.entries({
    typescript: { v3: 1.188, v5: 1.503, chars: 2.1 },
    javascript: { v3: 1.191, v5: 1.512, chars: 2.04 },
    python: { v3: 1.135, v5: 1.378, chars: 2.12 },
    go: { v3: 1.209, v5: 1.509, chars: 2.08 },
    java: { v3: 1.159, v5: 1.487, chars: 2.15 },
    rust: { v3: 1.165, v5: 1.499, chars: 2.01 },
    csharp: { v3: 1.209, v5: 1.469, chars: 2.15 },
    cpp: { v3: 1.171, v5: 1.386, chars: 2.16 },
    markdown: { ...average, chars: 2.55 }, // *
    json: { ...average, chars: 2.1 }, // *
    yaml: { ...average, chars: 2.6 }, // *
  }),
);

/** Spread of tokens ÷ o200k over 250 documents: 5th percentile 1.27, median 1.46, 95th 1.88. Measured for v5 only. */
const bandWithTokenizer = { low: 0.87, high: 1.3 };
/** The same with the spread of characters for one o200k token on top (2.5 to 4.5 in 900 files); long files lie low. */
const bandWithoutTokenizer = { low: 0.6, high: 1.5 };

/** CJK and other scripts beyond Latin, Greek and Cyrillic take about one token a character. */
const wide = /[^\u0000-\u052f\u2000-\u206f\u20a0-\u22ff\u2500-\u257f]/gu;

type KnownText = Pick<EstimateOptions, "language" | "generation">;

const ratiosFor = (language: string | undefined): Measured => measured.get(language ?? "") ?? average;

const within = (exact: number, band: { readonly low: number; readonly high: number }): TokenEstimate => ({
  tokens: Math.ceil(exact),
  estimated: true,
  low: Math.floor(exact * band.low),
  high: Math.ceil(exact * band.high),
});

/** From the number of o200k_base tokens. */
export const estimateTokensOfO200k = (count: number, { language, generation }: KnownText): TokenEstimate =>
  within(count * ratiosFor(language)[generation], bandWithTokenizer);

export const estimateTokens = (text: string, options: EstimateOptions): TokenEstimate => {
  if (options.countO200k !== undefined) return estimateTokensOfO200k(options.countO200k(text), options);
  const ratios = ratiosFor(options.language);
  const wideCharacters = text.match(wide)?.length ?? 0;
  const narrow = text.replace(wide, "").length;
  return within(
    wideCharacters + (narrow / ratios.chars) * (ratios[options.generation] / ratios.v5),
    bandWithoutTokenizer,
  );
};

/** The same for a text of which only the length is known; wider scripts than Latin make it too low. */
export const estimateTokensOfLength = (
  characters: number,
  { language, generation }: KnownText,
): TokenEstimate => {
  const ratios = ratiosFor(language);
  return within((characters / ratios.chars) * (ratios[generation] / ratios.v5), bandWithoutTokenizer);
};

/** Which tokenizer a Claude model uses; a model that is not listed as old counts as new. */
export const generationOf = (model: string): TokenizerGeneration =>
  /^claude-(?:(?:instant|2|3)\b|(?:opus|sonnet|haiku)-4(?:-[0156])?(?:-20\d{6})?$)/.test(model) ? "v3" : "v5";

const languages: Readonly<Record<string, string>> = {
  ts: "typescript",
  tsx: "typescript",
  mts: "typescript",
  cts: "typescript",
  js: "javascript",
  jsx: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  py: "python",
  go: "go",
  java: "java",
  rs: "rust",
  cs: "csharp",
  cc: "cpp",
  cpp: "cpp",
  hpp: "cpp",
  md: "markdown",
  json: "json",
  yaml: "yaml",
  yml: "yaml",
};

/** The language name for a path's extension, for `EstimateOptions.language`. */
export const languageOf = (path: string): string | undefined =>
  languages[/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ""];
