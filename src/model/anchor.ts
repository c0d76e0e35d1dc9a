// Code anchors as text: `path` or `path#symbol`. A path is a path of git, so a few characters of it stand encoded, as in
// an address: `src/c%23/main.ts` is a file in the folder `src/c#`. A symbol is written as it is: `Reader.#start`.

export interface SplitAnchor {
  readonly path: string;
  /** Undefined: the whole file. */
  readonly symbol?: string;
}

const special = /^[\s:]|[#\n]|:(?=\d+$)|%(?=[\dA-Fa-f]{2})/g;

const encode = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

export const anchorAt = (path: string, symbol?: string): string => {
  const file = path.replace(special, encode);
  return symbol === undefined ? file : `${file}#${symbol}`;
};

export const splitAnchor = (anchor: string): SplitAnchor => {
  const mark = anchor.indexOf("#");
  const path = (mark === -1 ? anchor : anchor.slice(0, mark)).replace(
    /%([\dA-Fa-f]{2})/g,
    (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)),
  );
  return mark === -1 || mark === anchor.length - 1 ? { path } : { path, symbol: anchor.slice(mark + 1) };
};
