// The cost report for machines. Sizes of single files are left out; what follows from them is in.

import type { CostReport } from "../cost/report.ts";

export const costJson = ({ records, prices, ...report }: CostReport): string =>
  JSON.stringify(
    {
      ...report,
      prices: prices.map(({ model, row }) => ({
        model,
        asOf: row.asOf,
        source: row.source,
        rates: row.rates,
      })),
      records: records.map(({ size: _, month: __, ...record }) => record),
    },
    undefined,
    2,
  );
