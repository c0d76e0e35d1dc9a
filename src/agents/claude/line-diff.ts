// The change of one text as a unified diff. Contents come from git blobs, so nothing is read here.

const context = 3;
/** Beyond this many differing lines on both sides together, the rest is shown as replaced in one piece. */
const limit = 4000;

type Row = readonly [mark: " " | "-" | "+", line: string];

/** Longest common subsequence by Myers' greedy algorithm, over what is left between equal ends. */
const rowsOf = (a: readonly string[], b: readonly string[]): Row[] => {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const same = (lines: readonly string[]): Row[] => lines.map((line) => [" ", line]);
  return [
    ...same(a.slice(0, start)),
    ...middle(a.slice(start, endA), b.slice(start, endB)),
    ...same(a.slice(endA)),
  ];
};

const middle = (a: readonly string[], b: readonly string[]): Row[] => {
  const replaced = (): Row[] => [...a.map((line): Row => ["-", line]), ...b.map((line): Row => ["+", line])];
  if (a.length === 0 || b.length === 0 || a.length + b.length > limit) return replaced();
  const max = Math.min(a.length + b.length, 1000);
  const trace: Map<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let d = 0; d <= max; d++) {
    const next = new Map(reach);
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(a, b, [...trace, reach], d);
    }
    trace.push(reach);
    reach = next;
  }
  return replaced();
};

const backtrack = (
  a: readonly string[],
  b: readonly string[],
  trace: readonly Map<number, number>[],
  steps: number,
): Row[] => {
  const rows: Row[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = steps; d >= 0; d--) {
    const reach = trace[d] as Map<number, number>;
    const k = x - y;
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const from = down ? k + 1 : k - 1;
    const fromX = reach.get(from) ?? 0;
    const fromY = fromX - from;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      rows.push([" ", a[x - 1] as string]);
      x--;
      y--;
    }
    if (d === 0) break;
    if (down) rows.push(["+", b[--y] as string]);
    else rows.push(["-", a[--x] as string]);
  }
  return rows.reverse();
};

const linesOf = (text: string): string[] => {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
};

/** Hunks with three lines of context; empty when nothing differs. */
export const unifiedDiff = (before: string | undefined, after: string | undefined): string => {
  const rows = rowsOf(linesOf(before ?? ""), linesOf(after ?? ""));
  const near = new Set<number>();
  for (const [index, [mark]] of rows.entries())
    if (mark !== " ") for (let at = index - context; at <= index + context; at++) near.add(at);
  const out: string[] = [];
  let [old, now] = [1, 1];
  let open = false;
  for (const [index, [mark, line]] of rows.entries()) {
    if (near.has(index)) {
      if (!open) out.push(`@@ -${old} +${now} @@`);
      out.push(`${mark}${line}`);
    }
    open = near.has(index);
    if (mark !== "+") old++;
    if (mark !== "-") now++;
  }
  return out.join("\n");
};
