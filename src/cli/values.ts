// Options that several commands have, and values that are checked where they are read.

import { InvalidArgumentError, Option } from "commander";

const formats = ["text", "json", "sarif", "github"] as const;

/** @throws InvalidArgumentError */
export const nonEmpty = (value: string): string => {
  if (value.trim() === "") throw new InvalidArgumentError("it must not be empty");
  return value;
};

/** @throws InvalidArgumentError */
export const wholeNumber = (value: string): number => {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("give a whole number");
  return Number(value);
};

/** @throws InvalidArgumentError */
export const dollars = (value: string): number => {
  const amount = Number(value);
  if (!(amount > 0)) throw new InvalidArgumentError("give US dollars, such as 2.50");
  return amount;
};

/** An option that may be given again, or once with commas. */
export const several = (value: string, others: readonly string[]): string[] => [
  ...others,
  ...value.split(",").map((each) => each.trim()),
];

/** How findings are printed. */
export const formatOption = (): Option =>
  new Option("--format <format>", "how to print findings").choices(formats).default("text");
