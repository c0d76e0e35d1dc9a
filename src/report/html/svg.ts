// Pieces of a drawing. No style attribute anywhere: the page's policy forbids them; classes name what the theme paints.

import { html, oneLine } from "../foreign.ts";

const rounded = (value: number): string => String(Math.round(value * 10) / 10);

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with attributes from source code; `content` is safe markup. */
export const element = (name: string, attributes: Attributes, content?: string): string => {
  const text = Object.entries(attributes)
    .flatMap(([key, value]) =>
      value === undefined ? [] : [` ${key}="${typeof value === "number" ? rounded(value) : value}"`],
    )
    .join("");
  return content === undefined ? `<${name}${text}/>` : `<${name}${text}>${content}</${name}>`;
};

/** A label. Foreign text is cut, so that it stays inside the drawing; the whole of it is in the table beside. */
export const label = (text: string, attributes: Attributes, atMost = 28): string => {
  const line = [...oneLine(text)];
  const shown = line.length > atMost ? `${line.slice(0, atMost - 1).join("")}…` : line.join("");
  return element("text", attributes, html(shown.replaceAll("`", "'")));
};

/** What a pointer that rests on a mark is told. */
export const hint = (text: string): string => element("title", {}, html(text.replaceAll("`", "'")));

/** Marks tell series apart without colour too. */
export const marker = (shape: number, x: number, y: number, size = 4): string => {
  switch (shape % 4) {
    case 0:
      return element("circle", { cx: x, cy: y, r: size });
    case 1:
      return element("rect", { x: x - size, y: y - size, width: size * 2, height: size * 2 });
    case 2:
      return element("path", {
        d: `M${rounded(x)} ${rounded(y - size * 1.3)}l${rounded(size * 1.3)} ${rounded(size * 2.2)}h${rounded(-size * 2.6)}z`,
      });
    default:
      return element("path", {
        d: `M${rounded(x)} ${rounded(y - size * 1.4)}l${rounded(size * 1.4)} ${rounded(size * 1.4)}l${rounded(-size * 1.4)} ${rounded(size * 1.4)}l${rounded(-size * 1.4)} ${rounded(-size * 1.4)}z`,
      });
  }
};

export const polyline = (points: readonly (readonly [number, number])[], attributes: Attributes): string =>
  element("polyline", {
    points: points.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join(" "),
    ...attributes,
  });

export const polygon = (points: readonly (readonly [number, number])[], attributes: Attributes): string =>
  element("polygon", {
    points: points.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join(" "),
    ...attributes,
  });
