// Colour is decided here, once, from an environment that is passed in; every renderer takes the decision as a value.

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether output to a stream may carry colour. `NO_COLOR` wins over everything; `FORCE_COLOR` (not `0` or `false`)
 * over the rest; else colour needs a terminal that is not dumb, outside CI.
 */
export const decideColour = (env: Environment, isTTY: boolean): boolean => {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const force = env["FORCE_COLOR"];
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  const ci = env["CI"];
  const inCi = ci !== undefined && ci !== "" && ci !== "0" && ci !== "false";
  return isTTY && env["TERM"] !== "dumb" && !inCi;
};
