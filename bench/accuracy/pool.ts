// A few at a time, results in the order of the list.

/** @param width how many run at once */
export const inTurn = async <T, R>(
  width: number,
  list: readonly T[],
  run: (item: T) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = new Array(list.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < list.length) {
      const at = next;
      next += 1;
      results[at] = await run(list[at] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, list.length) }, worker));
  return results;
};
