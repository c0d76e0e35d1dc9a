// Numbers for people.

/** Digits in groups of three: `10,000`. Without Intl, whose start costs more than a small command. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
