// A list that spells out one statement: "- Risk: replay", "- Owner: Ada", "- Until: 2027-01-31".

import type { Place } from "../model/finding.ts";
import { type Columns, headerName } from "./columns.ts";
import type { Item } from "./lists.ts";
import type { Row } from "./tables.ts";

/** The items as one row, when each of them is a label of its own and they name what they are about. */
export const readRecord = (items: readonly Item[], columns: Columns, at: Place): Row | undefined => {
  if (items.length < 2) return undefined;
  const cells: Record<string, string> = {};
  for (const item of items) {
    const header = item.lead.length === 1 ? headerName(item.lead[0] as string) : undefined;
    const field = columns.find(([, headers]) => header !== undefined && headers.includes(header))?.[0];
    if (field === undefined || cells[field] !== undefined || item.rest === "") return undefined;
    cells[field] = item.rest.replace(/\.$/, "");
  }
  const named = cells["name"] !== undefined || (cells["from"] !== undefined && cells["to"] !== undefined);
  return named ? { cells, places: {}, text: items.map((item) => item.text).join("; "), at } : undefined;
};
