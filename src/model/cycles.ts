// Cycles in a directed graph.

/**
 * The nodes that can reach themselves (Tarjan's strongly connected components). Linear in nodes and edges, and without
 * recursion, so that depth is no matter. Edges to nodes that are not keys are passed over.
 */
export const nodesInCycles = (edges: ReadonlyMap<string, readonly string[]>): Set<string> => {
  const found = new Set<string>();
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const rankOf = (ranks: ReadonlyMap<string, number>, node: string): number => ranks.get(node) as number;
  const enter = (node: string): { node: string; next: number } => {
    order.set(node, order.size);
    low.set(node, rankOf(order, node));
    open.push(node);
    isOpen.add(node);
    return { node, next: 0 };
  };
  for (const root of edges.keys()) {
    if (order.has(root)) continue;
    const walk = [enter(root)];
    for (let step = walk.at(-1); step !== undefined; step = walk.at(-1)) {
      const { node } = step;
      const to = edges.get(node)?.[step.next];
      step.next += 1;
      if (to !== undefined) {
        if (!edges.has(to)) continue;
        if (to === node) found.add(node);
        if (!order.has(to)) walk.push(enter(to));
        else if (isOpen.has(to)) low.set(node, Math.min(rankOf(low, node), rankOf(order, to)));
        continue;
      }
      walk.pop();
      const above = walk.at(-1);
      if (above !== undefined) low.set(above.node, Math.min(rankOf(low, above.node), rankOf(low, node)));
      if (rankOf(low, node) !== rankOf(order, node)) continue;
      const component = open.splice(open.lastIndexOf(node));
      for (const each of component) isOpen.delete(each);
      if (component.length > 1) for (const each of component) found.add(each);
    }
  }
  return found;
};
