// The o200k_base tokenizer: two megabytes that are loaded when something is to be counted. Never on a commit's way.

/** A counter of o200k_base tokens. What looks like one of the tokenizer's own marks is text. */
export const loadO200k = async (): Promise<(text: string) => number> => {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  return (text) => countTokens(text, { disallowedSpecial: new Set() });
};
