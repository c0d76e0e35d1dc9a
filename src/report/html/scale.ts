// Scales of a plot: from values to places, with round ticks.

export interface Scale {
  /** Place of a value, in the units of the drawing. */
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

const niceSteps = [1, 2, 2.5, 5, 10];

/** From zero. */
export const linearScale = (most: number, from: number, to: number, wanted = 5): Scale => {
  const top = most > 0 && Number.isFinite(most) ? most : 1;
  const rough = top / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (niceSteps.find((each) => each * power >= rough - power * 1e-9) ?? 10) * power;
  const steps = Math.ceil(top / step - 1e-9);
  const ticks = Array.from({ length: steps + 1 }, (_, at) => Number((at * step).toPrecision(12)));
  const end = ticks.at(-1) as number;
  return { at: (value) => from + (value / end) * (to - from), ticks };
};

/** For numbers of an order, from the first to the last. */
export const orderScale = (length: number, from: number, to: number): Scale => ({
  at: (value) => (length < 2 ? (from + to) / 2 : from + ((value - 1) / (length - 1)) * (to - from)),
  ticks: [],
});

/** From a power of ten to a power of ten. Values must be positive; what is smaller stands at the beginning. */
export const logScale = (least: number, most: number, from: number, to: number): Scale => {
  const low = Math.floor(Math.log10(least) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(most) - 1e-9));
  const decades = high - low;
  const every = Math.max(1, Math.ceil(decades / 6));
  const ticks: number[] = [];
  for (let power = low; power <= high; power += every) {
    ticks.push(10 ** power);
    if (decades === 1 && power < high) ticks.push(2 * 10 ** power, 5 * 10 ** power);
  }
  return {
    at: (value) => {
      const share = (Math.log10(Math.max(value, 10 ** low)) - low) / decades;
      return from + Math.min(1, share) * (to - from);
    },
    ticks,
  };
};

/** Over all values, from zero or, when `log` is set and one of them is positive, by powers of ten. */
export const scaleFor = (values: readonly number[], log: boolean, from: number, to: number): Scale => {
  const positive = values.filter((value) => value > 0);
  const most = Math.max(...positive, 0);
  return log && positive.length > 0
    ? logScale(Math.min(...positive), most, from, to)
    : linearScale(most, from, to);
};

/** Evenly chosen indices of a list, the first and the last among them. */
export const evenly = (length: number, atMost: number): readonly number[] => {
  if (length <= atMost) return Array.from({ length }, (_, at) => at);
  const picked = Array.from({ length: atMost }, (_, at) => Math.round((at * (length - 1)) / (atMost - 1)));
  return [...new Set(picked)];
};
