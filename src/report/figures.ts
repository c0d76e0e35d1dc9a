// Figures as people read them: the same on a terminal, in a page and in Markdown.

const grouped = (value: number, digits: number): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** US dollars with three significant figures below a dollar, cents up to a thousand, dollars above. */
export const usd = (value: number): string => {
  if (value === 0) return "$0";
  if (value >= 1000) return `$${grouped(value, 0)}`;
  if (value >= 1) return `$${grouped(value, 2)}`;
  const digits = Math.min(8, Math.max(2, 2 - Math.floor(Math.log10(value))));
  return `$${grouped(value, digits)}`;
};

/** US dollars on an axis: no more digits than a round number has. */
export const usdTick = (value: number): string =>
  `$${value.toLocaleString("en-US", { maximumSignificantDigits: 3, maximumFractionDigits: 10 })}`;

/** An amount of which a part may have no price: then at least the known part, or "unknown" when nothing is known. */
export const money = (amount: {
  readonly usd?: number | undefined;
  readonly known: number;
  readonly unknown?: readonly string[] | undefined;
}): string =>
  amount.usd !== undefined ? usd(amount.usd) : amount.known > 0 ? `≥ ${usd(amount.known)}` : "unknown";

export const count = (value: number): string => grouped(value, 0);

/** `12.3k`, `4.56M`: for axes. */
export const short = (value: number): string => {
  const steps = [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const;
  for (const [size, letter] of steps)
    if (value >= size) return `${Number((value / size).toPrecision(3))}${letter}`;
  return String(Number(value.toPrecision(3)));
};

/** A share between 0 and 1. */
export const percent = (share: number): string => {
  const value = share * 100;
  return `${value === 0 || value >= 10 || value < 0.05 ? Math.round(value) : value.toFixed(1)} %`;
};

export const times = (ratio: number): string =>
  `${ratio >= 100 ? count(Math.round(ratio)) : ratio.toFixed(ratio >= 10 ? 0 : 1)} ×`;
